"""The order of signing: person, number and date, seal; each step keeps the ones before it valid."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from daumoi.core.errors import Refusal
from daumoi.core.page import Blank, Box, Places
from daumoi.signing import appearance, pades
from daumoi.signing.pades import DAY, MONTH, NUMBER, ORGANISATION, PERSON
from daumoi.signing.validate import State, verdicts
from tests.layout.papers import made_elsewhere
from tests.signing.office import NOW, SIGNER, numbered, office, places, prepared, sealed, signed


def statuses(pdf: bytes) -> dict[str, Any]:
    """What pyHanko itself says of each signature, with our authority trusted."""
    trust = [pades.as_asn1(office().root.certificate)]
    reader = PdfFileReader(io.BytesIO(pdf))
    return {
        str(signature.field_name): validate_pdf_signature(
            signature, ValidationContext(trust_roots=trust, allow_fetching=False)
        )
        for signature in reader.embedded_regular_signatures
    }


def states(pdf: bytes) -> dict[str, State]:
    return {verdict.field: verdict.state for verdict in verdicts(pdf, [office().root.certificate])}


def printed(pdf: bytes, blank: Blank | None) -> str:
    """What a reader sees in a place, whoever wrote it."""
    assert blank
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    document[0].flatten()
    box = blank.box
    return str(document[0].get_textpage().get_text_bounded(box.left, box.bottom, box.right, box.top)).strip()


# --- the promise ------------------------------------------------------------------------------


def test_the_personal_signature_survives_number_date_and_seal() -> None:
    before, between, after = statuses(signed()), statuses(numbered()), statuses(sealed())

    assert before[PERSON].bottom_line and before[PERSON].modification_level == ModificationLevel.NONE
    assert between[PERSON].bottom_line and between[PERSON].modification_level == ModificationLevel.FORM_FILLING
    assert after[PERSON].bottom_line and after[PERSON].modification_level == ModificationLevel.FORM_FILLING
    assert after[ORGANISATION].bottom_line and after[ORGANISATION].modification_level == ModificationLevel.NONE


def test_every_step_only_adds_to_the_file() -> None:
    stages = [made_elsewhere(), prepared(), signed(), numbered(), sealed()]

    for earlier, later in pairwise(stages):
        assert later.startswith(earlier)


def test_number_and_date_stand_in_their_places() -> None:
    blanks = places().number, places().day, places().month

    assert [printed(signed(), blank) for blank in blanks] == ["", "", ""]
    assert [printed(sealed(), blank) for blank in blanks] == ["05", "24", "11"]
    assert pades.fields_of(sealed()) == {NUMBER: "05", DAY: "24", MONTH: "11"}


def test_nothing_is_visible_before_it_is_filled() -> None:
    def picture(pdf: bytes) -> bytes:
        document = pdfium.PdfDocument(pdf)
        document.init_forms()
        return document[0].render(scale=1).to_pil().tobytes()

    assert picture(prepared()) == picture(made_elsewhere())
    assert picture(numbered()) != picture(signed())


def test_a_second_program_agrees(tmp_path: Path) -> None:
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig (poppler-utils) is missing")
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed())

    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True).stdout
    assert said.count("Signature is Valid.") == 2
    assert "Total document signed" in said


@settings(max_examples=15)
@given(st.integers(1, 99999), st.integers(1, 31), st.integers(1, 12))
def test_any_number_on_any_day_leaves_the_signature_valid(number: int, day: int, month: int) -> None:
    filled = pades.fill_number(signed(), number=f"{number:02d}", day=f"{day:02d}", month=f"{month:02d}")

    assert statuses(filled)[PERSON].modification_level == ModificationLevel.FORM_FILLING
    assert states(filled) == {PERSON: State.VALID}


# --- what is refused --------------------------------------------------------------------------


def test_a_number_is_written_once() -> None:
    with pytest.raises(Refusal, match="đã được ghi là «05»"):
        pades.fill_number(numbered(), number="06")


def test_a_value_without_a_place_is_refused() -> None:
    with pytest.raises(Refusal, match="Năm ban hành"):
        pades.fill_number(signed(), number="05", year="2026")


def test_only_letters_that_can_be_written_are_taken() -> None:
    with pytest.raises(Refusal, match="chữ số"):
        pades.fill_number(signed(), number="số 5")


def test_a_field_is_signed_once() -> None:
    box = places().signature
    assert box
    with pytest.raises(Refusal, match="đã có chữ ký"):
        pades.sign_person(signed(), office().leader, appearance.person_mark(box, name=SIGNER, at=NOW))


def test_a_paper_is_prepared_once() -> None:
    with pytest.raises(Refusal, match="đã có biểu mẫu"):
        pades.prepare(prepared(), places())


def test_a_broken_file_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="Không đọc được"):
        pades.prepare(b"%PDF-1.7 broken", places())


# --- what somebody might do later ---------------------------------------------------------------


def changed(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def field(writer: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    return next(raw.get_object() for raw in writer.root["/AcroForm"]["/Fields"] if raw.get_object()["/T"] == name)


def writes_on_the_page(writer: IncrementalPdfFileWriter) -> None:
    ink = writer.add_object(generic.StreamObject(stream_data=b"0 0 300 300 re f"))
    writer.add_stream_to_page(0, ink)


def changes_the_day(writer: IncrementalPdfFileWriter) -> None:
    day = field(writer, DAY)
    day["/V"] = pdf_string("30")
    writer.update_container(day)


def moves_the_number(writer: IncrementalPdfFileWriter) -> None:
    number = field(writer, NUMBER)
    number["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200)))
    writer.update_container(number)


def _annotation(kind: str, **more: Any) -> generic.DictionaryObject:
    box = generic.ArrayObject(map(generic.NumberObject, (50, 50, 250, 150)))
    return generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name(kind), pdf_name("/Rect"): box}
        | {pdf_name("/" + key): value for key, value in more.items()}
    )


def sticks_a_note(writer: IncrementalPdfFileWriter) -> None:
    note = writer.add_object(_annotation("/FreeText", Contents=pdf_string("Đã duyệt chi 1 tỷ")))
    writer.register_annotation(writer.find_page_for_modification(0)[0], note)


def adds_a_field(writer: IncrementalPdfFileWriter) -> None:
    extra = writer.add_object(_annotation("/Widget", FT=pdf_name("/Tx"), T=pdf_string("Them"), V=pdf_string("x")))
    writer.root["/AcroForm"]["/Fields"].append(extra)
    writer.mark_update(writer.root.raw_get("/AcroForm"))
    writer.register_annotation(writer.find_page_for_modification(0)[0], extra)


TAMPERINGS = [writes_on_the_page, changes_the_day, moves_the_number, sticks_a_note, adds_a_field]


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.__name__)
def test_a_later_change_to_an_issued_paper_is_seen(tampering: Callable[[IncrementalPdfFileWriter], None]) -> None:
    assert states(changed(sealed(), tampering))[ORGANISATION] == State.ALTERED


@pytest.mark.parametrize(
    "tampering", [t for t in TAMPERINGS if t is not changes_the_day], ids=lambda tampering: tampering.__name__
)
def test_a_change_between_signature_and_seal_is_seen(tampering: Callable[[IncrementalPdfFileWriter], None]) -> None:
    assert states(changed(signed(), tampering))[PERSON] == State.ALTERED


@settings(max_examples=40)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_no_byte_under_the_signatures_can_change_unseen(where: float, by: int) -> None:
    pdf = bytearray(sealed())
    (start, until, again, rest) = [
        int(value) for value in re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", bytes(pdf))[0]
    ]
    covered = until + rest
    place = int(where * covered)
    place = place if place < until else again + place - until
    pdf[place] ^= by

    found = states(bytes(pdf))
    assert found.get(PERSON) is not State.VALID


# --- looks ------------------------------------------------------------------------------------


def test_a_picture_of_the_hand_signature_can_be_given() -> None:
    scan = Image.new("RGB", (400, 200), "white")
    scan.paste((20, 40, 160), (50, 80, 350, 100))
    data = io.BytesIO()
    scan.save(data, "PNG")
    box = Box(0, 0, 0, 150, 74)

    mark = appearance.person_mark(box, name=SIGNER, at=NOW, picture=data.getvalue())
    page = pdfium.PdfDocument(mark)[0]
    assert page.get_size() == (150, 74)
    with Image.open(io.BytesIO(appearance.clean_picture(data.getvalue()))) as cleaned:
        opacity = cleaned.getchannel("A")
        assert (opacity.getpixel((5, 5)), opacity.getpixel((200, 90))) == (0, 255)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(Refusal, match="ảnh chữ ký"):
        appearance.clean_picture(b"hello")


@pytest.mark.parametrize("name", ["CB", "Đảng uỷ xã Tân Lập", "Ban Tuyên giáo và Dân vận Tỉnh uỷ An Bình rất dài"])
def test_a_seal_is_drawn_for_any_name_and_says_it_is_internal(name: str) -> None:
    mark = pdfium.PdfDocument(appearance.seal_mark(Box(0, 0, 0, 102, 102), name=name))
    letters = sorted(mark[0].get_textpage().get_text_bounded().replace("\r\n", "").replace(" ", ""))

    assert letters == sorted((name.upper() + "CHỮ KÝ SỐ NỘI BỘ").replace(" ", ""))


def test_marks_with_any_letters_stay_text() -> None:
    mark = appearance.person_mark(Box(0, 0, 0, 150, 74), name='#panic("x") $a$ "Đỗ"', at=NOW)

    assert '#panic("x") $a$ "Đỗ"' in pdfium.PdfDocument(mark)[0].get_textpage().get_text_bounded()


def test_minutes_are_signed_by_two() -> None:
    box = Box(0, 60, 400, 200, 470)
    both = Places(signature=places().signature, recorder=box)
    pdf = pades.prepare(made_elsewhere(), both)
    for name in (pades.RECORDER, PERSON):
        pdf = pades.sign_person(pdf, office().leader, appearance.person_mark(box, name=SIGNER, at=NOW), field=name)

    assert states(pdf) == {pades.RECORDER: State.VALID, PERSON: State.VALID}
