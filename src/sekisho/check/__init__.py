"""The checks: one module each, listed in `table`, none calling another."""
