"""Measurements, side by side with the naive ways, in one run: `make bench`."""
