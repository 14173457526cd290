"""The editorial calendar in the admin: seeing, setting and moving times."""
