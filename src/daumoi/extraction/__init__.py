"""What a paper says about itself, read from its words and where they stand. Pure; only suggestions, never invented."""

from .nouns import NAMES, Line, Particulars, Suggestion
from .particulars import extract, extract_text

__all__ = ["NAMES", "Line", "Particulars", "Suggestion", "extract", "extract_text"]
