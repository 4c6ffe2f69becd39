"""Receipts (justificatifs): what their files say, which operations need one, and which file belongs to which operation."""
