"""Every page twice more: as text alone, and with little data."""
