"""Documents without metadata: what may be stored, and how it is cleaned first."""
