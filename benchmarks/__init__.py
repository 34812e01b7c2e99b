"""Measured figures, side by side with peers."""
