"""The consent log: what was consented to, done and released, so that nobody can rewrite it unnoticed. Names nobody."""
