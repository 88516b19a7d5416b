"""The command line: parse first, import late."""
