"""Sheet `Kiểm tra chéo`: relations between figures that must hold."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xl_cfc.books.rule import words
from xl_cfc.books.rule.book import Record, RuleBook
from xl_cfc.books.rule.reading import Row, RuleReading, given
from xl_cfc.books.rule.tables import CHECKS
from xl_cfc.books.rule.words import word
from xl_cfc.ruleset.crosschecks import expression
from xl_cfc.ruleset.models import Ruleset, Term
from xl_cfc.ruleset.wording import check_text


def check_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each relation."""
    for check in ruleset.cross_checks:
        yield {
            "left": expression(check.left),
            "relation": word(words.RELATIONS, check.kind),
            "right": expression(check.right),
            "severity": word(words.SEVERITIES, check.severity.value),
            "meaning": check_text(check.kind, _labels(ruleset, check.left), _labels(ruleset, check.right)),
        }


def _labels(ruleset: Ruleset, terms: Sequence[Term]) -> str:
    text = "".join(f" {'+' if term.sign > 0 else '−'} «{ruleset.fields[term.field].label}»" for term in terms)
    return text.removeprefix(" + ").strip()


def write_checks(book: RuleBook) -> None:
    """Write the sheet."""
    book.write(CHECKS)


def read_checks(reading: RuleReading, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The relations as YAML holds them."""
    checks: list[dict[str, Any]] = []
    for position, row in enumerate(rows, start=1):
        path = f"cross_checks[{position}]"
        left = reading.code(f"{path}.left", row["left"])
        right = reading.code(f"{path}.right", row["right"])
        relation = reading.choice(f"{path}.relation", row["relation"], words.RELATIONS, required=True)
        severity = reading.choice(f"{path}.severity", row["severity"], words.SEVERITIES)
        reading.at(path, row["left"])
        checks.append(given({relation or "le": [left, right], "severity": severity}))
    return checks
