"""xl_cfc: forms, live scoring, checks and consolidation for child-friendly communes (Decision 06/QĐ-TTg)."""

__version__ = "0.1.0"
