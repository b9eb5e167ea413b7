"""A report as an editable Word document: real headings, real tables, pictures with alternative texts."""

import copy
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from cockpit.charts import picture
from cockpit.reports.formats import LEFT
from cockpit.views.kpi import Kpi
from cockpit.views.report import Figure, Printed, ReportView, Section
from cockpit.views.table import Table

_PICTURE_CM, _SMALL_CM = 17.0, 7.6
_TABLE_PT, _TEXT_PT = 8, 10


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
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.8)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(_TEXT_PT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    style.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.name = "Arial"
        document.styles[name].element.rPr.rFonts.set(qn("w:asciiTheme"), "minorHAnsi")
    foot = page.footer.paragraphs[0]
    foot.text = report.footer
    foot.style.font.size = Pt(7)
    facts = document.core_properties
    facts.title, facts.author, facts.language = report.title, report.made_by, "da-DK"
    facts.comments = report.context.stamp
    facts.created = facts.modified = dt.datetime.combine(report.context.as_of, dt.time(), dt.UTC)


def _paragraph(document: Any, text: str, *, bold: bool = False, style: str | None = None) -> None:
    document.add_paragraph(style=style).add_run(text).bold = bold


def _section(document: Any, section: Section) -> None:
    document.add_heading(section.heading, level=1)
    for text in section.texts:
        _paragraph(document, text)
    if section.kpis:
        _kpis(document, section.kpis)
    for figure in section.figures:
        _pictures(document, figure)
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
    document.add_paragraph()


def _pictures(document: Any, figure: Figure) -> None:
    paragraph = document.add_paragraph()
    pictures = picture.png(figure)
    for content, alt in pictures:
        width = Cm(_PICTURE_CM if len(pictures) == 1 else _SMALL_CM)
        shape = paragraph.add_run().add_picture(io.BytesIO(content), width=width)
        shape._inline.docPr.set("descr", alt)


def _table(document: Any, printed: Printed) -> None:
    table = printed.on_paper()
    texts = table.danish()
    units = f" ({table.units})" if table.units else ""
    _paragraph(document, f"{table.title}{units}", bold=True)
    if table.frame.is_empty():
        _paragraph(document, table.note or "Ingen rækker.")
        return
    grid = document.add_table(rows=0, cols=len(table.columns))
    grid.style = "Light List Accent 1"
    plain, strong = (_model(grid, table, bold=bold) for bold in (False, True))
    heading = _line(strong, texts.columns)
    _repeat_on_each_page(heading)
    first_total = table.frame.height - table.totals
    body = (
        _line(strong if number >= first_total else plain, values) for number, values in enumerate(texts.iter_rows())
    )
    grid._tbl.extend([heading, *body])
    _paragraph(document, table.note)


def _model(grid: Any, table: Table, *, bold: bool) -> Any:
    """A row without words, taken out of the grid again: the others are copies of it, since every cell that the library
    makes costs a millisecond."""
    row = grid.add_row()
    for cell, column in zip(row.cells, table.columns, strict=True):
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


def _repeat_on_each_page(line: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    line.get_or_add_trPr().append(mark)
