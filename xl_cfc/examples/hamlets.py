"""A commune's figures shared out to its hamlets, adding up exactly, no part larger than its whole."""

import random
from collections.abc import Mapping, Sequence

from xl_cfc.cells import CellValue
from xl_cfc.ruleset.models import CrossCheck, Ruleset

#: A hamlet's name and its figures.
HamletFigures = tuple[str, dict[str, CellValue]]


def hamlet_rows(
    rng: random.Random, ruleset: Ruleset, values: Mapping[str, CellValue], hamlets: int, kind: str
) -> list[HamletFigures]:
    """One row for each hamlet; `kind` is what hamlets are called there (`Ấp`, `Khóm`)."""
    totals = {f.id: value for f in ruleset.hamlet_fields if isinstance(value := values.get(f.id), int)}
    shares = _shares(rng, ruleset, totals, [rng.uniform(0.6, 1.4) for _ in range(hamlets)])
    return [
        (f"{kind} {position + 1}", {f.id: shares[f.id][position] for f in ruleset.hamlet_fields if f.id in shares})
        for position in range(hamlets)
    ]


def _shares(
    rng: random.Random, ruleset: Ruleset, totals: Mapping[str, int], weights: list[float]
) -> dict[str, list[int]]:
    """The shares of every figure: wholes before their parts, sums after their terms."""
    wholes, sums = _wholes(ruleset), _sums(ruleset, totals)
    shares: dict[str, list[int]] = {}
    for name in sorted(totals, key=lambda name: -totals[name]):
        if name not in sums:
            above = [shares[whole] for whole in wholes.get(name, ()) if whole in shares]
            caps = [min(column) for column in zip(*above, strict=True)] if above else None
            shares[name] = _shared(rng, totals[name], weights, caps)
    for name, check in sums.items():
        shares[name] = [
            sum(term.sign * shares[term.field][position] for term in check.right) for position in range(len(weights))
        ]
    return shares


def _shared(rng: random.Random, total: int, weights: Sequence[float], caps: list[int] | None) -> list[int]:
    """The total in proportion, what is left over at random, within the caps where they leave room."""
    if caps is None or sum(caps) < total:
        return _proportional(rng, total, weights, [total] * len(weights))
    return _proportional(rng, total, caps, caps)


def _proportional(rng: random.Random, total: int, weights: Sequence[float], caps: Sequence[int]) -> list[int]:
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    shares = [int(total * weight / whole) for weight in weights]
    while sum(shares) < total:
        open_to_more = [position for position, share in enumerate(shares) if share < caps[position]]
        shares[rng.choices(open_to_more, [weights[position] for position in open_to_more])[0]] += 1
    return shares


def _wholes(ruleset: Ruleset) -> dict[str, list[str]]:
    """For each figure, those it is a part of: by an indicator or by a cross-check."""
    wholes: dict[str, list[str]] = {}
    for limit in ruleset.limits:
        for part in limit.parts if len(limit.wholes) == 1 else ():
            wholes.setdefault(part, []).append(limit.wholes[0])
    for check in ruleset.cross_checks:
        if check.kind == "le" and len(check.right) == 1:
            for term in check.left:
                wholes.setdefault(term.field, []).append(check.right[0].field)
    return wholes


def _sums(ruleset: Ruleset, totals: Mapping[str, int]) -> dict[str, CrossCheck]:
    """The figures that are sums of others, where the commune's own figures agree."""
    return {
        check.field: check
        for check in ruleset.cross_checks
        if check.kind == "equal"
        and len(check.left) == 1
        and all(name in totals for name in check.fields)
        and totals[check.field] == sum(term.sign * totals[term.field] for term in check.right)
    }
