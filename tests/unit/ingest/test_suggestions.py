"""What the cells say against a heading, and what a list is by what it has and what it lacks."""

import pytest

from cockpit.contracts.dataset import dataset
from cockpit.ingest.agreement import agreement
from cockpit.ingest.assigned import assigned, evidence, likely_dataset
from cockpit.ingest.layout import Table
from cockpit.ingest.words import words
from tests.unit.ingest.test_relations import DAYS, LATER, table


def said(lists: Table, name: str) -> dict[str, str]:
    """Column -> field."""
    return {column: guess.field for column, guess in assigned(lists, dataset(name)).items()}


def column_agrees(name: str, field: str, cells: list[str | None]) -> float:
    return agreement(dataset(name).field(field), evidence(table(A=cells))["A"])


@pytest.mark.parametrize(
    "cells", [["1460365.0", "912500.25", "155259.5"], ["27736773.649999999", "14114591.699999999", "155259.25"]]
)
def test_amounts_with_a_decimal_point_are_no_accounts(cells: list[str | None]) -> None:
    assert said(table(Hvad=cells), "grants") == {}
    assert column_agrees("grants", "account", cells) < 0.5
    assert column_agrees("grants", "unit_price", cells) > 0


def test_amounts_of_five_digits_with_oere_are_no_days() -> None:
    assert column_agrees("postings", "amount", ["62513.56", "43645.18", "79002.51"]) > 0
    assert column_agrees("postings", "posting_date", ["46113", "46114.5", "46115.25"]) < 0, (
        "whole numbers alone are none"
    )
    assert column_agrees("postings", "posting_date", ["46113.5", "46114.75", "46115.083333"]) == 1.0


@pytest.mark.parametrize(
    "cells",
    [["M", "K", "K"], ["Mand", "Kvinde", "Mand"], ["ja", "nej", "ja"], ["Gift", "Ugift", "Fraskilt"], ["DKK", "EUR"],
     ["a@by.dk", "b@by.dk", "c@by.dk"]],
)  # fmt: skip
@pytest.mark.parametrize("field", ["provider", "caseworker", "team", "service"])
def test_cells_that_name_nobody_are_no_name(cells: list[str | None], field: str) -> None:
    assert column_agrees("grants", field, cells) == -1.0


def test_a_column_of_sexes_does_not_take_the_suppliers_place() -> None:
    given = said(table(Gender=["M", "F", "F"], SupplierName=["Birken", "Center Nord", "Vang"]), "grants")
    assert given == {"SupplierName": "provider"}


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        ("Gender", ("koen",)),
        ("Tender", ("tender",)),
        ("Bevillingstype", ("bevilling", "type")),
        ("Bevillingsref.", ("bevilling", "reference")),
        ("Ordre-id", ("bestilling", "nummer")),
        ("Finansierende kommune", ("betaling", "kommune")),
    ],
)
def test_a_word_is_misspelt_after_its_first_letter_only(heading: str, read: tuple[str, ...]) -> None:
    assert words(heading) == read


@pytest.mark.parametrize("heading", ["Beliggenhedskommune", "HomeMunicipality", "Fødekommune"])
def test_a_municipality_of_another_kind_is_neither_acting_nor_paying(heading: str) -> None:
    assert said(table(**{heading: ["Randby", "Solby", "Randby"]}), "grants") == {}


def test_a_list_with_paragraphs_and_days_but_no_citizen_is_one_of_prices() -> None:
    columns: dict[str, list[str | None]] = {
        "Udbyder": ["Fonden Eg", "Lind ApS", "Birken", "Center Nord"],
        "Ydelse": ["Døgnophold", "Bostøtte", "Botilbud", "Aflastning"],
        "Lovgrundlag": ["SEL § 107", "SEL § 85", "SEL § 108", "BL § 46"],
        "Pris": ["1.250,00", "410,50", "2.100,00", "900,25"],
        "Enhed": ["døgn", "time", "døgn", "døgn"],
        "Aftalens_startdato": DAYS,
        "Aftalens_slutdato": LATER,
        "Aftalenr.": ["101", "102", "103", "104"],
        "Pladser": ["4", "12", "8", "20"],
        "Målgruppe": ["Autisme", "Misbrug", "Autisme", "Sindslidelse"],
    }
    assert likely_dataset(table(**columns)) == "prices"
    people: list[str | None] = ["0101901234", "0202911234", "0303921234", "0404931234"]
    assert likely_dataset(table(**columns, CPR=people)) == "grants"


AREAS: list[str | None] = ["Voksne", "Børn", "Voksne", "Psykiatri", "Børn"]
AMOUNTS: list[str | None] = ["1.000,00", "2.000,00", "3.500,00", "4.250,00", "5.000,00"]


@pytest.mark.parametrize("numbers", [["2", "1", "2", "3", "1"], ["1", "2", "3", "4", "5"]])
def test_small_numbers_that_number_texts_or_rows_are_no_months(numbers: list[str | None]) -> None:
    given = said(table(Nr=numbers, Område=AREAS, Budget=AMOUNTS), "budget")
    assert given == {"Område": "area", "Budget": "original"}


def test_a_column_that_is_called_month_is_one_though_it_counts() -> None:
    months: list[str | None] = ["1", "2", "3", "4", "5"]
    assert said(table(Md=months, Område=AREAS, Budget=AMOUNTS), "budget")["Md"] == "month"


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        ("Budget incl. tillæg", ("budget", "korrigeret")),
        ("Budget inkl. tillægsbevillinger", ("budget", "korrigeret")),
        ("Budget efter ændringer", ("budget", "korrigeret")),
        ("Budget ekskl. tillæg", ("budget",)),
        ("Beløb inkl. moms", ("beloeb",)),
        ("Pris efter aftale", ("pris", "aftale")),
    ],
)
def test_what_a_total_includes_says_which_total_it_is(heading: str, read: tuple[str, ...]) -> None:
    assert words(heading) == read


def test_of_two_budgets_the_one_with_what_was_granted_since_is_the_corrected() -> None:
    lists = table(**{"Oprindeligt budget": AMOUNTS, "Budget incl. tillæg": AMOUNTS, "Gns. pris": AMOUNTS})
    assert list(said(lists, "budget").values()) == ["original", "adjusted", "unit_price"]
