"""The fast engines, each usable alone: versions, packages, advisories, names."""
