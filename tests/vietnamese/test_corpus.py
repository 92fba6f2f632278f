"""The same promises on real papers."""

import gzip
import json
import unicodedata
from functools import cache

import pytest

from daumoi.vietnamese import exact, fold, nfc, sort_key, style_tones, words


@cache
def read(path):
    with gzip.open(path, "rt") as lines:
        documents = [json.loads(line) for line in lines]
    return [f"{d['subject']}\n{d['issuer']}\n{d['signer'] or ''}\n{d['body'][:3000]}" for d in documents]


@pytest.fixture
def texts(data):
    return read(data / "corpus" / "documents.jsonl.gz")


def test_folding_is_stable(texts):
    for text in texts:
        folded = fold(text)
        assert fold(folded) == folded == fold(unicodedata.normalize("NFD", text))
        assert exact(exact(text)) == exact(text)
        assert "đ" not in folded


def test_folding_leaves_no_accented_letter(texts):
    rest = {char for text in texts for char in fold(text) if char.isalpha() and not char.isascii()}
    assert [char for char in rest if unicodedata.name(char).startswith("LATIN SMALL LETTER")] == []


def test_styles_go_there_and_back(texts):
    for text in texts:
        new, old = style_tones(text), style_tones(text, "old")
        assert style_tones(old) == new
        assert style_tones(new, "old") == old
        assert exact(new) == exact(old) == exact(text)
        assert len(new) == len(old) == len(nfc(text))


def test_either_style_gives_the_same_tokens(texts):
    for text in texts[:300]:
        assert words(style_tones(text, "old"), folded=False) == words(style_tones(text, "new"), folded=False)


def test_subjects_sort_alike_in_every_engine(texts):
    for text in texts:
        key = sort_key(text.partition("\n")[0])
        assert key.isascii() and key.replace(" ", "").isalnum()
