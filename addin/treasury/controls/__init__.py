"""Controls (contrôles): what deserves a second look before it is paid, booked or forgotten."""
