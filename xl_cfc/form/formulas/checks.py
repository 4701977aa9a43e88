"""The live checks of a form: the text of the first variant that holds, and whether a field still needs a value."""

from collections.abc import Callable

from xl_cfc.formulatext import quoted
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import Predicate
from xl_cfc.ruleset.models import Ruleset


def visible_variants(check: LiveCheck) -> tuple[Variant, ...]:
    """The variants of a check that a formula can see: those with a text for the form."""
    return tuple(variant for variant in check.variants if variant.kind.live)


def live_text(check: LiveCheck, ruleset: Ruleset, line: Callable[[LiveCheck, Variant], str]) -> str:
    """The text of the first variant that holds, empty when none does."""
    text = '""'
    for variant in reversed(visible_variants(check)):
        text = f"IF({check.stands(variant).formula(ruleset)},{quoted(line(check, variant))},{text})"
    return text


def missing(predicate: Predicate, ruleset: Ruleset) -> str:
    """1 while the field still needs a value, else 0."""
    return f"IF({predicate.formula(ruleset)},1,0)"
