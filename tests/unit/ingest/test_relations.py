"""What columns of a table say of each other, where their headings do not."""

import polars as pl
import pytest

from cockpit.contracts.dataset import dataset
from cockpit.ingest.abbreviated import written_out
from cockpit.ingest.assigned import assigned, evidence
from cockpit.ingest.layout import ROW, Table
from cockpit.ingest.relations import of_other_years, reversed_span, rising

DAYS = ["01-02-2026", "03-02-2026", "05-02-2026", "07-02-2026"]
LATER = ["01-03-2026", "03-03-2026", "05-03-2026", "07-03-2026"]


def table(**columns: list[str | None]) -> Table:
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_row_index(ROW)
    headings = {name: name.replace("_", " ") for name in columns}
    return Table("", False, (), 1, headings, frame)


def test_days_say_which_of_two_columns_comes_first() -> None:
    lists = table(Flyttet_X=DAYS, Flyttet_Y=LATER)
    right = {"start_date": "Flyttet_X", "end_date": "Flyttet_Y"}
    wrong = {"start_date": "Flyttet_Y", "end_date": "Flyttet_X"}
    assert reversed_span(right, lists, dataset("grants")) is None
    assert reversed_span(wrong, lists, dataset("grants")) == ("start_date", "end_date")
    given = assigned(lists, dataset("grants"))
    assert {column: guess.field for column, guess in given.items()} == {v: k for k, v in right.items()}
    assert given["Flyttet_X"].reason == "Dagene ligger før dem i «Flyttet Y»."


def test_standard_headings_are_not_turned_round_by_wrong_days() -> None:
    given = assigned(table(Startdato=LATER, Slutdato=DAYS), dataset("grants"))
    assert given["Startdato"].field == "start_date"


@pytest.mark.parametrize(("begins", "other"), [("2026", "Takst_2025"), ("2025", "Takst_2026")])
def test_of_two_years_the_one_that_the_days_speak_of_is_meant(begins: str, other: str) -> None:
    prices = table(Takst_2025=["900"] * 3, Takst_2026=["950"] * 3, Gælder_fra=[f"01-01-{begins}"] * 3)
    assert of_other_years(prices, evidence(prices)) == {other}


def test_years_that_nothing_speaks_of_are_left_alone() -> None:
    prices = table(Takst_2025=["900"] * 3, Takst_2026=["950"] * 3)
    assert of_other_years(prices, evidence(prices)) == frozenset()


def test_an_abbreviation_is_read_in_its_list() -> None:
    assert ("oprettet", "dato") in written_out("OprDato", "grants")
    assert ("oprettet", "dato") not in written_out("OprDato", "budget")
    assert written_out("Ejf.", "accounts") == (("ejerforhold",),)


def test_names_of_providers_are_known_among_texts() -> None:
    grants = table(
        Noget=["Fonden Eg", "Lind ApS", "Opholdsstedet Bøg"], Andet=["ja, men ring", "nej", "Fonden har svaret at den"]
    )
    given = assigned(grants, dataset("grants"))
    assert {column: guess.field for column, guess in given.items()} == {"Noget": "provider"}


@pytest.mark.parametrize(
    ("numbers", "rises"),
    [
        (["98", "99", "100", "101"], True),
        (["98", "100", "99", "101"], False),
        (["7", "7", "7", "8"], False),
        (["7", "8"], False),
        (["a", "b", "c"], False),
    ],
    ids=["as numbers, not as texts", "one falls", "half of them alike", "too few", "no numbers"],
)
def test_numbers_of_vouchers_rise(numbers: list[str], rises: bool) -> None:
    assert rising(evidence(table(Nr=list(numbers)))["Nr"]) is rises
