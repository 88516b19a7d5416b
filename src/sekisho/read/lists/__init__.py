"""Lists of parties and of covered equipment, as their publishers form them, and our own form."""
