"""How bodies and people are found and sorted: their keys, and the condition that finds them by a few letters."""

from django.db.models import Q

from daumoi import vietnamese

SEARCH_LENGTH = {"body": 700, "person": 300}


def body_search_key(name: str, *others: str) -> str:
    """The folded words of all names and codes of a body, and the initials of its name: «btctu», «to chuc» find it."""
    words = vietnamese.words(name, folded=True)
    initials = "".join(word[0] for word in words.split())
    parts = [words, *(vietnamese.words(other, folded=True) for other in others), initials]
    return " ".join(dict.fromkeys(" ".join(parts).split()))[: SEARCH_LENGTH["body"]]


def person_search_key(full_name: str, login: str) -> str:
    return f"{vietnamese.words(full_name, folded=True)} {vietnamese.words(login, folded=True)}"[
        : SEARCH_LENGTH["person"]
    ]


def found_by(typed: str, field: str = "search_key") -> Q | None:
    """Every typed word begins some word of the key; None when nothing usable was typed."""
    words = vietnamese.words(typed[:100], folded=True).split()[:8]
    if not words:
        return None
    condition = Q()
    for word in words:
        condition &= Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})
    return condition
