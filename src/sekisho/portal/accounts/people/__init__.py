"""The people of an organisation: invited, given roles, let go."""
