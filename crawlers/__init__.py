"""What search engines are told: sitemaps, robots.txt."""
