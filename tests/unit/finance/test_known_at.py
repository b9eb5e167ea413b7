"""What was known at the close of March 2026 (the ledger closed on 10 April: three holidays lie before it)."""

import datetime as dt

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import known_at
from tests.spec.handbook_tables import table

MARCH = dt.date(2026, 3, 31)
CLOSE = dt.date(2026, 4, 10)


def known(**frames: pl.DataFrame) -> MunicipalityData:
    return known_at(MunicipalityData(**frames), MARCH, Settings())


def test_the_close_is_the_fifth_working_day() -> None:
    assert Settings().close_of(MARCH) == CLOSE


@pytest.mark.parametrize(
    ("posting", "counts"),
    [
        ("2026-04-08 | 2026-03 | nej", True),
        ("2026-04-08 | 2026-04 | nej", False),
        ("2026-03-31 |         | nej", True),  # an empty period is the posting date's month
        ("2026-04-01 |         | nej", False),
        ("2026-01-05 | 2026-00 | nej", True),
        ("2026-05-20 | 2025-13 | nej", True),  # earlier years whole
        ("2026-05-20 | 2026-03 | nej", True),  # what the version of March says is what was known
        ("2026-05-20 | 2026-03 | ja", False),  # reconstructed: booked after the close
        ("2026-04-10 | 2026-03 | ja", True),
        ("2026-05-20 | 2025-13 | ja", False),
        ("2027-01-20 | 2026-13 | nej", False),
    ],
)
def test_postings_are_cut_by_period_and_reconstructed_ones_by_date(posting: str, counts: bool) -> None:
    heading = "voucher | account | amount | posting_date | period | reconstructed\n"

    found = known(postings=table("postings", f"{heading}v1 | A | 100 | {posting}"))

    assert found.postings.height == counts
    assert found.postings["period"].null_count() == 0


GRANT = (
    "grant_id | citizen | start_date | end_date | status | registered_on | decided_on | reconstructed | known_from\n"
)


@pytest.mark.parametrize(
    ("grant", "counts"),
    [
        ("2026-01-01 | | aktiv | 2026-04-09 | | ja | 2026-08-31", True),
        ("2026-01-01 | | aktiv | 2026-05-09 | | ja | 2026-08-31", False),  # began long ago, registered in May
        ("2026-05-01 | | aktiv | 2026-03-09 | 2026-05-01 | ja | 2026-08-31", True),  # registered before it began
        ("2026-05-01 | | aktiv | | 2026-03-09 | ja | 2026-08-31", True),
        ("2026-05-01 | | aktiv | | | ja | 2026-08-31", False),
        ("2026-05-01 | | aktiv | 2026-05-09 | | nej | 2026-03-31", True),
        ("2026-05-01 | | aktiv | 2026-05-09 | | nej | 2026-08-31", False),  # a later version is inferred likewise
    ],
)
def test_reconstructed_grants_are_known_from_their_registration(grant: str, counts: bool) -> None:
    assert known(grants=table("grants", f"{GRANT}g1 | b1 | {grant}")).grants.height == counts


@pytest.mark.parametrize(
    ("end", "status", "reconstructed", "expected"),
    [
        ("2026-03-15", "afsluttet", "ja", (dt.date(2026, 3, 15), "afsluttet")),
        ("2026-06-30", "afsluttet", "ja", (None, "aktiv")),  # it ended after the close: that was news
        ("2026-06-30", "aktiv", "ja", (None, "aktiv")),
        ("2027-06-30", "aktiv", "ja", (dt.date(2027, 6, 30), "aktiv")),  # still a plan when the export was drawn
        ("2026-06-30", "afsluttet", "nej", (dt.date(2026, 6, 30), "afsluttet")),  # known at the time
    ],
)
def test_ends_that_only_became_known_later_are_left_out(
    end: str, status: str, reconstructed: str, expected: tuple[dt.date | None, str]
) -> None:
    known_from = "2026-08-31" if reconstructed == "ja" else "2026-03-31"
    line = f"g1 | b1 | 2025-01-01 | {end} | {status} | | | {reconstructed} | {known_from}"

    assert known(grants=table("grants", GRANT + line)).grants.select("end_date", "status").row(0) == expected


