"""All worksheet functions: importing this module declares them, in the order of the documentation."""

from addin.functions import (
    ahead,
    calendar,
    cash,
    classification,
    controls,
    dossiers,
    exchange,
    follow_up,
    helpers,
    labels,
    lettering,
    receipts,
    reminders,
    reserve,
    spending,
    steering,
    subscriptions,
    why,
)

MODULES = (
    dossiers,
    cash,
    follow_up,
    reminders,
    receipts,
    lettering,
    classification,
    controls,
    subscriptions,
    spending,
    steering,
    reserve,
    ahead,
    calendar,
    exchange,
    labels,
    helpers,
    why,
)
"""The modules that declare functions."""
