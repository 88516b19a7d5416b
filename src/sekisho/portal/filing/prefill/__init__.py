"""Fields filled in from records: an SBOM, an earlier filing, the register; each says from which."""
