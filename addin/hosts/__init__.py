"""Adapters: closed files, rendering."""
