"""Consent records and the gate."""
