"""Recorded interviews in, reviewed pseudonymised transcripts out: per case and per role, offline."""

__version__ = "0.1.0"
