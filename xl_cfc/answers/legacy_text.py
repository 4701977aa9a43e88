"""Vietnamese typed in the eight-bit encodings that preceded Unicode: TCVN3 (ABC) and VNI-Windows.

Such a text reaches a workbook as Latin-1 letters that only an old font shows as Vietnamese: `X· Mü §«ng`. It is
recognised by the name of its font, or by its letters: words that are no Vietnamese syllables become so, all of them,
when they are converted. (VPS, the third such encoding, is too rare to be guessed at.)
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import product

_TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc, huyền, hỏi, ngã, nặng
#: Printer's marks that Word and Excel put into any text.
_MARKS = re.compile("[\u2010-\u2015\u2018-\u201f\u2026\u00a0]")
_SEPARATORS = re.compile(r"[\s!-/:-@\[-`{-~]+")


class Encoding(Enum):
    """An old encoding, by the name officers know it by."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"


@dataclass(frozen=True)
class Legacy:
    """What a text was typed in, and what it says in Unicode."""

    encoding: Encoding
    text: str


def _composed(letters: str, marks: str) -> list[str]:
    return [unicodedata.normalize("NFC", letter + mark) for letter, mark in product(letters, marks)]


def _tcvn3() -> dict[str, str]:
    """TCVN 5712:1993 VN3: capitals but for seven are small letters in a font of capitals (.VnTimeH)."""
    rows = {
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ",
        0xDC: "ĩíịò", 0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
    }  # fmt: skip
    return {chr(first + n): letter for first, letters in rows.items() for n, letter in enumerate(letters)}


def _vni() -> dict[str, str]:
    """VNI-Windows: a vowel and a second letter that carries hat and tone together."""
    table: dict[str, str] = {}
    for letter in "aeouyAEOUY":
        table |= dict(zip((letter + mark for mark in "ùøûõï"), _composed(letter, _TONES), strict=True))
    for letter in "aeoAEO":
        table[letter + "â"] = unicodedata.normalize("NFC", letter + "\u0302")
        table |= dict(zip((letter + mark for mark in "áàåãä"), _composed(table[letter + "â"], _TONES), strict=True))
    for letter, breve in ("aă", "AĂ"):
        table[letter + "ê"] = breve
        table |= dict(zip((letter + mark for mark in "éèúüë"), _composed(breve, _TONES), strict=True))
    for typed, horned in ("ôơ", "öư", "ÔƠ", "ÖƯ"):
        table[typed] = horned
        table |= dict(zip((typed + mark for mark in "ùøûõï"), _composed(horned, _TONES), strict=True))
    table |= dict(zip("íìæóòîñ", "íìỉĩịỵđ", strict=True))
    table |= dict(zip("ÍÌÆÓÒÎÑ", "ÍÌỈĨỊỴĐ", strict=True))
    del table["yï"], table["Yï"]  # ỵ is a letter of its own
    # A capital vowel is followed by a capital mark.
    upper = {typed.upper(): letter for typed, letter in table.items() if len(typed) == 2 and typed[0].isupper()}
    return table | upper


TABLES: Mapping[Encoding, Mapping[str, str]] = {Encoding.TCVN3: _tcvn3(), Encoding.VNI: _vni()}
_LONGEST_FIRST = {
    encoding: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for encoding, table in TABLES.items()
}


def font_encoding(font: str) -> Encoding | None:
    """The encoding a font's name stands for: `.VnTime` and its family, `VNI-Times` and its."""
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return Encoding.TCVN3
    return Encoding.VNI if name.startswith("vni-") else None


def recognised(text: str, font: str = "") -> Legacy | None:
    """What a text says in Unicode when it was typed in an old encoding, None when it was not."""
    whole = unicodedata.normalize("NFC", text)
    if whole.isascii() or (not _MARKS.sub("", whole).isprintable() and "\xad" not in whole):
        return None
    by_font = font_encoding(font)
    for encoding in (by_font,) if by_font else Encoding:
        made = decoded(whole, encoding)
        if made is not None and _says_more(whole, encoding, certain=by_font is not None):
            capitals = encoding is Encoding.TCVN3 and font.strip().casefold().endswith("h")
            return Legacy(encoding, made.upper() if capitals else made)
    return None


def decoded(text: str, encoding: Encoding) -> str | None:
    """The text in Unicode, None where it holds a letter the encoding does not have."""
    table = TABLES[encoding]
    rest = _MARKS.sub("", _LONGEST_FIRST[encoding].sub("", text))
    return _LONGEST_FIRST[encoding].sub(lambda match: table[match[0]], text) if rest.isascii() else None


def _says_more(text: str, encoding: Encoding, *, certain: bool) -> bool:
    """Whether the words are Vietnamese only once converted; where a font says so, the first half is enough."""
    words = [word for word in _SEPARATORS.split(_MARKS.sub(" ", text)) if not word.isascii()]
    made = [decoded(word, encoding) or "" for word in words]
    if certain:
        return any(len(word) > 1 and not is_syllable(word) for word in words)
    if not all(is_syllable(word) or _is_abbreviation(word) for word in made):
        return False
    return any(
        len(after) > 1 and is_syllable(after) and not is_syllable(before) and before not in _UNITS
        for before, after in zip(words, made, strict=True)
    )


#: Signs of measures that would pass for syllables.
_UNITS = ("µm",)


def _is_abbreviation(word: str) -> bool:
    """`HĐND`, `QĐ`: capitals without vowels to speak of."""
    return word.isupper() and "Đ" in word and word.replace("Đ", "").isascii()


_ONSETS = sorted(
    ["", *"bcdđghklmnpqrstvx", "ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr"],
    key=len,
    reverse=True,
)
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc
    op ot ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y ych yêm yên yêng yêt yêu ynh yt
"""
_RIMES = frozenset(_RIME_LIST.split())
_EITHER = ("oa", "oe", "uy")  # hoà and hòa


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether a word has the build of a Vietnamese syllable, its tone mark where it may stand."""
    letters: list[str] = []
    toned: list[int] = []
    for char in unicodedata.normalize("NFC", word).lower():
        parts = unicodedata.normalize("NFD", char)
        tone = [mark for mark in parts if mark in _TONES]
        toned += [len(letters)] * len(tone)
        letters.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)))
    base = "".join(letters)
    if len(toned) > 1:
        return False
    return any(
        base.startswith(onset)
        and base[len(onset) :] in _RIMES
        and (not toned or toned[0] - len(onset) in _tone_places(base[len(onset) :]))
        for onset in _ONSETS
    ) or (base == "gi" and toned == [1])  # fmt: skip


@lru_cache(maxsize=512)
def _tone_places(rime: str) -> tuple[int, ...]:
    """Where in a rime the tone mark may stand."""
    if rime in _EITHER:
        return (0, 1)
    marked = [place for place, char in enumerate(rime) if char in "ăâêôơ"] or [
        place for place, char in enumerate(rime) if char == "ư"
    ]
    if marked:
        return (marked[-1],)
    vowels = [place for place, char in enumerate(rime) if char in "aeiouy"]
    if len(vowels) == 3:
        return (vowels[1],)
    closed = rime[-1] not in "aeiouy"
    return (vowels[-1] if closed else vowels[0],)
