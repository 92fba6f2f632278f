"""The words by which lists find arrivals."""

from daumoi.catalogue.index import facet
from daumoi.documents.models import Urgency
from daumoi.people.models import Body


def facets_of(state: str, urgency: str, issuer: Body | None) -> list[str]:
    """The words by which lists filter arrivals."""
    words = [facet("instate", state)]
    if urgency != Urgency.NORMAL:
        words.append(facet("urgency", "khan"))
    if issuer:
        words.append(facet("issuer", issuer.pk))
    return words
