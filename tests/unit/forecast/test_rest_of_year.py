"""What budget accounts book in the rest of a year: which of two answers counts, and what of a deviation goes on."""

import polars as pl
import pytest

from cockpit.forecast.rest_of_year import learn


def account_year(begun: float, rest: float, **answers: float) -> dict[str, float]:
    usual = {"begun_budget": 100.0, "rest_budget": 100.0, "begun_last_year": 100.0, "rest_last_year": 100.0}
    return {"begun": begun, "rest": rest, **usual, **answers}


def test_without_a_closed_year_the_budget_is_the_answer() -> None:
    found = learn(pl.DataFrame([account_year(1, 1)]).clear(), 6)
    assert (found["budget"].weight, found["last_year"].weight, found["budget"].carry) == (1.0, 0.0, 0.0)


def test_what_goes_on_is_carried_on() -> None:
    """Six accounts had each spent 10 more than expected by June and 10 more after: a krone is followed by one, and six
    account-years of none halve it."""
    found = learn(pl.DataFrame([account_year(110, 110)] * 6), 6)
    assert found["budget"].carry == pytest.approx(0.5)


def test_what_was_only_booked_earlier_is_taken_back() -> None:
    found = learn(pl.DataFrame([account_year(110, 90)] * 6), 6)
    assert found["budget"].carry == pytest.approx(-0.5)


def test_a_carry_never_exceeds_the_pace() -> None:
    """After nine months a krone too many can be a third of one more at most."""
    found = learn(pl.DataFrame([account_year(110, 150)] * 6), 9)
    assert found["budget"].carry == pytest.approx(0.5 / 3)


def test_the_answer_that_missed_less_counts_more() -> None:
    """Six account-years in which last year missed by 10 and the budget by 20 each: a fifth to four fifths by the
    squares; six account-years of belief in the budget: (1/5 + 1) / 2."""
    rows = [account_year(100, 100, rest_budget=120, rest_last_year=110)] * 6
    found = learn(pl.DataFrame(rows), 6)
    assert found["budget"].weight == pytest.approx(0.6)
    assert found["last_year"].weight == pytest.approx(0.4)
