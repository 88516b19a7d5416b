"""The case: its row, its documents, its events, and the one door through which acts go."""
