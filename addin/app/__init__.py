"""Use cases and the two small ports they need."""
