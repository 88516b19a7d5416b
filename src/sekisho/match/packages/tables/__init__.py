"""How distributions stand in package URLs and in advisories, as data."""
