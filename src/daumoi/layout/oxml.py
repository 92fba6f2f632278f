"""Small pieces of WordprocessingML that python-docx has no words for."""

from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

Cell = _Cell
__all__ = ["Cell", "Lines", "Paragraph"]

RULE_ROOM = 4  # pt: the height of an empty line that only carries a rule


class Lines:
    """The lines of a cell, one after the other: a cell starts with one empty paragraph, which is the first."""

    def __init__(self, cell: Cell, alignment: WD_ALIGN_PARAGRAPH) -> None:
        self.cell = cell
        self.alignment = alignment
        self.started = False

    def next(self) -> Paragraph:
        line = self.cell.add_paragraph() if self.started else self.cell.paragraphs[0]
        self.started = True
        line.alignment = self.alignment
        return line


def element(name: str, /, **attributes: str | float) -> Any:
    """`<w:name w:key="value"/>`"""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def base_font(document: Document, font: str, size: float) -> None:
    """Every character is written in `font`, whatever the script, with Vietnamese spelling and no spacing of its own."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), font)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("lang", val="vi-VN", eastAsia="vi-VN"))
    for default in document.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), "vi-VN")
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    compatibility = document.settings.element
    compat = compatibility.find(qn("w:compat"))
    if compat is None:
        compat = element("compat")
        compatibility.append(compat)
    for old in compat.findall(qn("w:compatSetting")):
        compat.remove(old)
    compat.append(
        element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    )


def run(
    line: Paragraph, text: str, size: float, *, bold: bool = False, italic: bool = False, underline: bool = False
) -> Run:
    """Black characters at the end of a line."""
    made = line.add_run(text)
    made.font.size, made.font.bold, made.font.italic = Pt(size), bold, italic
    made.font.underline = underline or None
    made.font.color.rgb = RGBColor(0, 0, 0)
    return made


def rule(line: Paragraph, column: float, length: float, *, gap: float = 2.5) -> None:
    """A solid rule in the middle of a column (points), as a border of an almost flat line."""
    layout = line.paragraph_format
    layout.line_spacing = Pt(RULE_ROOM)
    layout.space_before = Pt(gap)
    layout.left_indent = layout.right_indent = Pt(max(0, (column - length) / 2))
    borders = element("pBdr")
    borders.append(element("top", val="single", sz=6, space=0, color="000000"))
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def page_number(line: Paragraph, size: float) -> None:
    """A field that Word counts."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        made = run(line, text if kind == "text" else "", size)
        if kind == "":
            code = element("instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {text} "
            made._r.append(code)
        elif kind != "text":
            made._r.append(element("fldChar", fldCharType=kind))


def layout_table(document: Document, widths: list[float], *, rows: int) -> Table:
    """A table without lines that only places things: exact widths in points, no padding, no row broken over a page."""
    table = document.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    padding = element("tblCellMar")
    for side in ("left", "right"):
        padding.append(element(side, w=0, type="dxa"))
    properties = table._tbl.tblPr
    properties.append(padding)
    for column, points in zip(table.columns, widths, strict=True):
        column.width = Pt(points)
        for cell in column.cells:
            cell.width = Pt(points)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    return table


def grid_table(document: Document, rows: int, columns: int) -> Table:
    """A table with lines, over the whole width."""
    table = document.add_table(rows, columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    return table


def repeat_header(row: _Row) -> None:
    """The first row comes again at the head of each page."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))
