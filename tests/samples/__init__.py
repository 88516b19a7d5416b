"""Made-up values that several tests share; every name in them is fictional."""
