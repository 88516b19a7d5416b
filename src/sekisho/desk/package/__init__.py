"""What goes to each authority: the filing in the order of its form, and what came of it."""
