"""What budget accounts book in the rest of a year: which of two answers counts, and what of a deviation goes on."""

import polars as pl
import pytest

from cockpit.forecast.rest_of_year import learn, usual_course


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


def booked(year: int, **months: float) -> list[dict[str, object]]:
    """A salary account's months, `m3=80.0`; the others 100."""
    kr = {number: months.get(f"m{number}", 100.0) for number in range(1, 13)}
    return [{"account": "løn", "year": year, "month": number, "kr": amount} for number, amount in kr.items()]


def test_a_salary_that_came_late_one_easter_does_not_count_as_a_habit() -> None:
    """March's salaries were booked in April 2024. Three twelfths are usually booked by March all the same; the months
    keep the mean course within the two parts."""
    rows = [*booked(2022), *booked(2023), *booked(2024, m3=0.0, m4=200.0)]
    found = usual_course(pl.DataFrame(rows, schema_overrides={"month": pl.Int8}), [2024, 2023, 2022], 3)
    shares = dict(found.select("month", "share").iter_rows())
    assert sum(shares[month] for month in (1, 2, 3)) == pytest.approx(3 / 12)
    assert sum(shares.values()) == pytest.approx(1)
    assert shares[3] / shares[1] == pytest.approx(2 / 3)
    assert shares[4] / shares[5] == pytest.approx(4 / 3)


def test_a_year_whose_sum_does_not_stand_for_its_months_is_no_course() -> None:
    """1,100 out and 1,000 in again are 100 in all: only the other year counts."""
    odd = booked(2024, **{f"m{number}": -200.0 for number in range(8, 13)}) + booked(2023)
    found = usual_course(pl.DataFrame(odd, schema_overrides={"month": pl.Int8}), [2024, 2023], 6)
    assert found["share"].to_list() == pytest.approx([1 / 12] * 12)
