"""A picture of the study: one page for people, and its plots. Names nobody: ids, labels and counts only."""
