"""One index over all page kinds, per language; the page on which it is asked."""
