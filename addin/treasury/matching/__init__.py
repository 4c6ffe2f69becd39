"""Lettrage: which bank lines pay which invoices."""
