"""All worksheet functions: importing this module declares them, in the order of the documentation."""

from addin.functions import dossiers, cash, follow_up, spending, steering, ahead, calendar, exchange, labels, helpers, why  # noqa: I001

MODULES = (dossiers, cash, follow_up, spending, steering, ahead, calendar, exchange, labels, helpers, why)
"""The modules that declare functions."""
