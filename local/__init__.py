"""What `make run` and `make test` need on one machine: packages, a private PostgreSQL, the site's processes.

Nothing in here is for production; it uses the standard library alone, so that it can run before anything is installed.
"""
