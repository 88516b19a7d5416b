"""Two SBOMs beside each other, for a terminal and as one HTML file."""
