"""Reminders (relances): the ladder, the journal of contacts, who is to be reminded of what."""
