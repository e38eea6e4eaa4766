"""The log and its certificates at the edge: keys, checkpoints, PDFs and their checks."""
