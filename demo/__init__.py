"""The demo: speech made by machine, a small study, and a small model that hears it."""
