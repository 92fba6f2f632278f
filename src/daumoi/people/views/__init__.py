"""The pages, one file a noun."""

from daumoi.people.current import person_of

__all__ = ["person_of"]
