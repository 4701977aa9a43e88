"""A filled form read step by step: its sheets, its inputs, the texts beside them, its tables."""
