"""The rows a pack is made of, one module a topic, and how they are read from its files."""
