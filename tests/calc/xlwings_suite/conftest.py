"""The vendored tests run inside `run.py` only: they need the plugin and a copy of their folder."""

collect_ignore = ["vendored"]
