"""Who is this? Names in any script: normalised, compared with reasons, searched in lists."""
