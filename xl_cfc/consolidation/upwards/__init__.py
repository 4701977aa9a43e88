"""Forms carried upwards: what a consolidated workbook keeps of every file, as lines of JSON, and the way back.

The authority is what was typed: key, score and conclusion are computed again from the carried inputs. Only what the
file alone could show (its findings and hashes) is taken as it stands. The lines come from a file: nothing in them is
trusted. The digest over them shows a change by hand or by damage; it is no signature.
"""

from xl_cfc.consolidation.upwards.reading import CarriedError, CarriedForms, read_carried
from xl_cfc.consolidation.upwards.writing import carried_lines

__all__ = ["CarriedError", "CarriedForms", "carried_lines", "read_carried"]
