"""Running the portal: the server, its first tables, the demonstration."""
