"""The tables behind the comparison of names: legal forms, generic words, readings, limits."""
