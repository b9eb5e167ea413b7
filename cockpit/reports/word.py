"""A report as an editable Word document: real headings, real tables, pictures with alternative texts."""

import copy
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt

from cockpit.charts import picture
from cockpit.reports.formats import LEFT
from cockpit.reports.paper import column_widths, side_by_side
from cockpit.views.kpi import Kpi
from cockpit.views.report import Printed, ReportView, Section
from cockpit.views.table import Table

_MARGIN_CM, _TEXT_CM = 1.8, 26.1
_PICTURE_CM = 11.0
_GAP_CM = 0.6
_TABLE_PT, _TEXT_PT = 7.5, 10
_CELL_MARGINS = 6
"""Characters that a cell's margins take, and figures in bold."""
_WHOLE_ROWS = 26
"""A table of so many rows is not parted by a page's end."""


def word(report: ReportView) -> bytes:
    """The report as `.docx`."""
    document = Document()
    _page(document, report)
    document.add_heading(report.title, level=0)
    _paragraph(document, report.headline, bold=True)
    for section in report.sections:
        _section(document, section)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any, report: ReportView) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN_CM)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(_TEXT_PT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    style.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.name = "Arial"
        fonts = document.styles[name].element.rPr.rFonts
        for of_theme in ("w:asciiTheme", "w:hAnsiTheme"):
            fonts.attrib.pop(qn(of_theme), None)
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{report.footer} · side ")
    _field(foot, "PAGE")
    foot.add_run(" af ")
    _field(foot, "NUMPAGES")
    foot.style.font.size = Pt(7)
    facts = document.core_properties
    facts.title, facts.author, facts.language = report.title, report.made_by, "da-DK"
    facts.comments = report.context.stamp
    facts.created = facts.modified = dt.datetime.combine(report.context.as_of, dt.time(), dt.UTC)


def _field(paragraph: Any, name: str) -> None:
    """A number that Word itself fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _paragraph(
    document: Any, text: str, *, bold: bool = False, style: str | None = None, with_next: bool = False
) -> None:
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(text).bold = bold
    paragraph.paragraph_format.keep_with_next = with_next or None


def _section(document: Any, section: Section) -> None:
    document.add_heading(section.heading, level=1)
    shows = bool(section.kpis or section.figures or section.tables)
    for text in section.texts:
        _paragraph(document, text, with_next=shows)
    if section.kpis:
        _kpis(document, section.kpis)
    for row in side_by_side([picture.png(figure) for figure in section.figures]):
        _pictures(document, row)
    for printed in section.tables:
        _table(document, printed)
    for bullet in section.bullets:
        _paragraph(document, bullet, style="List Bullet")


def _kpis(document: Any, kpis: tuple[Kpi, ...]) -> None:
    grid = document.add_table(rows=2, cols=len(kpis))
    grid.style = "Table Grid"
    for place, kpi in enumerate(kpis):
        grid.cell(0, place).text = kpi.label
        cell = grid.cell(1, place).paragraphs[0]
        cell.add_run(kpi.value_text).bold = True
        beside = f"{kpi.delta_text} {kpi.delta_word}".strip()
        if beside:
            cell.add_run(f"\n{beside}")
    _keep_with_next([grid.rows[0]._tr])
    document.add_paragraph()


def _pictures(document: Any, row: Sequence[tuple[bytes, str]]) -> None:
    """One beside the other: in a row without borders, for pictures in a line of text are often put below each other."""
    grid = document.add_table(rows=1, cols=len(row))
    _mark(grid.rows[0]._tr, "w:cantSplit")
    width = Cm(_PICTURE_CM if len(row) == 1 else _TEXT_CM / len(row) - _GAP_CM)
    for cell, (content, alt) in zip(grid.rows[0].cells, row, strict=True):
        shape = cell.paragraphs[0].add_run().add_picture(io.BytesIO(content), width=width)
        shape._inline.docPr.set("descr", alt)


def _table(document: Any, printed: Printed) -> None:
    table = printed.on_paper()
    texts = table.danish()
    units = f" ({table.units})" if table.units else ""
    _paragraph(document, f"{table.title}{units}", bold=True, with_next=True)
    if table.frame.is_empty():
        _paragraph(document, table.note or "Ingen rækker.")
        return
    grid = document.add_table(rows=0, cols=len(table.columns))
    grid.style = "Light List Accent 1"
    widths = _widths(grid, table, texts)
    plain, strong = (_model(grid, table, widths, bold=bold) for bold in (False, True))
    heading = _line(strong, texts.columns)
    _mark(heading, "w:tblHeader")
    first_total = table.frame.height - table.totals
    body = (
        _line(strong if number >= first_total else plain, values) for number, values in enumerate(texts.iter_rows())
    )
    lines = [heading, *body]
    _keep_with_next(lines[: -1 if len(lines) <= _WHOLE_ROWS else 4])
    grid._tbl.extend(lines)
    _paragraph(document, table.note)


def _widths(grid: Any, table: Table, texts: pl.DataFrame) -> list[Length]:
    """Each column's share of the page, so that a sentence does not stand as narrow as a figure."""
    grid.autofit = False
    shares = [width + _CELL_MARGINS for width in column_widths(table, texts)]
    widths: list[Length] = [Cm(_TEXT_CM * share / sum(shares)) for share in shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    return widths


def _model(grid: Any, table: Table, widths: Sequence[Length], *, bold: bool) -> Any:
    """A row without words, taken out of the grid again: the others are copies of it, since every cell that the library
    makes costs a millisecond."""
    row = grid.add_row()
    _mark(row._tr, "w:cantSplit")
    for cell, column, width in zip(row.cells, table.columns, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run()
        run.font.size, run.bold = Pt(_TABLE_PT), bold
        if column.kind not in LEFT:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    grid._tbl.remove(row._tr)
    return row._tr


def _line(model: Any, values: Sequence[object]) -> Any:
    line = copy.deepcopy(model)
    for run, text in zip(line.iter(qn("w:r")), values, strict=True):
        run.text = str(text)
    return line


def _mark(line: Any, name: str) -> None:
    """`w:tblHeader`: repeated on each page; `w:cantSplit`: never parted by a page's end."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    line.get_or_add_trPr().append(mark)


def _keep_with_next(lines: Iterable[Any]) -> None:
    """No page ends between one of these rows and what follows it."""
    for line in lines:
        for paragraph in line.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()
