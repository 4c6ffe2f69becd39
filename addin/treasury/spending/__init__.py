"""What was spent by card, team, campaign and category, and what purchases in other currencies really cost."""
