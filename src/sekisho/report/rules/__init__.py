"""Rules of a pack in words: conditions, gaps, differences, schemas."""