@pytest.mark.parametrize(("expected_end", "kept"), [("2026-02-28", None), ("2026-04-30", dt.date(2026, 4, 30))])
def test_an_expected_end_that_has_passed_did_not_happen(expected_end: str, kept: dt.date | None) -> None:
    lines = "grant_id | citizen | start_date | expected_end_date | status\n"

    found = known(grants=table("grants", f"{lines}g1 | b1 | 2025-01-01 | {expected_end} | aktiv"))

    assert found.grants["expected_end_date"].to_list() == [kept]


MISSING = "grant_id | citizen | paragraph | service | provider | start_date | end_date | missing_since\n"


def test_a_missing_grant_keeps_what_it_delivered() -> None:
    lines = table(
        "grants",
        MISSING
        + """g1 | b1 | SEL § 107 | Botilbud | P | 2025-01-01 |            | 2026-02-28
             g2 | b2 | SEL § 107 | Botilbud | P | 2025-01-01 | 2025-06-30 | 2026-02-28
             g3 | b3 | SEL § 107 | Botilbud | P | 2026-03-15 |            | 2026-02-28
             g4 | b4 | SEL § 107 | Botilbud | P | 2025-01-01 |            |""",
    )

    found = known(grants=lines).grants.select("grant_id", "end_date").rows()

    assert found == [("g1", dt.date(2026, 2, 27)), ("g2", dt.date(2025, 6, 30)), ("g4", None)]


def test_a_grant_that_fell_out_later_was_not_missing_yet() -> None:
    later = table("grants", f"{MISSING}g1 | b1 | SEL § 107 | Botilbud | P | 2025-01-01 | | 2026-04-30")

    assert known(grants=later).grants.select("end_date", "missing_since").row(0) == (None, None)


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        ("b1 | SEL § 107 | Botilbud | P | 2025-02-01 | |", ["new"]),  # registered anew under another id
        ("b1 | SEL § 107 | Botilbud | Q | 2025-02-01 | |", ["new", "old"]),  # moved
        ("b1 | SEL § 107 | Botilbud | P | 2026-02-28 | |", ["new", "old"]),  # begins the day it fell out
        ("b1 | SEL § 107 | Botilbud | P | 2024-01-01 | 2024-12-31 |", ["new", "old"]),
        ("b1 | SEL § 107 | Botilbud | P | 2025-02-01 | | 2026-02-28", ["new", "old"]),  # fell out too
    ],
)
def test_a_missing_grant_registered_anew_counts_once(other: str, kept: list[str]) -> None:
    old = "old | b1 | SEL § 107 | Botilbud | P | 2025-01-01 | | 2026-02-28"

    found = known(grants=table("grants", f"{MISSING}{old}\nnew | {other}"))

    assert found.grants["grant_id"].to_list() == kept


def test_a_missing_provider_is_the_same_provider() -> None:
    lines = (
        "old | b1 | SEL § 85 | Støtte | | 2025-01-01 | | 2026-02-28\nnew | b1 | SEL § 85 | Støtte | | 2025-02-01 | |"
    )

    assert known(grants=table("grants", MISSING + lines)).grants["grant_id"].to_list() == ["new"]


def test_a_later_decision_is_taken_out_and_the_original_budget_stays() -> None:
    lines = table(
        "budget",
        """year | account | original | supplementary | adjusted | decided_on
           2026 | A1      | 1000     | 100           | 1100     | 2026-04-10
           2026 | A2      | 2000     | 500           | 2500     | 2026-04-11""",
    )

    found = known(budget=lines).budget.sort("account")

    assert found["original"].to_list() == [1000, 2000]
    assert found["supplementary"].to_list() == [100, None]
    assert found["adjusted"].to_list() == [1100, None]


def test_cutting_twice_changes_nothing_more() -> None:
    lines = table(
        "grants",
        MISSING
        + """g1 | b1 | SEL § 107 | Botilbud | P | 2025-01-01 |            | 2026-02-28
             g2 | b1 | SEL § 107 | Botilbud | Q | 2025-01-01 | 2026-06-30 |""",
    )
    once = known(grants=lines)

    assert known_at(once, MARCH, Settings()).grants.equals(once.grants)
