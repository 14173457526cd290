"""Reading without a connection: what readers may keep on their device, and the worker that shows it."""
