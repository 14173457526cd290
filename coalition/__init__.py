"""The project: settings, addresses, and the checks that hold its conventions."""
