"""Word, PDF and Excel print one view model: the same figures in all three, and no text ever becomes a program."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from docx import Document
from views.samples import areas, context, months, movements, total

from cockpit.reports.paper import column_widths
from cockpit.reports.printed import book_report, pdf, word
from cockpit.reports.table_sheet import HEADER_ROW
from cockpit.views import Bars, Column, Kpi, Multiples, Table, overview
from cockpit.views.report import Printed, ReportView, Section, build

NASTY = '#read("/etc/passwd") =1+1 <script> $x$ \\ @ref *fed* _kursiv_ [x] {{y}}'


def report(*sections: Section) -> ReportView:
    seen = overview.build(
        context(), total=total(), areas=areas(), paragraphs=areas(), months=months(), movements=movements()
    )
    first = Section(
        "Resultat",
        texts=(seen.range_sentence,),
        kpis=seen.kpis,
        figures=(seen.development, seen.areas),
        tables=(Printed(seen.months), Printed(seen.areas.table)),
        bullets=("Et punkt",),
    )
    return build(
        context(), title="Prøve", headline=seen.headline, sections=(first, *sections), made_by="kim", made_at="i dag"
    )


def words(content: bytes) -> str:
    """Everything a Word document says, table cells included."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    footers = [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *footers])


def printed_values(view: ReportView) -> set[str]:
    tables = [printed.on_paper() for section in view.sections for printed in section.tables]
    return {text for table in tables for row in table.danish().rows() for text in row}


def test_word_says_every_figure_of_every_table() -> None:
    view = report()
    said = words(word(view))
    assert [text for text in printed_values(view) if text not in said] == []
    assert all(text in said for text in (view.title, view.headline, view.footer, "1. Resultat", "Et punkt"))


def test_word_has_a_language_alternative_texts_and_headings_that_repeat() -> None:
    with zipfile.ZipFile(io.BytesIO(word(report()))) as parts:
        body, styles = parts.read("word/document.xml").decode(), parts.read("word/styles.xml").decode()
    assert body.count('descr="') == 2
    assert body.count("w:tblHeader") == 2
    assert 'w:val="da-DK"' in styles


def test_pdf_is_tagged_danish_and_whole() -> None:
    content = pdf(report())
    assert content.startswith(b"%PDF")
    for mark in (b"/StructTreeRoot", b"/Lang (da)", b"/Alt"):
        assert mark in content or re.search(rb"/Lang\s*\(da", content)


def test_the_workbook_holds_the_tables_as_numbers_and_the_words_on_its_cover() -> None:
    view = report()
    book = openpyxl.load_workbook(io.BytesIO(book_report(view)))
    cover = "\n".join(str(cell.value) for row in book.worksheets[0].rows for cell in row if cell.value)
    assert all(text in cover for text in (view.headline, view.footer, "Et punkt"))
    for sheet, table in zip(book.worksheets[1:], view.tables, strict=True):
        for number, row in enumerate(table.shown().rows()):
            cells = [cell.value for cell in sheet[HEADER_ROW + 2 + number]][: len(row)]
            for cell, value, column in zip(cells, row, table.columns, strict=True):
                if column.kind == "kr" and value is not None:
                    assert cell == pytest.approx(float(value), abs=0.005)


def test_every_figure_that_word_prints_stands_in_the_workbook() -> None:
    view = report()
    book = openpyxl.load_workbook(io.BytesIO(book_report(view)))
    texts = [str(cell.value) for sheet in book for row in sheet.rows for cell in row if isinstance(cell.value, str)]
    figure = re.compile(r"\d[\d.,]*(?: mio\. kr\.| t\.kr\.| kr\.| %)?")
    # the cells of tables are numbers there, as the test above holds them against the view
    known = set(figure.findall("\n".join([*texts, *printed_values(view)])))
    said = set(figure.findall(words(word(view))))
    assert len(said) > 30
    assert said - known == set()


