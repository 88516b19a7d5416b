"""What all rooms talk about: frozen records without input or output."""
