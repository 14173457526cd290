"""The weekly digest and its archive."""
