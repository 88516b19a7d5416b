"""Our order of versions beside the tools that rule each ecosystem: `python -m benchmarks.versions`."""
