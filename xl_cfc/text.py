"""Texts folded for comparing, and made safe for file names."""

import re
import unicodedata

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def plain_name(text: str) -> str:
    """A name in plain letters: `Xã Mỹ Đông` becomes `Xa-My-Dong`; at most 60 characters."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _UNSAFE.sub("-", letters).strip("-")[:60].rstrip("-")


def same(text: object) -> str:
    """A text as headings and choices are compared: composed letters, single blanks, small."""
    return " ".join(unicodedata.normalize("NFC", str(text)).replace("\xa0", " ").split()).casefold()


_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\ufeff]+")


def plain(text: str) -> str:
    """Text with full-width forms, odd blanks and decomposed accents made ordinary."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def unaccented(text: str) -> str:
    """Small letters without accents: `Đã có` becomes `da co`."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
