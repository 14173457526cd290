"""Doing what is due: once, at its time, and what is told where it cannot be done."""
