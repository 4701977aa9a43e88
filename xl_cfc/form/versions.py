"""What a form of each template version is like: its result cells, by which an overwritten formula is recognised.

Names of inputs and headings are the same in every version so far (`form.layout`); a version that changes them says so
here. What the formulas of each see stands in `xl_cfc.versions`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from xl_cfc.form.layout import NAME_TOTAL
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp


@dataclass(frozen=True)
class TemplateVersion:
    """A version of the form: `results` gives the names of the cells whose formulas tell what the inputs come to."""

    number: str
    results: Callable[[Ruleset, bool], Iterator[str]]

    def result_names(self, ruleset: Ruleset, stamp: Stamp) -> tuple[str, ...]:
        """The names of a form's result cells; an agency's form concludes nothing."""
        return tuple(self.results(ruleset, not stamp.criteria))


def _results(ruleset: Ruleset, concludes: bool) -> Iterator[str]:
    yield NAME_TOTAL
    if concludes:
        yield from ("nguong", "conclusion")
    yield from (f"pt_c{criterion.number}" for criterion in ruleset.criteria)
    yield from (f"{kind}_{indicator.name}" for indicator in ruleset.indicators for kind in ("pt", "val", "si"))
    yield from (f"st_{field_id}" for field_id in ruleset.fields)
    yield from (f"sv_{field.id}" for field in ruleset.survey_fields)


TEMPLATE_VERSIONS: Mapping[str, TemplateVersion] = {
    version.number: version for version in (TemplateVersion("1", _results), TemplateVersion("2", _results))
}


def template_version(stamp: Stamp) -> TemplateVersion | None:
    """The version a form says it has, None when it is not known here."""
    return TEMPLATE_VERSIONS.get(stamp.template_version)
