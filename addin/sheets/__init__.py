"""What each sheet shows, as data."""
