"""Rows that the operator's desk reads: classes of updates, questions to suppliers."""
