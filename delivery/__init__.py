"""Security headers, health, errors."""
