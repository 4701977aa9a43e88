"""The file system and processes: writing that loses nothing, locks, supervised workers, this user's folder."""
