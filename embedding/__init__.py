"""Cards that other sites show, and oEmbed, by which they find them."""
