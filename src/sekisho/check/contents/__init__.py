"""What a filing must state: the questions that the check of completeness asks, by topic."""
