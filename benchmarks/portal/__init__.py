"""How fast the portal is: many users who think between pages, on either database."""
