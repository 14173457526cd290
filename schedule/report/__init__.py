"""The report of what was published when, and how late."""
