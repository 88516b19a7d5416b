"""How commands speak: their language, their help, their errors."""
