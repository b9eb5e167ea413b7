"""Rapporterne: de samme tal som på skærmen, og til udvalget kun det, en politiker må se."""

import io
import re
from pathlib import Path

import openpyxl
import pytest

from cockpit import usecases
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.reports.table_sheet import HEADER_ROW
from cockpit.usecases import Cockpit
from cockpit.views.table import NO_VALUE
from tests.excel import as_excel_shows

CONTROLLER = Scope("kim", Role.CONTROLLER)


@pytest.fixture(scope="module")
def cockpit(filled_home: Path) -> Cockpit:
    return usecases.open_cockpit(filled_home)


def test_the_workbook_of_the_month_holds_the_forecast_of_the_screen(cockpit: Cockpit) -> None:
    book = openpyxl.load_workbook(io.BytesIO(usecases.report_file(cockpit, CONTROLLER, "month", ".xlsx")))
    sheet = next(sheet for sheet in book.worksheets if sheet.title.startswith("Budgetopfølgning pr. politik"))
    headings = [cell.value for cell in sheet[HEADER_ROW + 1]]
    column = headings.index("Forventet regnskab")
    printed = [row[column].value for row in sheet.iter_rows(min_row=HEADER_ROW + 2) if row[0].value]
    rows = usecases.forecast_rows(cockpit, CONTROLLER, "area")
    assert sorted(printed[:-1]) == pytest.approx(sorted(map(float, rows["forecast"])))
    assert printed[-1] == pytest.approx(float(rows["forecast"].sum()))
    assert len(book["De dyre sager pr. slags"]._charts) == 1, "Excel draws it from the cells"


SCREENS = {
    "Overblik": usecases.overview,
    "Budgetopfølgning": usecases.followup,
    "Paragraffer": usecases.paragraphs,
    "Hvorfor": usecases.why,
    "Disponering": usecases.commitments,
    "Afstemning": usecases.reconciliation,
    "Dyre sager": usecases.expensive_cases,
    "Egne tilbud": usecases.own_providers,
    "Handleplaner": usecases.actions,
    "Kommende sager": usecases.pipeline,
    "Længere frem": usecases.outlook,
    "Scenarier": usecases.scenarios,
    "Indsatser": usecases.interventions,
    "Datakvalitet": usecases.health,
}


@pytest.mark.parametrize("title", SCREENS)
def test_excel_shows_every_table_of_a_page_cell_by_cell_as_the_screen_does(cockpit: Cockpit, title: str) -> None:
    view = SCREENS[title](cockpit, CONTROLLER)
    book = openpyxl.load_workbook(io.BytesIO(usecases.download(view, title)))
    for table, sheet in zip(view.tables, book.worksheets[1:], strict=True):
        assert [cell.value for cell in sheet[HEADER_ROW + 1]] == [column.heading for column in table.columns]
        shown = sheet.iter_rows(min_row=HEADER_ROW + 2, max_row=HEADER_ROW + 1 + table.frame.height)
        for number, (cells, texts) in enumerate(zip(shown, table.danish().iter_rows(), strict=True)):
            found = tuple("" if cell.value is None else as_excel_shows(cell) for cell in cells)
            assert [text or NO_VALUE for text in found] == [text or NO_VALUE for text in texts], (table.title, number)


def test_the_committee_meets_no_paragraph_no_provider_and_no_count(cockpit: Cockpit) -> None:
    for scope in (CONTROLLER, Scope("pia", Role.POLITICIAN)):
        view = usecases.report(cockpit, scope, "committee")
        said = " ".join(str(table.danish().rows()) for table in view.tables) + view.headline
        assert "§" not in said
        providers = usecases.forecast_rows(cockpit, CONTROLLER, "provider")["label"].drop_nulls()
        assert [name for name in providers if len(name) > 3 and name in said] == []


def test_a_managers_report_is_about_own_areas(cockpit: Cockpit) -> None:
    area, other = [key for key in usecases.forecast_rows(cockpit, CONTROLLER, "area")["key"] if key != "-"][:2]
    view = usecases.report(cockpit, Scope("lis", Role.MANAGER, areas=frozenset({area})), "month")
    said = " ".join(str(table.danish().rows()) for table in view.tables)
    assert area in said
    assert other not in said


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.CASEWORKER, Role.ADMIN])
def test_the_months_report_is_for_finance_and_managers(cockpit: Cockpit, role: Role) -> None:
    with pytest.raises(AccessDenied):
        usecases.report(cockpit, Scope("x", role), "month")


def test_every_report_says_what_it_rests_on_and_who_made_it(cockpit: Cockpit) -> None:
    for kind in usecases.REPORTS:
        view = usecases.report(cockpit, CONTROLLER, kind)
        assert cockpit.store.stamp().text in view.footer
        assert re.search(r"dannet \d\d-\d\d-\d{4} \d\d:\d\d af kim", view.footer)


def test_another_ending_is_refused(cockpit: Cockpit) -> None:
    with pytest.raises(Refused, match=r"\.docx"):
        usecases.report_file(cockpit, CONTROLLER, "month", ".odt")
