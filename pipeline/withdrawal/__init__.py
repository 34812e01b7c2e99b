"""Withdrawn means gone, and nothing is kept longer than agreed: what goes, where it lies, and doing that whole."""
