"""The domain: pure functions of their arguments, money as integer minor units."""
