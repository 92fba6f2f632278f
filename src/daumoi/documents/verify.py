"""Every issued document has what proves it: a file, a number, an entry that tells the same."""

from collections.abc import Iterator

from django.db.models import F

from daumoi.catalogue.models import Entry, Kind
from daumoi.documents.models import Document


def problems() -> Iterator[str]:
    """What is wrong with the evidence of documents, in Vietnamese sentences."""
    for _number, subject in (
        Document.objects.filter(is_sealed=True, number="").values_list("number", "subject").iterator()
    ):
        yield f"Văn bản đã ban hành mà không có số: {subject[:80]}."
    differing = Document.objects.exclude(entry__number=F("number")).values_list("pk", "number", "entry__number")
    for pk, number, entered in differing.iterator():
        yield f"Văn bản {pk} ghi số {number!r} nhưng mục lục ghi {entered!r}."
    stubs = (
        Document.objects.exclude(security="normal").filter(attachments__isnull=False).values_list("number", flat=True)
    )
    for number in stubs.distinct().iterator():
        yield f"Phiếu ghi văn bản mật {number} có tệp kèm; văn bản mật không được lưu tệp."
    lost = Entry.objects.filter(kind__in=[Kind.INCOMING, Kind.OUTGOING], document__isnull=True).values_list(
        "pk", flat=True
    )
    for pk in lost.iterator():
        yield f"Mục {pk} trong mục lục không có văn bản."
