"""Small database habits used by every room."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar, TypeVar, cast

from django.db import models, transaction
from django.db.models import CheckConstraint, Model, Q

from daumoi.core.errors import Stale

M = TypeVar("M", bound=Model)


def locked(obj: M) -> M:
    """Re-read `obj` under a row lock, so the state we check is the state we change.

    Two clerks pressing the same button meet here: the second one waits, then
    sees the state the first one left behind. (On SQLite the whole transaction
    is the lock.) What every action on it needs, the model names in `along`:
    it is read in the same query and not locked.
    """
    # `_meta.model` and not `type(obj)`: the person of a request comes wrapped.
    manager = cast("models.Manager[M]", obj._meta.model._default_manager)
    found = manager.select_for_update(of=("self",))
    if along := getattr(obj, "along", ()):
        found = found.select_related(*along)
    return found.get(pk=obj.pk)


def fresh(obj: M, token: str | int | None) -> M:
    """`obj` locked, refused with `Stale` when its version is not the one the page was drawn from.

    `token` is the `version` field as the form carried it; None skips the check
    (commands and jobs have no page).
    """
    obj = locked(obj)
    if token not in (None, "") and str(token) != str(obj.version):  # type: ignore[attr-defined]
        raise Stale(
            "Nội dung này đã được người khác thay đổi sau khi đồng chí mở trang.",
            kept="Phần vừa nhập chưa được ghi; nội dung của người kia được giữ nguyên.",
            advice="Mở lại trang để xem bản mới nhất rồi làm tiếp.",
        )
    return obj


def together(using: str | None = None) -> AbstractContextManager[Any]:
    """All of it or nothing, as part of the caller's transaction when there is one.

    Unlike `atomic()` it makes no savepoint, which costs two statements: for
    actions of which nobody undoes a part and goes on.
    """
    return nullcontext() if transaction.get_connection(using).in_atomic_block else transaction.atomic(using)


def evidence(name: str, states: Sequence[str], *columns: str) -> CheckConstraint:
    """The row is in one of `states` exactly when every column is filled in.

    A state is only a claim. This makes the database refuse a claim without its
    evidence, whoever writes the row and however.
    """
    claimed = Q(state__in=list(states))
    filled = Q(*[(f"{column}__isnull", False) for column in columns])
    empty = Q(*[(f"{column}__isnull", True) for column in columns])
    return CheckConstraint(name=name, condition=(claimed & filled) | (~claimed & empty))


class Versioned(models.Model):
    """A row that people edit: `version` goes up with every write and travels through forms."""

    along: ClassVar[tuple[str, ...]] = ()

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    # What an action adds to the journal line of the step it is taking; set by Flow.take.
    journal_data: dict[str, Any]

    class Meta:
        abstract = True
