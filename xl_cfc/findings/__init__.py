"""Every mistake the product can name: the mechanism, and a module for each family of kinds."""
