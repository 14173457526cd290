"""Demo content and its loader; bulk content for scale tests."""
