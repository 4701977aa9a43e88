"""A locality's year as data: its plan (kế hoạch) and its roster of units."""
