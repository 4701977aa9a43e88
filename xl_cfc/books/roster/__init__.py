"""The roster as a file: a template to fill in, and the reader of .xlsx and .csv with every mistake at its cell."""

from xl_cfc.books.roster.reading import read_roster
from xl_cfc.books.roster.writing import roster_bytes

__all__ = ["read_roster", "roster_bytes"]
