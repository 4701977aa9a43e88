"""Tidy tables of a consolidation, for those who go on with other tools: as CSV, or as Parquet with typed columns."""

from xl_cfc.consolidation.tables.files import TableFiles

__all__ = ["TableFiles"]
