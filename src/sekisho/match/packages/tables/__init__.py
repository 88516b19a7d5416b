"""Facts about packages, distributions and registries, one topic a file, written down by us."""
