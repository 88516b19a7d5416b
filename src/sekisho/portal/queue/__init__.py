"""The list of cases as a saved question, and what lapses within days."""
