"""Must I file? Questions and answers that need no account and keep nothing."""
