"""A snippet with a draft and a live state, as a room may bring one: for the scheduler's tests alone."""
