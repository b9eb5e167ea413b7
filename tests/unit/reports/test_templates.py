import io

import openpyxl
import pytest

from cockpit import reports
from cockpit.contracts.dataset import Dataset, FieldType, dataset, datasets
from cockpit.reports.template import TYPE_WORDS, choices, visible


def book(name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(reports.template(dataset(name))))


@pytest.mark.parametrize("found", datasets().values(), ids=lambda found: found.name)
def test_the_template_has_exactly_the_contracts_headings(found: Dataset) -> None:
    sheet = book(found.name).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [field.heading for field in found.fields if not field.hidden]
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("found", datasets().values(), ids=lambda found: found.name)
def test_every_heading_is_explained_and_every_code_is_on_a_list(found: Dataset) -> None:
    sheet = book(found.name).worksheets[0]
    lists = {next(iter(rule.sqref.ranges)).min_col: rule.formula1 for rule in sheet.data_validations.dataValidation}
    for place, field in enumerate(visible(found), start=1):
        comment = sheet.cell(1, place).comment.text
        assert field.meaning in comment
        assert TYPE_WORDS[field.type] in comment
        expected = f'"{",".join(choices(field))}"' if choices(field) else None
        assert lists.get(place) == expected


def test_the_sheet_of_grants_is_named_as_the_standard_says() -> None:
    assert book("grants").sheetnames == ["Bevillinger", "Vejledning"]
    assert book("postings").sheetnames == ["Posteringer", "Vejledning"]


def test_the_guide_has_a_line_for_every_field() -> None:
    lines = {line[0]: line for line in book("grants")["Vejledning"].iter_rows(min_row=5, values_only=True)}
    assert lines["Takstenhed"][5].startswith("døgn, åbningsdag")
    assert lines["Startdato"][1] == "ja"
    assert lines["Slutdato"][1] == "nej"
    budget = {line[0]: line for line in book("budget")["Vejledning"].iter_rows(min_row=5, values_only=True)}
    assert budget["Politikområde"][1] == "mindst én af dem"


def test_every_type_has_a_danish_word() -> None:
    assert set(TYPE_WORDS) == set(FieldType)


def test_columns_keep_accounts_and_cpr_as_text() -> None:
    sheet = book("postings").worksheets[0]
    spans = [(span.min, span.max, span.number_format) for span in sheet.column_dimensions.values()]
    formats = {cell.value: look for cell in sheet[1] for first, last, look in spans if first <= cell.column <= last}
    assert formats["Konto"] == formats["CPR-nr."] == formats["Periode"] == "@"
    assert formats["Bogføringsdato"] == "dd-mm-yyyy"
    assert formats["Beløb"] == "#,##0.00"
