"""The way of an outgoing paper, step by step, and every refusal on it."""

from daumoi.documents.models import DeliveryState
from daumoi.journal.actions import history
from daumoi.outgoing.models import State
from daumoi.signing.registry import judge
from daumoi.signing.validate import State as Verdict
from daumoi.files.actions import read_bytes
from tests.drafts import draft


def test_a_draft_travels_from_the_author_to_the_register_and_on_to_its_recipients(world):
    paper = draft(world, State.ISSUED, finished=True)

    assert paper.number.value == 1
    assert paper.document.number == "01-KL/TU"
    assert (paper.signed_by, paper.issued_by) == (world.thanh, world.ha)
    assert [entry.action for entry in history(paper)] == [
        "outgoing.create",
        "outgoing.submit",
        "outgoing.approve",
        "outgoing.sign",
        "outgoing.issue",
        "outgoing.finish",
    ]
    main, source = paper.document.attachments.all()
    assert (main.name, source.name) == ("01-KL-TU.pdf", "01-KL-TU.docx")
    verdicts = judge(read_bytes(main.file))
    assert [(one.who, one.state) for one in verdicts] == [
        ("Nguyễn Văn Thành", Verdict.VALID),
        ("Tỉnh uỷ An Bình", Verdict.VALID),
    ]
    here, outside = paper.document.deliveries.all()
    assert (here.recipient, here.state) == (world.xa, DeliveryState.SENT)
    assert (outside.recipient_name, outside.state) == ("Các đồng chí Tỉnh uỷ viên", DeliveryState.PENDING)