def test_the_workbook_draws_its_own_charts() -> None:
    with zipfile.ZipFile(io.BytesIO(book_report(report()))) as parts:
        charts = [name for name in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(charts) == 2


def test_bars_and_years_are_drawn_by_excel_from_the_first_table_that_holds_their_values() -> None:
    kinds = Table(
        "Refusion",
        (
            Column("title", "Slags", "text"),
            Column("expected_kr", "Forventet", "kr"),
            Column("received_kr", "Fik", "kr"),
        ),
        pl.DataFrame({"title": ["Dyre"], "expected_kr": [5_000_000], "received_kr": [2_000_000]}),
    )
    years = Table(
        "År",
        (Column("year", "År", "text"), Column("spend_kr", "Udgift", "kr"), Column("spend_fixed_kr", "Fast", "kr")),
        pl.DataFrame({"year": ["2025"], "spend_kr": [1], "spend_fixed_kr": [2]}),
    )
    again = replace(kinds, title="Det samme igen")
    bars = Bars("Refusion", pl.DataFrame(), "forventet", "hjemtaget", "plan", ("title", "expected_kr", "received_kr"))
    chapter = Section(
        "Kapitel",
        figures=(bars, Multiples("Udgiften stiger", pl.DataFrame())),
        tables=(Printed(kinds), Printed(again), Printed(years)),
    )
    with zipfile.ZipFile(io.BytesIO(book_report(report(chapter)))) as parts:
        drawn = [parts.read(name).decode() for name in parts.namelist() if "xl/charts/" in name]
    mine = [xml for xml in drawn if "Refusion" in xml or "Udgiften stiger" in xml]
    assert [re.findall(r"<c:val><c:numRef><c:f>(.*?)</c:f>", xml) for xml in mine] == [
        ["Refusion!$B$5", "Refusion!$C$5"],
        ["År!$B$5", "År!$C$5"],
    ]


def nasty() -> Section:
    frame = pl.DataFrame({"text": [NASTY, "=cmd|' /C calc'!A0"]})
    table = Table(NASTY, (Column("text", NASTY, "text"),), frame, note=NASTY)
    return Section(
        NASTY, texts=(NASTY,), kpis=(Kpi(NASTY, NASTY, NASTY, NASTY),), tables=(Printed(table),), bullets=(NASTY,)
    )


def test_texts_are_printed_as_they_stand_and_run_nothing(tmp_path: Path) -> None:
    view = report(nasty())
    assert NASTY in words(word(view))
    (tmp_path / "x.pdf").write_bytes(pdf(view))
    assert b"root:x:0" not in (tmp_path / "x.pdf").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(book_report(view)))
    assert [cell for sheet in book.worksheets for row in sheet.rows for cell in row if cell.data_type == "f"] == []


def test_a_long_table_is_cut_on_paper_and_says_so() -> None:
    frame = pl.DataFrame({"n": range(30)})
    table = Table("Lang", (Column("n", "Nr.", "integer"),), frame.vstack(frame.tail(1)), totals=1)
    shown = Printed(table, most=20).on_paper()
    assert shown.frame.height == 21
    assert "20 første af 30" in shown.note
    assert Printed(table).on_paper().frame.height == 31


def test_empty_chapters_are_left_out_and_the_others_numbered() -> None:
    view = report(Section("Tom"), Section("Fuld", texts=("x",)))
    assert [section.heading for section in view.sections] == ["1. Resultat", "2. Fuld"]


def test_an_empty_table_says_why() -> None:
    table = Table("Tom", (Column("n", "Nr.", "integer"),), pl.DataFrame({"n": []}), note="Der er ingen.")
    view = report(Section("Tomt", tables=(Printed(table),)))
    assert "Der er ingen." in words(word(view))
    assert pdf(view).startswith(b"%PDF")


def test_nothing_of_the_machine_is_in_the_files() -> None:
    view = replace(report(), made_by="kim")
    for content in (pdf(view), word(view)):
        assert b"cockpit-report-" not in content


@pytest.mark.parametrize("tool", ["pdftotext"])
def test_the_pdf_reads_as_text(tool: str, tmp_path: Path) -> None:
    view = report()
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf(view))
    try:
        said = subprocess.run([tool, "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed")
    amounts = [text for text in printed_values(view) if re.fullmatch(r"[−\d.]{6,}", text)]
    assert amounts
    assert [text for text in amounts if text not in said] == []


def test_excel_draws_deviations_from_a_sheet_of_their_own_where_paper_shows_another_table() -> None:
    seen = overview.build(
        context(), total=total(), areas=areas(), paragraphs=areas(), months=months(), movements=movements()
    )
    content = book_report(report(Section("Hvor", figures=(seen.paragraphs,))))
    last = openpyxl.load_workbook(io.BytesIO(content)).worksheets[-1]
    assert last["A1"].value == seen.paragraphs.table.title
    assert len(last._charts) == 1


@pytest.mark.parametrize(
    ("sign", "above", "below"),
    [("overspend_positive", "B35309", "1B4F7E"), ("underspend_positive", "1B4F7E", "B35309")],
)
def test_excel_draws_merforbrug_in_its_colour_whichever_sign_it_is_printed_with(
    sign: str, above: str, below: str
) -> None:
    seen = overview.build(
        context(deviation_sign=sign),
        total=total(),
        areas=areas(),
        paragraphs=areas(),
        months=months(),
        movements=movements(),
    )
    content = book_report(report(Section("Hvor", figures=(seen.paragraphs,))))
    charts = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "charts/chart" in name]
    drawn = zipfile.ZipFile(io.BytesIO(content)).read(charts[-1]).decode()
    assert re.findall(r'srgbClr val="([0-9A-F]{6})"', drawn)[0] == above
    assert below in drawn


def test_words_for_a_figure_that_is_not_there_take_no_room_from_the_figures() -> None:
    columns = (Column("label", "Hvor", "text"), Column("kr", "Budget", "kr", missing="intet budget på dette niveau"))
    table = Table("Prøve", columns, pl.DataFrame({"label": ["Voksne", "Andet"], "kr": [81_238_515, None]}))
    assert column_widths(table, table.danish()) == [7, 16]
