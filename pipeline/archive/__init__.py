"""One dataset of all that may be archived: a BagIt bag as DANS wants it, in a zip."""
