# mypy: allow-untyped-calls, disable-error-code="arg-type"
# (pyHanko types neither its PDF objects nor, as whole numbers, its boxes correctly.)
"""Signing a PDF in the order the rules demand, each step an addition to the file that keeps the ones before it valid.

prepared = prepare(pdf, places)                       # room for everything, in one addition
signed = sign_person(prepared, identity, ...)         # the authorised person, before any number exists
numbered = fill_number(signed, number="05", day=...)  # form fields only: the signature permits it
issued = sign_organisation(numbered, identity, ...)   # the seal; locks number and date
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from daumoi.core.errors import Refusal
from daumoi.core.page import Blank, Box, Places
from daumoi.signing.authority import subject_of
from daumoi.signing.fonts import FIRST, LAST, Face, face

NUMBER, DAY, MONTH, YEAR = "SoVanBan", "Ngay", "Thang", "Nam"
PERSON, RECORDER, ORGANISATION = "ChuKyNguoiKy", "ChuKyNguoiGhi", "ConDauCoQuan"
FILLED = (NUMBER, DAY, MONTH, YEAR)
LABELS = {
    NUMBER: "Số văn bản",
    DAY: "Ngày ban hành",
    MONTH: "Tháng ban hành",
    YEAR: "Năm ban hành",
    PERSON: "Chữ ký của người ký",
    RECORDER: "Chữ ký của người ghi biên bản",
    ORGANISATION: "Chữ ký của cơ quan",
}
UPRIGHT, SLANTED = "/DMSo", "/DMNgay"
READ_ONLY = 1
PRINTED = 4
RIGHT, CENTRE = 2, 1


@dataclass(frozen=True)
class Identity:
    """Somebody who can sign now: a certificate, its unlocked key, and the authority above it."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey
    authority: x509.Certificate


def prepare(pdf: bytes, places: Places) -> bytes:
    """The PDF with empty fields for number, date and signatures, in one addition. Nothing visible changes."""
    writer = _open(pdf)
    if "/AcroForm" in writer.root:
        raise Refusal("Bản PDF này đã có biểu mẫu hoặc chữ ký nên không chuẩn bị để ký lại được.")
    _add_form(writer)
    for name, blank, side in (
        (NUMBER, places.number, RIGHT),
        (DAY, places.day, CENTRE),
        (MONTH, places.month, CENTRE),
        (YEAR, places.year, RIGHT),
    ):
        if blank:
            _add_text_field(writer, name, blank, side)
    blanks = (places.number, places.day, places.month, places.year)
    filled = [name for name, blank in zip(FILLED, blanks, strict=True) if blank]
    for name, box in ((PERSON, places.signature), (RECORDER, places.recorder), (ORGANISATION, places.seal)):
        if box:
            _add_signature_field(writer, name, box, filled if name == ORGANISATION else [])
    return _written(writer)


def sign_person(pdf: bytes, identity: Identity, mark: bytes, *, reason: str = "", field: str = PERSON) -> bytes:
    """The person's signature. Number and date may still be filled and signatures added; nothing else may change."""
    return _sign(pdf, identity, mark, field, reason=reason)


def fill_number(pdf: bytes, *, number: str, day: str = "", month: str = "", year: str = "") -> bytes:
    """Number and date written into their places. Refuses a place the paper does not have, or one filled already."""
    writer = _open(pdf)
    given = {NUMBER: number, DAY: day, MONTH: month, YEAR: year}
    form = _form_fields(writer)
    for name, value in given.items():
        if not value:
            continue
        if name not in form:
            raise Refusal(f"Văn bản không có chỗ để ghi mục «{LABELS[name]}».", kept="Chưa ghi gì vào văn bản.")
        if "/V" in form[name]:
            raise Refusal(f"Mục «{LABELS[name]}» đã được ghi là «{form[name]['/V']}», không ghi lại được.")
        _fill(writer, form[name], value)
    return _written(writer)


def sign_organisation(pdf: bytes, identity: Identity, mark: bytes, *, reason: str = "") -> bytes:
    """The body's signature with its seal. From here on number and date are locked as well."""
    return _sign(pdf, identity, mark, ORGANISATION, reason=reason)


