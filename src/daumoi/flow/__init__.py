"""The only code that changes a state."""

from daumoi.core.errors import NotAllowed, NotReady
from daumoi.flow.table import Flow, Offer, Step

__all__ = ["Flow", "NotAllowed", "NotReady", "Offer", "Step"]
