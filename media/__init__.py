"""Images and documents: what is stored, and who may change it."""
