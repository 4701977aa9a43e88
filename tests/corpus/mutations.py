"""Cells of the good form changed at random, each change knowing what it means; the reader is not used here.

A mutation changes the XML of one input, or the name that leads to it, and says what must then be read: the same, a
given whole number, or nothing that counts without a finding.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from tests.corpus.base import INPUT_PART, RULESET, TYPED, WORKBOOK, parts, with_cell
from xl_cfc.form.layout import FormLayout
from xl_cfc.ruleset.cellnames import input_name
from xl_cfc.ruleset.models import FieldType

Parts = dict[str, bytes]


@dataclass(frozen=True)
class Mutation:
    """A change of one input. `number` is what it then holds; None: it holds nothing that may count silently."""

    field: str
    what: str
    apply: Callable[[Parts], None]
    number: int | None


@cache
def inputs() -> Mapping[str, tuple[str, int]]:
    """The cell and the number of every whole-number input on the input sheet, by the layout that wrote the form."""
    rows = FormLayout(RULESET).field_rows
    return {
        field.id: (f"D{rows[field.id] + 1}", int(str(TYPED.values[field.id])))
        for field in RULESET.inputs
        if field.id in rows and field.type is FieldType.COUNT and TYPED.values.get(field.id) is not None
    }


def _cell(field: str, what: str, xml: str, number: int | None) -> Mutation:
    reference = inputs()[field][0]

    def apply(made: Parts) -> None:
        made[INPUT_PART] = with_cell(made[INPUT_PART], reference, xml)

    return Mutation(field, what, apply, number)


def _name(field: str, what: str, change: Callable[[str], str]) -> Mutation:
    """The name of an input changed; its row's code still leads to it."""

    def apply(made: Parts) -> None:
        old = re.search(rf'<definedName name="{input_name(field)}">[^<]*</definedName>', made[WORKBOOK].decode())
        assert old is not None
        made[WORKBOOK] = made[WORKBOOK].replace(old[0].encode(), change(old[0]).encode())

    return Mutation(field, what, apply, inputs()[field][1])


def _value(xml: str, attributes: str = "") -> str:
    return f'<c r="{{r}}" s="{{s}}"{attributes}>{xml}</c>'


@st.composite
def mutations(draw: st.DrawFn) -> Mutation:
    """Any change of any input."""
    field = draw(st.sampled_from(sorted(inputs())))
    return draw(st.one_of(numbers(field), shapes(field), rubbish(field), names(field)))


def numbers(field: str) -> st.SearchStrategy[Mutation]:
    """Another whole number in one of the ways it can be written."""
    writings: tuple[Callable[[int], str], ...] = (
        lambda n: _value(f"<v>{n}</v>"),
        lambda n: _value(f"<v>{n}.0</v>"),
        lambda n: _value(f"<v>{n}.000000000000</v>", ' t="n"'),
        lambda n: _value(f"<v> {n} </v>"),
        lambda n: _value(f"<v>{n * 10}E-1</v>"),
        lambda n: _value(f"<f>{n}+0</f><v>{n}</v>"),
        lambda n: _value(f'<f t="array" ref="A1">SUM({n})</f><v>{n}</v>'),
        lambda n: f'<c s="{{s}}" r="{{r}}"><v>{n}</v></c>',
        lambda n: f'<c r="{{r}}"  s="{{s}}"\n><v\n>{n}</v ></c >',
        lambda n: f"<c r='{{r}}' s='{{s}}'><v>{n}</v></c>",
        lambda n: f'<c s="{{s}}"><v>{n}</v></c>',
        lambda n: f'<c r="{{r}}" s="77777"><v>{n}</v><extLst><ext/></extLst></c>',
        lambda n: _value(f"<v>&#{48 + n // 10 ** (len(str(n)) - 1)};{str(n)[1:]}</v>"),
        lambda n: _value(f"<v><![CDATA[{n}]]></v>"),
        lambda n: _value(f"<!-- <v>1</v> --><v>{n}</v>"),
    )
    number = st.one_of(st.just(inputs()[field][1]), st.integers(0, 9_999_999))
    return st.builds(
        lambda n, way: _cell(field, f"number {way}", writings[way](n), n), number, st.integers(0, len(writings) - 1)
    )


