"""What a bank line is for: its category and its account in the plan, with the evidence, or nothing rather than a guess."""
