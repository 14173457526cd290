"""Rate limits: how often something may be repeated, by whom, and what happens then."""
