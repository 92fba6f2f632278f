"""The official Word file of a paper, set out by the form in force.

The same paper always gives the same bytes, so an appraisal can name the exact version it judged.
"""

import io
import zipfile
from datetime import UTC, datetime
from itertools import chain

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from daumoi.layout import oxml
from daumoi.layout.form import FormRules
from daumoi.layout.markup import Block, Kind, Run, parse, runs_of
from daumoi.layout.metrics import balanced, width
from daumoi.layout.oxml import Cell, Paragraph
from daumoi.layout.paper import OfficialPaper, SigningBlock, padded_day, padded_month, padded_number

NBSP = "\N{NO-BREAK SPACE}"
NUMBER_BLANK = NBSP * 11  # five digits
DAY_BLANK = NBSP * 6  # two digits and a space on each side
YEAR_BLANK = NBSP * 9  # a space and four digits
SIGNATURE_ROOM = 74  # pt: 26 mm between the position and the name
RIGHT_SHARE = (0.55, 0.66)
RULE_SHARE = 0.42  # between one third and one half of the words above
PT_PER_MM = 72 / 25.4
FIXED_TIME = datetime(2020, 1, 1, tzinfo=UTC)


def produce(paper: OfficialPaper) -> bytes:
    """The paper as a .docx file with its nine mandatory elements; room is left for what is not known yet."""
    document = _sheet(paper)
    _heading(document, paper)
    if not paper.is_letter:
        _title(document, paper)
    _addressees(document, paper)
    _content(document, paper)
    _closing(document, paper)
    return _saved(document, paper)


def number_text(paper: OfficialPaper) -> str:
    """The line of number and symbol as printed: `Số 05-KL/TU`, `Số:      /QĐ-UBND`."""
    number = NUMBER_BLANK if paper.number is None else NBSP + padded_number(paper.number)
    return f"{paper.form.number_word}{number}{paper.symbol}"


def date_text(paper: OfficialPaper) -> str:
    """The line of place and date as printed: `An Bình, ngày 05 tháng 02 năm 2026`."""
    if paper.date:
        day, month = NBSP + padded_day(paper.date.day) + NBSP, NBSP + padded_month(paper.date.month) + NBSP
        year = f"{NBSP}{paper.date.year}"
    else:
        day = month = DAY_BLANK
        year = f"{NBSP}{paper.year}" if paper.year else YEAR_BLANK
    return f"{paper.place}, ngày{day}tháng{month}năm{year}"


def text_width(form: FormRules) -> float:
    """The width of the text area in points."""
    return (form.paper[0] - form.margins.left.low - form.margins.right.low) * PT_PER_MM


def _sheet(paper: OfficialPaper) -> Document:
    form = paper.form
    document = docx.Document()
    oxml.base_font(document, form.font, form.element("content").size.low)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(form.paper[0]), Mm(form.paper[1])
    section.top_margin, section.bottom_margin = Mm(form.margins.top.low), Mm(form.margins.bottom.low)
    section.left_margin, section.right_margin = Mm(form.margins.left.low), Mm(form.margins.right.low)
    section.header_distance = section.footer_distance = Mm(form.text.page_number_from_edge)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    oxml.page_number(number, form.element("page_number").size.low)
    return document


