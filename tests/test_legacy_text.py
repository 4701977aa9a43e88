"""TCVN3 and VNI: every letter both ways, recognised by font or by letters, and never seen where they are not."""

import re
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

import xl_cfc
from xl_cfc.answers.legacy_text import TABLES, Encoding, decoded, font_encoding, is_syllable, recognised
from xl_cfc.ruleset.registry import shipped_ruleset

PANGRAM = (
    "Do bạch kim rất quý nên sẽ dùng để lắp vô xương. Tôi yêu Đắk Lắk: đồng cỏ, nương rẫy, suối, thủy điện, chữ viết; "
    "ẩn hiện dưới bãi cát mịn là những vỏ ốc kỳ dị, lũ trẻ chạy nhảy, cười nói, hỏi thăm, mời mọc, nghỉ ngơi, ngã ngửa"
)
LETTERS = [
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
]

#: Written out as a person reads it in the standard's table and in the manual of VNI.
TCVN3_TYPED = {
    "Xã Mỹ Đông": "X· Mü §«ng",
    "Ủy ban nhân dân": "ñy ban nh©n d©n",
    "thôn Đồng Tâm": "th«n §ång T©m",
    "Sổ theo dõi trẻ em": "Sæ theo dâi trÎ em",
    "Quyết định giao dự toán": "QuyÕt ®Þnh giao dù to¸n",
    "Phường Tân Hòa": "Ph­êng T©n Hßa",
}
VNI_TYPED = {
    "Xã Mỹ Đông": "Xaõ Myõ Ñoâng",
    "Ủy ban nhân dân": "UÛy ban nhaân daân",
    "thôn Đồng Tâm": "thoân Ñoàng Taâm",
    "Sổ theo dõi trẻ em": "Soå theo doõi treû em",
    "Quyết định giao dự toán": "Quyeát ñònh giao döï toaùn",
    "Phường Tân Hòa": "Phöôøng Taân Hoøa",
}
TYPED = {Encoding.TCVN3: TCVN3_TYPED, Encoding.VNI: VNI_TYPED}


def encoded(text: str, encoding: Encoding) -> str:
    """Unicode typed in an old encoding; the preferred spelling of a letter is the shortest."""
    shortest_last = sorted(TABLES[encoding].items(), key=lambda pair: len(pair[0]), reverse=True)
    backwards = {letter: typed for typed, letter in shortest_last}
    return "".join(backwards.get(char, char) for char in unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("encoding", Encoding)
def test_every_small_letter_has_one_spelling(encoding: Encoding) -> None:
    told = set(TABLES[encoding].values())

    assert {letter for letter in [*LETTERS, "đ"] if not letter.isascii()} <= told


def test_vni_has_every_capital_and_tcvn3_the_seven_of_its_standard() -> None:
    capitals = {letter.upper() for letter in [*LETTERS, "đ"] if not letter.isascii()}

    assert capitals <= set(TABLES[Encoding.VNI].values())
    assert capitals & set(TABLES[Encoding.TCVN3].values()) == set("ĂÂÊÔƠƯĐ")


@pytest.mark.parametrize("encoding", Encoding)
def test_a_pangram_comes_back_as_it_was(encoding: Encoding) -> None:
    typed = encoded(PANGRAM, encoding)

    assert typed != PANGRAM
    assert decoded(typed, encoding) == PANGRAM


@pytest.mark.parametrize(
    ("encoding", "text", "typed"), [(e, text, typed) for e, pairs in TYPED.items() for text, typed in pairs.items()]
)
def test_typical_entries_are_recognised_by_their_letters(encoding: Encoding, text: str, typed: str) -> None:
    found = recognised(typed)

    assert found is not None
    assert found.encoding is encoding
    assert found.text.casefold() == text.casefold()


def test_the_font_decides_where_letters_cannot() -> None:
    assert recognised("Q§-UBND") is None
    by_font = recognised("Q§-UBND", ".VnTime")
    assert by_font is not None
    assert by_font.text == "QĐ-UBND"


def test_a_font_of_capitals_shows_small_letters_as_capitals() -> None:
    found = recognised("x· mü ®«ng", ".VnTimeH")

    assert found is not None
    assert found.text == "XÃ MỸ ĐÔNG"


def test_unicode_typed_under_an_old_font_is_left_alone() -> None:
    assert recognised("Xã Mỹ Đông", ".VnTime") is None
    assert recognised("Hà Nam", ".VnTime") is None
    assert recognised("Thon 5", "VNI-Times") is None


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".VnArialH", Encoding.TCVN3),
        ("VNI-Times", Encoding.VNI),
        ("vni-helve", Encoding.VNI),
        ("Times New Roman", None),
        ("", None),
    ],
)
def test_fonts_that_stand_for_an_encoding(font: str, encoding: Encoding | None) -> None:
    assert font_encoding(font) is encoding


WESTERN = [
    "café", "Müller", "Zürich", "naïve", "François", "señor", "El Niño", "São Paulo", "Malmö", "Köln", "hôtel", "Noël",
    "Citroën", "Saïgon", "Hanoï", "10 m²", "25 °C", "5 µm", "± 3", "½", "© 2026", "1.000.000 đ", "« Xã »", "«Xã»",
    "· So sanh", "Nº 5", "résumé", "déjà vu", "crème brûlée", "Größe", "garçon", "coöperatie", "Ångström", "être",
    "à la carte", "übermorgen", "Łódź", "Đắk Lắk", "Krông Pắc", "Ea H'Leo", "Y Tý", "A Lưới", "Cư M’gar",
]  # fmt: skip


@pytest.mark.parametrize("text", WESTERN)
def test_other_languages_signs_and_highland_names_are_not_taken_for_old_encodings(text: str) -> None:
    assert recognised(text) is None


def vietnamese_texts() -> list[str]:
    """Whatever Vietnamese the product itself holds: the rule set, the examples, the manual."""
    ruleset = shipped_ruleset()
    texts = [field.label for field in ruleset.fields.values()]
    texts += [criterion.name for criterion in ruleset.criteria]
    package = Path(xl_cfc.__file__).parent
    for path in (*package.glob("examples/*.py"), *package.parent.glob("docs/*.md"), package.parent / "README.md"):
        texts += path.read_text("utf-8").splitlines()
    return texts


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_vietnamese_text_in_unicode_is_taken_for_an_old_encoding(form: Literal["NFC", "NFD"]) -> None:
    texts = [unicodedata.normalize(form, text) for text in vietnamese_texts()]
    words = {word for text in texts for word in re.findall(r"\w+", text)}

    assert len(words) > 1500
    assert [text for text in texts if recognised(text)] == []
    assert [word for word in words if recognised(word)] == []
    assert [word for word in words if recognised(word, ".VnTime") or recognised(word, "VNI-Times")] == []


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("nghiêng", True), ("quý", True), ("gì", True), ("giữ", True), ("hoà", True), ("hòa", True), ("thuỷ", True),
        ("khuya", True), ("ƯƠM", True), ("xaõ", False), ("Mü", False), ("ñoâng", False), ("thaù", False),
        ("thé", True), ("thảo", True), ("thaỏ", False), ("bạc", True), ("fờ", False),
    ],
)  # fmt: skip
def test_what_a_syllable_looks_like(word: str, is_one: bool) -> None:
    assert is_syllable(word) is is_one