def fields_of(pdf: bytes) -> dict[str, str]:
    """The values of our text fields: what was filled in, by field name."""
    form = _form_fields(_open(pdf))
    return {name: str(form[name]["/V"]) if "/V" in form[name] else "" for name in FILLED if name in form}


def _open(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise Refusal(
            "Không đọc được bản PDF này.", kept="Tệp vẫn được giữ nguyên.", advice="Hãy chuyển lại văn bản sang PDF."
        ) from None


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


# --- the form ---------------------------------------------------------------------------------


def _add_form(writer: IncrementalPdfFileWriter) -> None:
    fonts = generic.DictionaryObject(
        {
            pdf_name(UPRIGHT): writer.add_object(_font(writer, face(italic=False))),
            pdf_name(SLANTED): writer.add_object(_font(writer, face(italic=True))),
        }
    )
    form = generic.DictionaryObject(
        {
            pdf_name("/Fields"): generic.ArrayObject(),
            pdf_name("/DR"): generic.DictionaryObject({pdf_name("/Font"): fonts}),
        }
    )
    writer.root["/AcroForm"] = writer.add_object(form)
    writer.update_root()


def _font(writer: IncrementalPdfFileWriter, letters: Face) -> generic.DictionaryObject:
    embedded = generic.StreamObject({pdf_name("/Length1"): generic.NumberObject(len(letters.data))})
    embedded._data = letters.data
    embedded.compress()
    descriptor = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/FontDescriptor"),
            pdf_name("/FontName"): pdf_name("/" + letters.name),
            pdf_name("/Flags"): generic.NumberObject(32 + 2 + (64 if letters.slant else 0)),
            pdf_name("/FontBBox"): generic.ArrayObject(map(generic.NumberObject, letters.box)),
            pdf_name("/ItalicAngle"): generic.FloatObject(letters.slant),
            pdf_name("/Ascent"): generic.NumberObject(letters.ascent),
            pdf_name("/Descent"): generic.NumberObject(letters.descent),
            pdf_name("/CapHeight"): generic.NumberObject(letters.cap_height),
            pdf_name("/StemV"): generic.NumberObject(80),
            pdf_name("/FontFile2"): writer.add_object(embedded),
        }
    )
    return generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Font"),
            pdf_name("/Subtype"): pdf_name("/TrueType"),
            pdf_name("/BaseFont"): pdf_name("/" + letters.name),
            pdf_name("/FirstChar"): generic.NumberObject(FIRST),
            pdf_name("/LastChar"): generic.NumberObject(LAST),
            pdf_name("/Widths"): generic.ArrayObject(map(generic.NumberObject, letters.widths)),
            pdf_name("/Encoding"): pdf_name("/WinAnsiEncoding"),
            pdf_name("/FontDescriptor"): writer.add_object(descriptor),
        }
    )


def _add_text_field(writer: IncrementalPdfFileWriter, name: str, blank: Blank, side: int) -> None:
    page = writer.find_page_for_modification(blank.box.page)[0]
    font = SLANTED if blank.italic else UPRIGHT
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string(name),
            pdf_name("/TU"): pdf_string(LABELS[name]),
            pdf_name("/Ff"): generic.NumberObject(READ_ONLY),
            pdf_name("/F"): generic.NumberObject(PRINTED),
            pdf_name("/Q"): generic.NumberObject(side),
            pdf_name("/Rect"): generic.ArrayObject(
                generic.FloatObject(round(value, 3))
                for value in (blank.box.left, blank.box.bottom, blank.box.right, blank.box.top)
            ),
            pdf_name("/P"): page,
            pdf_name("/DA"): pdf_string(f"{font} {blank.size:g} Tf 0 g"),
            pdf_name("/AP"): generic.DictionaryObject(
                {pdf_name("/N"): writer.add_object(_look(b"", blank.box.width, blank.box.height))}
            ),
            # For the day the field is filled: how high the printed line stands in it, and whether dots lie beneath.
            pdf_name("/DMBaseline"): generic.FloatObject(round(blank.baseline - blank.box.bottom, 3)),
            pdf_name("/DMDotted"): generic.BooleanObject(blank.dotted),
        }
    )
    reference = writer.add_object(field)
    writer.root["/AcroForm"]["/Fields"].append(reference)
    writer.register_annotation(page, reference)


