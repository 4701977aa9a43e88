"""Texts folded for comparing, in three meanings, and made ready to be shown or to name a file.

- `composed`: the same letters, exactly; only how a letter with its marks is stored does not count.
- `to_the_eye`: what a reader takes for the same: names, headings, words chosen from a list.
- `plain_letters`: the same when marks are left out: for guessing what somebody meant, never for deciding.
"""

import re
import unicodedata
from functools import lru_cache

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\ufeff]+")
#: `hòa`, `khỏe`, `thủy`: the tone mark on the first letter, where others write it on the second.
_TONE_FIRST = re.compile("[òóỏõọ][ae]|[ùúủũụ]y")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032\u00b4`"), "'")


def composed(text: str) -> str:
    """The exact text, its letters in one piece with their marks (NFC)."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def to_the_eye(text: str) -> str:
    """What looks the same becomes equal: blanks, capitals, apostrophes, the place of a tone in `oa`, `oe`, `uy`."""
    seen = composed(text).translate(_UNSEEN).translate(_APOSTROPHES)
    small = " ".join(seen.split()).casefold()
    return small if small.isascii() else _TONE_FIRST.sub(_tone_second, composed(small))


def _tone_second(vowels: re.Match[str]) -> str:
    toned = unicodedata.normalize("NFD", vowels[0][0])
    return toned[0] + composed(vowels[0][1] + toned[1:])


def plain_letters(text: str) -> str:
    """Small letters without accents: `Đã có` becomes `da co`."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tidy(text: str) -> str:
    """A name as it is shown: composed letters, single blanks."""
    return " ".join(composed(text).split())


def ordinary(text: str) -> str:
    """Text with full-width forms, odd blanks and decomposed accents made ordinary."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def plain_name(text: str) -> str:
    """A name in plain letters, for a file: `Xã Mỹ Đông` becomes `Xa-My-Dong`; at most 60 characters."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _UNSAFE.sub("-", letters).strip("-")[:60].rstrip("-")


def says_something(text: str) -> bool:
    """Whether a text holds a letter or a digit, full-width ones too; blanks and dashes say nothing."""
    return any(character.isalnum() for character in unicodedata.normalize("NFKC", text))
