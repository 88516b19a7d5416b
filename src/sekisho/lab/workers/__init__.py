"""Workers: processes that share the chunks of a replay among them."""
