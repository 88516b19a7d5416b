"""The law as versioned data, and the pure functions that read it."""
