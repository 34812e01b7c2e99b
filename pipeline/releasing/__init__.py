"""What a release is made of: each part written, and held against everybody who is known, before anything leaves.

It imports no recogniser, so that a process of its own starts quickly and stays small.
"""