def _heading(document: Document, paper: OfficialPaper) -> None:
    form = paper.form
    total = text_width(form)
    left, right = _columns(paper, total)
    table = oxml.layout_table(document, [left, right], rows=2)
    issuer, banner = table.rows[0].cells
    number, date = table.rows[1].cells

    lines = oxml.Lines(issuer, ALIGN.CENTER)
    for line in _evenly(paper, "superior", paper.superior_name, left - 4):
        _write(lines.next(), paper, "superior", line)
    names = _evenly(paper, "body_name", paper.body_name, left - 4)
    for line in names:
        _write(lines.next(), paper, "body_name", line)
    _mark_under(lines, paper, left, names, form.body_mark)

    lines = oxml.Lines(banner, ALIGN.CENTER)
    _write(lines.next(), paper, "banner", form.banner)
    ruled = "banner"
    if form.motto:
        _write(lines.next(), paper, "motto", form.motto)
        ruled = "motto"
    oxml.rule(lines.next(), right, _width(paper, ruled, form.motto or form.banner))

    lines = oxml.Lines(number, ALIGN.CENTER)
    _write(lines.next(), paper, "number", number_text(paper))
    if paper.is_letter and paper.subject:
        subject = lines.next()
        _write(subject, paper, "letter_subject", form.letter_subject_prefix + _lower_first(paper.subject, form))
        subject.paragraph_format.left_indent = subject.paragraph_format.right_indent = Pt(8)
    for element, line in (("urgency", paper.urgency), ("note", paper.draft_mark)):
        if line:
            marked = lines.next()
            marked.paragraph_format.space_before = Pt(6)
            _write(marked, paper, element, line)

    lines = oxml.Lines(date, ALIGN.CENTER)
    if paper.has_date_line:
        _write(lines.next(), paper, "date", date_text(paper))
    for line in paper.notes:
        _write(lines.next(), paper, "note", line)
    number.paragraphs[0].paragraph_format.space_before = Pt(3)
    date.paragraphs[0].paragraph_format.space_before = Pt(3)


def _columns(paper: OfficialPaper, total: float) -> tuple[float, float]:
    """Left for the issuer, right for the banner; the right one grows until the date fits on one line."""
    needed = 8 + max(
        _width(paper, "banner", paper.form.banner),
        _width(paper, "motto", paper.form.motto),
        _width(paper, "date", date_text(paper)),
    )
    right = min(max(total * RIGHT_SHARE[0], needed), total * RIGHT_SHARE[1])
    return total - right, right


def _title(document: Document, paper: OfficialPaper) -> None:
    form = paper.form
    name = document.add_paragraph()
    name.alignment = ALIGN.CENTER
    name.paragraph_format.space_before = Pt(20)
    _write(name, paper, "type_name", paper.type_name)
    lines = _evenly(paper, "subject", paper.subject, text_width(form) - 40)
    for line in lines:
        subject = document.add_paragraph()
        subject.alignment = ALIGN.CENTER
        _write(subject, paper, "subject", line)
    mark = document.add_paragraph()
    mark.alignment = ALIGN.CENTER
    if form.subject_mark == "rule":
        longest = max((_width(paper, "subject", line) for line in lines), default=0)
        oxml.rule(mark, text_width(form), longest * RULE_SHARE, gap=5)
        mark.paragraph_format.space_after = Pt(12)
    else:
        _write(mark, paper, "subject", form.subject_mark)
        mark.paragraph_format.space_after = Pt(8)


def _addressees(document: Document, paper: OfficialPaper) -> None:
    if not paper.addressees:
        if paper.is_letter:
            document.add_paragraph().paragraph_format.space_after = Pt(4)
        return
    form = paper.form
    word = (form.submission_to if paper.type_code == "to-trinh" else form.letter_to) + ":"
    size = form.element("addressees").size.low
    indent = width(word + "  ", size)
    for index, addressee in enumerate(paper.addressees):
        line = document.add_paragraph()
        layout = line.paragraph_format
        layout.space_before = Pt(20 if index == 0 and paper.is_letter else 0)
        if len(paper.addressees) == 1:
            line.alignment = ALIGN.CENTER
            _write(line, paper, "addressees", f"{word} {_closed(addressee, '.') if _is_party(form) else addressee}")
        else:
            end = _item_end(form, index, len(paper.addressees))
            layout.left_indent = Pt(Mm(28).pt + indent)
            layout.first_line_indent = Pt(-indent)
            layout.tab_stops.add_tab_stop(Pt(Mm(28).pt + indent))
            _write(line, paper, "addressees", f"{word if index == 0 else ''}\t- {_closed(addressee, end)}")
        layout.space_after = Pt(12 if index == len(paper.addressees) - 1 else 2)