def shapes(field: str) -> st.SearchStrategy[Mutation]:
    """Something that is no whole number from 0 on."""
    xml = st.sampled_from(
        (
            _value("<v>1E308</v>"),
            _value("<v>-1E-3</v>"),
            _value("<v>0.5</v>"),
            _value("<v>-7</v>"),
            _value("<v>1E400</v>"),
            _value("<v>10000000</v>"),
            _value("<v>1_000</v>"),
            _value("<v>0x1F</v>"),
            _value("<v>４０</v>"),
            _value("<v>1,5</v>"),
            _value("<v>1</v>", ' t="b"'),
            _value("<v>#REF!</v>", ' t="e"'),
            _value("<v>7</v>", ' t="e"'),
            _value("<v>0</v>", ' t="s"'),
            _value("<v>777777</v>", ' t="s"'),
            _value("<v>-1</v>", ' t="s"'),
            _value("<v>1.5</v>", ' t="s"'),
            _value("<v>7</v>", ' t="str"'),
            _value("<v></v>", ' t="s"'),
            _value("<v>2026-01-01</v>", ' t="d"'),
            _value("<is><t>7</t></is>", ' t="inlineStr"'),
            _value("<f>1+1</f>"),
            _value("<f>1+1</f><v></v>"),
            _value("<f/>"),
            _value("<v/>"),
            _value(""),
            "",
            '<c r="{r}" s="{s}"/>',
            '<c r="ZZ{r}" s="{s}"><v>7</v></c>',
            '<c r="$D$9" s="{s}"><v>7</v></c>',
            '<c r="d9" s="{s}"><v>7</v></c>',
            '<c r="{r}"><v>7</v></c><c r="{r}"><v>8</v></c>',
            '<c r="D6"><v>7</v></c><c r="D7"><v>7</v></c><c r="D8"><v>7</v></c>',
            '<x r="{r}"><v>7</v></x>',
        )
    )
    return xml.map(lambda made: _cell(field, f"no number {made}", made, None))


def rubbish(field: str) -> st.SearchStrategy[Mutation]:
    """Any text where a number is expected, as a number's text and as a string's."""
    text = st.text(st.characters(exclude_characters="<>&{}", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
    strange = text.filter(lambda chars: not re.fullmatch(r"\s*[+-]?[0-9.]+([eE][+-]?[0-9]+)?\s*", chars))
    attributes = st.sampled_from(("", ' t="str"', ' t="n"', ' t="zzz"'))
    return st.builds(
        lambda chars, kind: _cell(field, f"text {chars!r}{kind}", _value(f"<v>{chars}</v>", kind), None),
        strange,
        attributes,
    )


def names(field: str) -> st.SearchStrategy[Mutation]:
    """The name gone, or leading nowhere."""
    changes: dict[str, Callable[[str], str]] = {
        "gone": lambda xml: "",
        "renamed": lambda xml: xml.replace('name="in_', 'name="cu_'),
        "nowhere": lambda xml: re.sub(r">[^<]*<", ">#REF!<", xml),
        "a formula": lambda xml: re.sub(r">[^<]*<", ">OFFSET(A1,1,1)<", xml),
        "another sheet": lambda xml: re.sub(r">[^!<]*!", ">'Không có'!", xml),
        "local": lambda xml: xml.replace("<definedName ", '<definedName localSheetId="2" '),
        "twice": lambda xml: xml + re.sub(r">[^<]*<", ">#REF!<", xml).replace(" name", ' localSheetId="1" name'),
    }
    return st.sampled_from(sorted(changes)).map(lambda what: _name(field, f"name {what}", changes[what]))


def mutated(changes: Iterable[Mutation]) -> Parts:
    """The good form's members with these changes."""
    made = dict(parts())
    for change in changes:
        change.apply(made)
    return made
