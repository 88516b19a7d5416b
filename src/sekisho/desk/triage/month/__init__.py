"""A month as a whole: opened from what was handed in, judged, and written as a folder of files."""
