"""Past cases: how one is written down, kept in a folder, and found."""