def _content(document: Document, paper: OfficialPaper) -> None:
    for line in paper.organ_lines:
        _centred(document, paper, Run(line, bold=True), before=2)
    for index, basis in enumerate(paper.bases):
        last = index == len(paper.bases) - 1
        end = "," if last and _is_party(paper.form) and paper.enacting_lines else "." if last else ";"
        _paragraph(document, paper, runs_of(_basis(basis, end, paper.form)))
    for line in paper.enacting_lines:
        _centred(document, paper, Run(line, bold=True), before=6)
    blocks = parse(paper.content)
    for index, block in enumerate(blocks):
        _block(document, paper, block, is_last=index == len(blocks) - 1)


def _block(document: Document, paper: OfficialPaper, block: Block, *, is_last: bool) -> None:
    match block.kind:
        case Kind.TABLE:
            _table(document, paper, block)
        case Kind.PART | Kind.TITLE:
            _centred(document, paper, *block.runs, before=6 if block.kind is Kind.PART else 0)
        case _:
            runs = _ended(block.runs, paper.form.content_end) if is_last else block.runs
            line = _paragraph(document, paper, runs)
            # The signing block never stands alone on a page, nor a heading at the foot of one.
            line.paragraph_format.keep_with_next = is_last or block.kind is Kind.HEADING


def _paragraph(document: Document, paper: OfficialPaper, runs: tuple[Run, ...]) -> Paragraph:
    form = paper.form
    line = document.add_paragraph()
    line.alignment = ALIGN.JUSTIFY
    layout = line.paragraph_format
    layout.first_line_indent = Mm(form.text.first_line)
    layout.space_after = Pt(form.text.paragraph_gap)
    layout.line_spacing = Pt(form.text.line_pitch.low)
    layout.widow_control = True
    _runs(line, runs, form.element("content").size.low)
    return line


def _centred(document: Document, paper: OfficialPaper, *runs: Run, before: float) -> None:
    form = paper.form
    line = document.add_paragraph()
    line.alignment = ALIGN.CENTER
    layout = line.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(form.text.paragraph_gap)
    layout.line_spacing = Pt(form.text.line_pitch.low)
    layout.keep_with_next = True
    _runs(line, runs, form.element("heading").size.low)


def _table(document: Document, paper: OfficialPaper, block: Block) -> None:
    size = paper.form.element("recipients").size.low
    table = oxml.grid_table(document, len(block.rows), len(block.rows[0]))
    if block.has_header:
        oxml.repeat_header(table.rows[0])
    for index, (row, cells) in enumerate(zip(table.rows, block.rows, strict=True)):
        heads = block.has_header and index == 0
        for cell, runs in zip(row.cells, cells, strict=True):
            line = cell.paragraphs[0]
            text = "".join(run.text for run in runs)
            is_figure = text.replace(".", "").replace(",", "").replace("%", "").strip().isdigit()
            line.alignment = ALIGN.CENTER if heads or is_figure else ALIGN.LEFT
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
            _runs(line, runs, size)
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def _closing(document: Document, paper: OfficialPaper) -> None:
    total = text_width(paper.form)
    gap = document.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(4)
    gap.paragraph_format.keep_with_next = True
    table = oxml.layout_table(document, [total * 0.47, total * 0.53], rows=1)
    left, right = table.rows[0].cells
    if paper.recorder:
        _signature(left, paper, paper.recorder)
    else:
        _recipients(left, paper)
    _signature(right, paper, paper.signing)
    for line in chain(left.paragraphs, right.paragraphs):
        line.paragraph_format.keep_with_next = True
    if paper.recorder and (paper.recipients or paper.keep_line):
        below = oxml.layout_table(document, [total * 0.47, total * 0.53], rows=1)
        _recipients(below.rows[0].cells[0], paper)


def _signature(cell: Cell, paper: OfficialPaper, block: SigningBlock) -> None:
    lines = oxml.Lines(cell, ALIGN.CENTER)
    for authority in block.authority:
        _write(lines.next(), paper, "authority", authority)
    _write(lines.next(), paper, "position", block.position)
    lines.next().paragraph_format.line_spacing = Pt(SIGNATURE_ROOM)
    _write(lines.next(), paper, "signer", block.name)


