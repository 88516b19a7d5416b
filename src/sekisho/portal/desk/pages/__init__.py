"""The pages of the desk: they ask queries and acts, and know no table."""
