"""A portal in one file: its database and all that lies in its data folder, with digests."""
