"""Worksheet functions, one file per subject; `addin.udfs` gathers them for the hosts."""
