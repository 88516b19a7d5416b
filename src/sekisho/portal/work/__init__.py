"""Work that waits: a table of leases, and the worker that takes them."""
