"""CycloneDX in XML: the same document as in JSON, and what it breaks of its schema."""
