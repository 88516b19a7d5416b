"""What is known of words beside their letters: meaning, numbers, how usual a reading is."""
