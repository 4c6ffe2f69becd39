"""Trésorerie: a weekly treasury report inside the bookkeeper's own workbook."""

__version__ = "0.1.0"
