"""A change of a plan that went through: opened from it, compared with it, explained."""
