"""The reference library: dated feeds in one immutable, memory-mapped snapshot."""
