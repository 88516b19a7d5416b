"""What the reading, matching and comparing of software costs, beside others, in one run each."""
