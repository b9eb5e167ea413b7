"""A list that has forgotten who has left: it is known for what it is, and the ledger tells how long help lasted."""

import datetime as dt
import math

import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import ledger_lives, survival
from cockpit.forecast.state import State, prepare
from cockpit.forecast.steered import lists_ended
from tests.unit.forecast.world import MARCH, P107, grant, municipality, posting


def state(grants: list[dict[str, object]], postings: list[dict[str, object]] | None = None) -> State:
    return prepare(municipality(grants=grants, postings=postings or []), MARCH, 2026, Settings())


def ended(number: int, day: dt.date) -> dict[str, object]:
    return grant(f"e{number}", end_date=day, status="afsluttet")


def paid(citizen: str, first: int, last: int) -> list[dict[str, object]]:
    """Bills by the month, `first` and `last` counted from January 2023 (0)."""
    months = [f"{2023 + n // 12}-{n % 12 + 1:02d}" for n in range(first, last + 1)]
    return [posting(50000, month, month, citizen=citizen, grant_id=None, paragraph=P107) for month in months]


RUNNING = [grant(f"r{n}") for n in range(30)]


def test_ends_that_came_evenly_are_a_list_that_tells_of_them() -> None:
    """Two a month from 2024 on."""
    rows = [ended(n, dt.date(2024 + n // 24, n // 2 % 12 + 1, 15)) for n in range(52)]
    assert lists_ended(state([*RUNNING, *rows]))


def test_ends_of_the_last_months_only_are_a_list_that_forgets() -> None:
    """Eight ends in December to March, and none in the eleven months before: twenty-two were awaited."""
    rows = [ended(n, dt.date(2025, 12, 15) if n < 2 else dt.date(2026, 1 + n % 3, 15)) for n in range(8)]
    assert not lists_ended(state([*RUNNING, *rows]))


def test_few_ends_prove_nothing() -> None:
    assert lists_ended(state([*RUNNING, ended(1, dt.date(2025, 12, 15))]))


def test_a_list_without_any_end_shows_active_grants_only() -> None:
    assert not lists_ended(state(RUNNING))


def test_the_ledger_tells_how_long_help_lasted_before_ends_were_listed() -> None:
    """Ends are listed from December 2025. One was paid for from the ledger's start to June 2024 and has been helped for
    two years before; one came in May 2023 and is still there in November 2025."""
    bills = [*paid("gået", 0, 17), *paid("her", 4, 38)]
    lives = ledger_lives.lives(state([*RUNNING, ended(1, dt.date(2025, 12, 15))], bills)).sort("born")
    january = 2023 * 12
    assert lives.select("born", "enters", "leaves", "ended").rows() == [
        (january - 24, january, january + 17, True),
        (january + 4, january + 4, january + 34, False),
    ]


def test_a_list_that_tells_of_ends_needs_no_ledger() -> None:
    rows = [ended(n, dt.date(2023, 1, 15)) for n in range(2)]
    assert ledger_lives.lives(state([*RUNNING, *rows], paid("gået", 0, 17))).is_empty()


def test_help_that_the_ledger_saw_end_is_expected_to_end() -> None:
    """Thirty-four were there when the ledger began and one has left each month, after 595 months of help in all: 5.7 %
    leave a month. Without the ledger nothing is known of how help ends."""
    bills = [line for n in range(34) for line in paid(f"b{n}", 0, n)]
    told = [*RUNNING, ended(1, dt.date(2025, 12, 15))]
    assert survival.table(state(told)).is_empty()
    table = survival.table(state(told, bills)).sort("age")
    left = 1 - math.exp((table["log_s"][40] - table["log_s"][24]) / 16)
    assert left == pytest.approx(34 / 595, abs=0.02)
