"""The drop folder: what has arrived, where it belongs, and what could not be placed."""
