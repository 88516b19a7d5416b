"""From a folder of files to the feeds found in it: recognised, dated, and read."""
