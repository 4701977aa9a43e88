"""Many forms as one: members, blocks, sources, merging, what was received, summaries and trends."""
