"""Settings: `production` is the default, `dev` and `test` build on it."""
