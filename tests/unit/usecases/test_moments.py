"""A list of grants that is newer than the ledger may be looked at, and is told of where it is not."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from cockpit.usecases.figures import behind_ledger, closes, moments, newest

NOVEMBER, DECEMBER, MARCH = dt.date(2025, 11, 30), dt.date(2025, 12, 31), dt.date(2026, 3, 31)


def home(*, postings: tuple[dt.date, ...], grants: tuple[dt.date, ...]) -> Any:
    dates = {"postings": postings, "grants": grants}
    return SimpleNamespace(store=SimpleNamespace(effective_dates=lambda name: dates[name]))


def test_a_ledger_that_stops_before_the_grants_is_told_of() -> None:
    found = home(postings=(NOVEMBER,), grants=(DECEMBER, MARCH))
    assert (newest(found), closes(found), moments(found)) == (NOVEMBER, (NOVEMBER,), (MARCH, NOVEMBER))
    (sentence,) = behind_ledger(found, NOVEMBER)
    assert sentence.startswith("Indsatserne er indlæst pr. 31-03-2026, men posteringerne kun pr. 30-11-2025:")
    assert behind_ledger(found, MARCH) == (), "there the missing months are told one by one"


@pytest.mark.parametrize(
    ("postings", "grants"),
    [((MARCH,), (MARCH,)), ((MARCH,), (DECEMBER,)), ((dt.date(2026, 3, 5),), (MARCH,)), ((), (MARCH,)), ((MARCH,), ())],
)
def test_of_the_same_month_or_alone_nothing_is_told(postings: tuple[dt.date, ...], grants: tuple[dt.date, ...]) -> None:
    found = home(postings=postings, grants=grants)
    assert moments(found) == closes(found)
    assert behind_ledger(found, newest(found)) == ()
