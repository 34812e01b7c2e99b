"""How long a study takes on paper: docx and pdf of every transcript, and the leak check that unpacks them again.

python -m benchmarks.paper [--cases N] [--minutes N] [--json]

The transcripts are made up: 150 words a minute, four roles a case, all signs and stretches that a real one has.
"""
