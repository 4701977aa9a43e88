"""One module a command: `configure(parser)` declares its options, `run(options)` does it and returns the exit code."""
