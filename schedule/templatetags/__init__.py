"""How templates show times."""
