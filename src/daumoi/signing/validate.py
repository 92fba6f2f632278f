"""The verdict on a signed PDF, in words a clerk understands. Never an exception, whatever the file is."""

import io
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from cryptography import x509
from django.utils.timezone import localtime
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from daumoi.signing.pades import FILLED, LABELS, as_asn1

log = logging.getLogger(__name__)


class State(Enum):
    """What the icon beside a signature says, from good to bad.

    `ADDED_TO` is how most State papers look: their tool prints number and date onto a page that is already signed,
    and a later signature vouches for that.
    """

    VALID = "valid"
    UNKNOWN_CHAIN = "unknown_chain"
    INVALID_CERTIFICATE = "invalid_certificate"
    ADDED_TO = "added_to"
    ALTERED = "altered"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    State.VALID: "Chữ ký hợp lệ",
    State.UNKNOWN_CHAIN: "Toàn vẹn, chưa xác minh nơi cấp chứng thư",
    State.INVALID_CERTIFICATE: "Toàn vẹn, chứng thư không còn hiệu lực khi ký",
    State.ADDED_TO: "Có bổ sung sau khi ký, cần đối chiếu",
    State.ALTERED: "Đã bị thay đổi sau khi ký",
    State.UNREADABLE: "Không kiểm tra được chữ ký",
}
INTERNAL, UNKNOWN = "Chứng thư nội bộ của hệ thống này", "Nơi cấp chưa được hệ thống công nhận"


@dataclass(frozen=True)
class Verdict:
    """What can be said of one signature. `changes` and `sentence` are for the person who decides."""

    field: str
    state: State
    who: str = ""
    organisation: str = ""
    position: str = ""
    issuer: str = ""
    serial: str = ""
    when: datetime | None = None
    is_time_proven: bool = False
    intact: bool = False
    covers_all: bool = False
    chain: str = UNKNOWN
    changes: str = ""

    @property
    def sentence(self) -> str:
        who = self.who or "Không rõ người ký"
        when = f", {localtime(self.when):%H:%M %d/%m/%Y}" if self.when else ""
        return f"{who}{when}: {self.state.label.lower()}. {self.changes}".strip()


def verdicts(
    pdf: bytes, authorities: Sequence[x509.Certificate] = (), revoked: Mapping[str, datetime] | None = None
) -> list[Verdict]:
    """One verdict for each signature, oldest first; empty when the file is not signed.

    `authorities` are the roots this installation trusts; `revoked` maps serial numbers to the moment they were
    withdrawn: what was signed before stays valid.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        signatures = reader.embedded_regular_signatures
    except Exception as problem:  # a hostile or broken file may break the parser anywhere
        log.info("signatures unreadable: %r", problem)
        return [_unreadable()] if b"/ByteRange" in pdf else []
    found = [_verdict(signature, authorities, revoked or {}) for signature in signatures]
    return [_vouched(verdict, found) for verdict in found]


def _vouched(verdict: Verdict, found: Sequence[Verdict]) -> Verdict:
    """What was added to another office's paper after this signature, a later sound signature may answer for."""
    last = found[-1]
    is_covered = last is not verdict and last.intact and last.state is not State.ALTERED
    if verdict.state is State.ALTERED and verdict.intact and verdict.chain == UNKNOWN and is_covered:
        changes = f"Sau chữ ký này văn bản được ghi thêm; phần ghi thêm nằm trong chữ ký sau của {last.who}."
        return replace(verdict, state=State.ADDED_TO, changes=changes)
    return verdict


def worst(found: Iterable[Verdict]) -> State | None:
    """The state of the whole file: that of its worst signature; None when it is not signed."""
    order = list(State)
    return max((verdict.state for verdict in found), key=order.index, default=None)


def _unreadable(field: str = "", **known: Any) -> Verdict:
    changes = "Cấu trúc tệp không đúng chuẩn nên không kiểm tra được; hãy đối chiếu với bản gốc hoặc nơi gửi."
    return Verdict(field, State.UNREADABLE, changes=changes, **known)


