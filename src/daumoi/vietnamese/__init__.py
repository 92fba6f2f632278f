"""Vietnamese text without Django: cleaning, comparing, sorting, dates and numbers in words."""

from .dates import date_in_words, parse_date
from .folding import exact, fold, words
from .numbers import number_words, thousands
from .sorting import initials, name_sort_key, sort_key
from .syllables import SYLLABLES, is_syllable, misread
from .text import has_marks, nfc
from .tones import Style, style_tones

__all__ = [
    "SYLLABLES",
    "Style",
    "date_in_words",
    "exact",
    "fold",
    "has_marks",
    "initials",
    "is_syllable",
    "misread",
    "name_sort_key",
    "nfc",
    "number_words",
    "parse_date",
    "sort_key",
    "style_tones",
    "thousands",
    "words",
]
