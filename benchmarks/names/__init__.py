"""How well names are told and found, beside peers: the data, the division, the figures."""
