"""The blocks of which bodies are made."""
