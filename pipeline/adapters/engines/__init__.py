"""Speech recognisers, each held by processes of its own. Adding one is a file here and a line in `child`."""
