"""Other systems, asked the same: deduce, Presidio out of the box, and an exact list of the participants."""
