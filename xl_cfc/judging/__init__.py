"""What answers come to: score, checks, advice, comparisons. Pure."""
