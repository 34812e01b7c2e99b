"""Optional voters, each a model or program that the user has, in a process of its own (docs/voters.md).

To add one: write its file, with what it needs and what its labels mean, and put it in the table of `child.py`.
"""
