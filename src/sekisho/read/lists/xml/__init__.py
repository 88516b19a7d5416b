"""Lists published as XML, each read record by record."""
