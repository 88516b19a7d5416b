"""The workbench: a filing written section by section, saved as it stands.

A draft is kept as the texts that were typed, right or wrong, so that nothing is lost; the reader
that reads a file reads it too, and says what is wrong in which place.
"""
