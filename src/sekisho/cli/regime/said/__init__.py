"""What several commands about packs say or hear alike."""
