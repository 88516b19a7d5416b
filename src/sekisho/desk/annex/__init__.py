"""The annex: questions to suppliers and contractors, sample clauses, and their answers read back."""
