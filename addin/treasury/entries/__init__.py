"""Accounting entries (écritures): from bank lines and invoices to balanced entries, and to the files that software reads."""
