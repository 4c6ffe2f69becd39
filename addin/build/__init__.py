"""Programs that write the files that are generated from the code."""
