"""The only importers of their engines."""
