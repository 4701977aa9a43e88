"""The law as data: models, loading and the YAML of each Decision."""
