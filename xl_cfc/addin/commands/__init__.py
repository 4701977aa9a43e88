"""The commands `advise`, `pack` and `addin`: `configure(parser)` and `run(options)`, for `xl_cfc.commands`."""