def _verdict(signature: Any, authorities: Sequence[x509.Certificate], revoked: Mapping[str, datetime]) -> Verdict:
    field, known = "", {}
    try:
        field = str(signature.field_name)
        known = _facts(signature)
        context = ValidationContext(
            trust_roots=[as_asn1(authority) for authority in authorities],
            allow_fetching=False,
            # Without a time-stamp the claimed time is all there is; the journal holds the true one for our own papers.
            moment=known["when"],
            revocation_mode="soft-fail",
        )
        status = validate_pdf_signature(signature, context)
        return _judged(field, status, known, revoked)
    except Exception as problem:  # see above: one bad signature must not hide the others
        log.info("signature %s unreadable: %r", field, problem)
        return _unreadable(field, **known)


def _facts(signature: Any) -> dict[str, Any]:
    certificate = signature.signer_cert
    names = dict(certificate.subject.native) if certificate else {}
    return {
        "who": _text(names.get("common_name")),
        "organisation": _text(names.get("organization_name")),
        "position": _text(names.get("title")),
        "issuer": _text(dict(certificate.issuer.native).get("common_name")) if certificate else "",
        "serial": f"{certificate.serial_number:X}" if certificate else "",
        "when": signature.self_reported_timestamp,
    }


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _judged(field: str, status: Any, known: dict[str, Any], revoked: Mapping[str, datetime]) -> Verdict:
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    sound = status.intact and status.valid
    changed_badly = status.modification_level == ModificationLevel.OTHER or status.docmdp_ok is False
    if status.coverage in (SignatureCoverageLevel.UNCLEAR, SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START):
        changed_badly = True
    is_ours = bool(status.trusted)
    withdrawn = revoked.get(known["serial"])
    if not sound or changed_badly:
        state = State.ALTERED
    elif is_ours and withdrawn and (known["when"] is None or known["when"] >= withdrawn):
        state = State.INVALID_CERTIFICATE
    elif is_ours:
        state = State.VALID
    elif _is_out_of_date(status):
        state = State.INVALID_CERTIFICATE
    else:
        state = State.UNKNOWN_CHAIN
    return Verdict(
        field,
        state,
        is_time_proven=bool(status.timestamp_validity and status.timestamp_validity.valid),
        intact=bool(sound),
        covers_all=whole,
        chain=INTERNAL if is_ours else UNKNOWN,
        changes=_changes(status, sound=sound, changed_badly=changed_badly),
        **known,
    )


def _is_out_of_date(status: Any) -> bool:
    problem = status.trust_problem_indic
    return problem is not None and getattr(problem, "name", "") in {"OUT_OF_BOUNDS_NO_POE", "EXPIRED"}


def _changes(status: Any, *, sound: bool, changed_badly: bool) -> str:
    if not sound:
        return "Phần đã ký không còn đúng như lúc ký."
    if changed_badly:
        return "Sau chữ ký này, nội dung văn bản đã bị sửa ngoài những chỗ được phép."
    level = status.modification_level
    if level is None or level == ModificationLevel.NONE:
        return "Không có gì thay đổi sau chữ ký này."
    if level == ModificationLevel.LTA_UPDATES:
        return "Sau chữ ký này chỉ thêm chữ ký hoặc dữ liệu để xác thực lâu dài."
    touched = set(getattr(status.diff_result, "changed_form_fields", ()))
    filled = [LABELS[name].lower() for name in FILLED if name in touched]
    signed = [LABELS[name][0].lower() + LABELS[name][1:] for name in LABELS if name in touched and name not in FILLED]
    others = touched - set(LABELS)
    parts = []
    if filled:
        parts.append("đã ghi " + ", ".join(filled))
    if signed:
        parts.append("đã thêm " + ", ".join(signed))
    if others:
        parts.append("đã thêm chữ ký hoặc điền biểu mẫu khác")
    return f"Sau chữ ký này {'; '.join(parts) or 'chỉ có bổ sung được phép'}; nội dung không đổi."
