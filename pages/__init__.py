"""What every page kind shares: the base page, blocks, pictures, the frame around a page."""
