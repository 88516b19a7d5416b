"""Reads what was sent to the portal, apart from it: in a process that is confined and thrown away."""
