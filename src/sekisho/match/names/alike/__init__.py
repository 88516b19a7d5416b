"""How well two words agree, which words of two names answer each other, what holds a score down."""