def _add_signature_field(writer: IncrementalPdfFileWriter, name: str, box: Box, locked: list[str]) -> None:
    lock = fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, fields=locked) if locked else None
    fields.append_signature_field(
        writer,
        fields.SigFieldSpec(
            name,
            on_page=box.page,
            box=(box.left, box.bottom, box.right, box.top),
            field_mdp_spec=lock,
            readable_field_name=LABELS[name],
        ),
    )


def _form_fields(writer: IncrementalPdfFileWriter) -> Mapping[str, generic.DictionaryObject]:
    if "/AcroForm" not in writer.root:
        return {}
    form = (raw.get_object() for raw in writer.root["/AcroForm"]["/Fields"])
    return {str(field["/T"]): field for field in form if "/T" in field}


def _fill(writer: IncrementalPdfFileWriter, field: generic.DictionaryObject, value: str) -> None:
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    width, height = right - left, top - bottom
    font, size = _style(field)
    letters = face(italic=font == SLANTED)
    if not letters.can_write(value):
        raise Refusal(f"Không ghi được «{value}» vào văn bản: chỉ dùng chữ số và chữ cái không dấu.")
    # A number of more digits than anybody reckoned with is written smaller rather than over the words beside it.
    size = min(size, size * (width - 2) / max(letters.width(value, size), 0.1))
    room = width - letters.width(value, size)
    start = room / 2 if field["/Q"] == CENTRE else room
    drawing = (
        f"/Tx BMC q BT 0 g {font} {size:.3f} Tf {start:.3f} {float(field['/DMBaseline']):.3f} Td ({value}) Tj ET Q EMC"
    )
    if field["/DMDotted"]:
        drawing = f"q 1 g 0 0 {width:.3f} {height:.3f} re f Q " + drawing
    look = _look(drawing.encode("ascii"), width, height, writer.root["/AcroForm"]["/DR"]["/Font"].raw_get(font), font)
    field["/V"] = pdf_string(value)
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)


def _style(field: generic.DictionaryObject) -> tuple[str, float]:
    font, size, *_ = str(field["/DA"]).split()
    return font, float(size)


def _look(
    drawing: bytes, width: float, height: float, font: generic.PdfObject | None = None, font_name: str = ""
) -> generic.StreamObject:
    resources = generic.DictionaryObject()
    if font is not None:
        resources[pdf_name("/Font")] = generic.DictionaryObject({pdf_name(font_name): font})
    corners = (0, 0, round(width, 3), round(height, 3))
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.FloatObject, corners)),
            pdf_name("/Resources"): resources,
        },
        stream_data=drawing,
    )


# --- signatures -------------------------------------------------------------------------------


class _Mark(PdfContent):
    """The single page of a small PDF, as the look of a signature."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self.pdf = pdf

    def render(self) -> bytes:
        imported = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        self.resources.xobject["/Mark"] = imported
        left, bottom, right, top = (float(edge) for edge in imported.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Mark Do"


def _sign(pdf: bytes, identity: Identity, mark: bytes, field: str, *, reason: str) -> bytes:
    writer = _open(pdf)
    try:
        signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=field,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                name=subject_of(identity.certificate),
                reason=reason or None,
            ),
            signer=_signer(identity),
            stamp_style=StaticStampStyle(
                border_width=0,
                background=_Mark(mark),
                background_layout=layout.SimpleBoxLayoutRule(
                    x_align=layout.AxisAlignment.ALIGN_MID, y_align=layout.AxisAlignment.ALIGN_MID
                ),
            ),
        )
        result = signer.sign_pdf(writer, existing_fields_only=True)
    except SigningError as problem:
        raise Refusal(
            f"Chưa ký được vào ô «{LABELS[field]}»: ô này không có hoặc đã có chữ ký.",
            kept="Văn bản vẫn được giữ nguyên.",
            advice="Mở lại văn bản để xem các chữ ký đã có.",
        ) from problem
    return result.getvalue()


def _signer(identity: Identity) -> signers.SimpleSigner:
    plain = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register(as_asn1(identity.authority))
    return signers.SimpleSigner(
        signing_cert=as_asn1(identity.certificate),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=store,
    )


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate, as pyHanko reads it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
