"""How well names are found: annotated talk through the whole of find, identify and mask, and the figures of it."""
