"""Work that commits with a change and falls due by the clock."""
