"""Ways to tell voices apart, each with one file (docs/speakers.md); those with a network run in a process of their own.

To add one that runs in a process: write its file, with what it needs and `load`, and put it in the table of `kinds.py`.
"""