def _recipients(cell: Cell, paper: OfficialPaper) -> None:
    names = [*paper.recipients, *([paper.keep_line] if paper.keep_line else [])]
    if paper.addressees and names and names[0].casefold() != "như trên":
        names.insert(0, "Như trên")
    if not names:
        return
    lines = oxml.Lines(cell, ALIGN.LEFT)
    _write(lines.next(), paper, "recipients_title", paper.form.recipients_title)
    for index, name in enumerate(names):
        line = lines.next()
        line.paragraph_format.left_indent = Pt(6)
        line.paragraph_format.first_line_indent = Pt(-6)
        _write(line, paper, "recipients", "- " + _closed(name, _item_end(paper.form, index, len(names))))


def _write(line: Paragraph, paper: OfficialPaper, element: str, text: str) -> None:
    style = paper.form.element(element)
    shown = text.upper() if style.upper else text
    oxml.run(line, shown, style.size.low, bold=style.bold, italic=style.italic, underline=style.underline)


def _runs(line: Paragraph, runs: tuple[Run, ...], size: float) -> None:
    for run in runs:
        oxml.run(line, run.text, size, bold=run.bold, italic=run.italic)


def _mark_under(lines: oxml.Lines, paper: OfficialPaper, column: float, names: list[str], mark: str) -> None:
    if mark == "rule":
        longest = max((_width(paper, "body_name", line) for line in names), default=0)
        oxml.rule(lines.next(), column, longest * RULE_SHARE)
    elif mark:
        star = lines.next()
        star.paragraph_format.line_spacing = Pt(14)
        oxml.run(star, mark, paper.form.element("body_name").size.low)


def _width(paper: OfficialPaper, element: str, text: str) -> float:
    style = paper.form.element(element)
    shown = text.upper() if style.upper else text
    return width(shown, style.size.low, bold=style.bold, italic=style.italic)


def _evenly(paper: OfficialPaper, element: str, text: str, limit: float) -> list[str]:
    """The lines of a centred name: broken where the writer broke it, else evenly."""
    style = paper.form.element(element)
    return [
        line
        for given in _lines_of(text.upper() if style.upper else text)
        for line in balanced(given, limit, style.size.low, bold=style.bold, italic=style.italic)
    ]


def _is_party(form: FormRules) -> bool:
    return form.system == "party"


def _lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _lower_first(text: str, form: FormRules) -> str:
    # «V/v giao kế hoạch…»: after the prefix the subject goes on as one phrase, unless it opens with a name.
    if not form.letter_subject_prefix or text[:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def _item_end(form: FormRules, index: int, count: int) -> str:
    return "." if index == count - 1 else "," if _is_party(form) else ";"


def _closed(text: str, end: str) -> str:
    """The text with `end`, unless it closes with a mark of its own."""
    text = text.strip().removeprefix("- ").strip()
    return text if text.endswith((".", ",", ";", ":")) else text + end


def _basis(text: str, end: str, form: FormRules) -> str:
    text = text.strip().removeprefix("- ").rstrip(" ;,.")
    return ("- " if _is_party(form) else "") + text + end


def _ended(runs: tuple[Run, ...], end: str) -> tuple[Run, ...]:
    """The last sentence closes as the form wants: with a full stop, or with `./.`."""
    if not runs:
        return runs
    *rest, last = runs
    text = last.text.rstrip().removesuffix("./.").rstrip(".")
    if text.endswith(("!", "?", ":", ";", "…")):
        return runs
    return (*rest, Run(text + end, last.bold, last.italic))


def _saved(document: Document, paper: OfficialPaper) -> bytes:
    facts = document.core_properties
    facts.author = facts.last_modified_by = paper.body_name.replace("\n", " ")
    facts.title = f"{paper.type_name} {paper.subject}".strip()
    facts.comments = facts.keywords = ""
    facts.language = "vi-VN"
    facts.created = facts.modified = FIXED_TIME.replace(tzinfo=None)
    package = document.part.package
    for key in [key for key, part in package.rels.items() if part.reltype.endswith("/thumbnail")]:
        del package.rels[key]  # a picture of python-docx's own template
    raw = io.BytesIO()
    document.save(raw)
    stable = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return stable.getvalue()
