"""The small values records are made of: messages, exact ratios, countries, markings."""
