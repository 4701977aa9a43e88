"""A commune's form divided among the agencies that supply its figures, and gathered again. Pure."""
