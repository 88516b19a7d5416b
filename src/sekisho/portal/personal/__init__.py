"""Personal data: sealed under a key a document, so that destroying the key destroys it."""
