"""The signatures inside the stored PDF, read again from its bytes, one paper at a time."""

from __future__ import annotations

from collections.abc import Iterator

from daumoi.files.actions import read_bytes
from daumoi.outgoing.models import Signature
from daumoi.outgoing.verify.case import Case
from daumoi.signing.models import Certificate
from daumoi.signing.validate import State, Verdict, verdicts


class Validator:
    """A check that knows the authorities and withdrawals of this installation, asked for once."""

    def __init__(self) -> None:
        self.authorities = [found.x509 for found in Certificate.objects.authorities()]
        withdrawn = Certificate.objects.exclude(revoked_at=None).values_list("serial", "revoked_at")
        self.withdrawn = {serial: at for serial, at in withdrawn if at}

    def __call__(self, case: Case) -> Iterator[str]:
        """The file holds exactly the signatures that the rows tell of, and each of them is whole."""
        file = case.final_file()
        if file is None:
            return
        try:
            found = verdicts(read_bytes(file), self.authorities, self.withdrawn)
        except OSError:
            yield f"không đọc được tệp đã ký {file.sha256[:16]}…"
            return
        for verdict in found:
            if verdict.state is not State.VALID:
                yield f"chữ ký trong tệp không hợp lệ. {verdict.sentence}"
        for signature, what in ((case.draft.signature, "chữ ký của người ký"), (case.seal, "chữ ký số của cơ quan")):
            if signature and not _holds(found, signature):
                yield f"tệp PDF không mang {what} bằng chứng thư {signature.certificate}."


def _holds(found: list[Verdict], signature: Signature) -> bool:
    return any(verdict.serial == signature.certificate for verdict in found)
