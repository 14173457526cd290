"""Members of the Coalition, their pages and the spotlight."""
