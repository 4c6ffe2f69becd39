"""Payments and receipts that come back: subscriptions, rents, instalments, salaries."""
