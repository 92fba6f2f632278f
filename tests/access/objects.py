"""For every address of a thing: the thing, somebody whose it is, and what they get."""

from __future__ import annotations

from tests.access.asking import FAR, Ask
from tests.access.office import Office
from tests.drafts import PASSPHRASE

OUTSIDE = ("binh", "hoa", "khach")


def asks(office: Office) -> dict[str, Ask]:
    return papers_in(office) | papers_out(office) | kept(office)


def papers_in(office: Office) -> dict[str, Ask]:
    arrival, line = office.arrival, office.line
    files = (office.upload.pk,)
    return {
        "catalogue:chain": Ask("lan", (arrival.entry_id,)),
        "documents:file": Ask("lan", (office.attached.pk, office.attached.name)),
        "documents:page": Ask("lan", (office.attached.pk, 0)),
        "files:content": Ask("ha", files, strangers=("son", "lan", *FAR)),
        "files:page": Ask("ha", (*files, 1), strangers=("son", "lan", *FAR)),
        "files:upload": Ask("ha", files, strangers=("son", "lan", *FAR)),
        "incoming:correct": Ask("ha", (arrival.pk,)),
        "incoming:detail": Ask("lan", (arrival.pk,)),
        "incoming:direct": Ask("son", (arrival.pk,)),
        "incoming:history": Ask("lan", (arrival.pk,)),
        "incoming:line": Ask("lan", (line.pk, "report")),
        "incoming:preview": Ask("lan", (arrival.pk,)),
        "incoming:slip": Ask("lan", (arrival.pk,)),
        "incoming:slip_qr": Ask("lan", (arrival.pk,)),
        "incoming:step": Ask("son", (office.waiting.pk, "file_away"), 302, post={}),
    }


def papers_out(office: Office) -> dict[str, Ask]:
    draft, vetted, ready, signed = office.draft.pk, office.vetted, office.ready.pk, office.signed.pk
    document, opinion = office.document.pk, office.opinion
    sheet = {"text": vetted.current_id, "return": "1", "remark": "Viết lại mục 1"}
    return {
        "delivery:recall": Ask("oanh", (office.recall.pk,), strangers=OUTSIDE),
        "delivery:recall_step": Ask("oanh", (office.recall.pk, "agree"), 302, post={}, strangers=OUTSIDE),
        "outgoing:appraise": Ask("son", (vetted.pk,), 302, post=sheet),
        "outgoing:ask": Ask("lan", (draft,)),
        "outgoing:delivery_step": Ask("ha", (document, office.outside.pk, "send"), 302, post={"channel": "paper"}),
        "outgoing:detail": Ask("lan", (draft,)),
        "outgoing:differences": Ask("lan", (draft, 1, 1)),
        "outgoing:document": Ask("ha", (document,)),
        "outgoing:edit": Ask("lan", (draft,)),
        "outgoing:file": Ask("lan", (draft, 1, "pdf")),
        "outgoing:finish_again": Ask("ha", (document,), 409, post={}),
        "outgoing:issue": Ask("ha", (signed,)),
        "outgoing:opinion": Ask("binh", (opinion.draft_id, opinion.pk, "answer"), strangers=(*FAR, "hoa")),
        "outgoing:page": Ask("lan", (draft, 1, 1)),
        "outgoing:recall": Ask("ha", (document,), 409),
        "outgoing:send_all": Ask("ha", (document,), 302, post={"channel": "paper"}),
        "outgoing:sign": Ask("thanh", (ready,), 302, post={"passphrase": PASSPHRASE}),
        "outgoing:signatures": Ask("ha", (document,)),
        "outgoing:signed": Ask("lan", (signed,)),
        "outgoing:signed_page": Ask("lan", (signed, 1)),
        "outgoing:step": Ask("lan", (draft, "submit"), 302, post={}),
    }


def kept(office: Office) -> dict[str, Ask]:
    term, dossier, certificate = office.world.term.pk, office.dossier.pk, office.certificate.pk
    key = (certificate,)
    mine = ("minh", "binh", *FAR)
    return {
        "dossiers:choose": Ask("lan", (office.arrival.entry_id,)),
        "dossiers:detail": Ask("minh", (dossier,)),
        "dossiers:step": Ask("lan", (dossier, "close"), 302, post={}),
        "dossiers:unfile": Ask("lan", (dossier, office.filing.pk)),
        "exchange:again": Ask("ha", (office.stalled.pk,), 302, post={}),
        "exchange:batch": Ask("ha", (office.checked.pk,)),
        "exchange:columns": Ask("ha", (office.batch.pk,), 302, post=dict(office.batch.mapping)),
        "exchange:report": Ask("ha", (office.checked.pk, "xlsx")),
        "exchange:step": Ask("ha", (office.checked.pk, "start"), 302, post={}),
        "mfa_edit_webauthn": Ask("lan", (office.device.pk,), strangers=mine),
        "mfa_remove_webauthn": Ask("lan", (office.device.pk,), strangers=mine),
        "notices:open": Ask("minh", (office.notice.pk,), 302, post={}, strangers=("lan", "son", *FAR)),
        # The rules are everybody's to read.
        "rulesets:download": Ask("khach", (office.rules.key, office.rules.revision), strangers=()),
        "rulesets:set": Ask("khach", (office.rules.key, office.rules.revision), strangers=()),
        "signing:detail": Ask("thanh", key),
        "signing:passphrase": Ask("thanh", key),
        "signing:renew": Ask("admin", key),
        "signing:revoke": Ask("thanh", key),
        "synthesis:documents": Ask("lan", (term,), strangers=FAR),
        "synthesis:freeze": Ask(
            "son", (term,), 302, post={"cutoff": f"{office.statement.cutoff:%d/%m/%Y}"}, strangers=FAR
        ),
        "synthesis:groups": Ask("son", (term,), strangers=FAR),
        "synthesis:statement": Ask("ha", (term, office.statement.ordinal), strangers=("lan", "binh", *FAR)),
        "synthesis:term": Ask("lan", (term,), strangers=FAR),
        "tasks:phrase_remove": Ask("lan", (office.phrase.pk,), 302, post={}, strangers=("minh", "son", *FAR)),
    }
