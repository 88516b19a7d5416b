"""The rules asked: which of them applied to a case and why, and what must still be asked."""
