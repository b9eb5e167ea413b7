"""The lists that people keep beside the systems: what is on the way, what was once published, and population."""

import datetime as dt

import polars as pl

from cockpit.demo import Municipality
from cockpit.demo.planning import past_forecasts, pipeline, population

DRAWN = dt.date(2025, 10, 7)


def test_the_list_holds_cases_that_come_and_cases_that_never_do(small: Municipality) -> None:
    listed = pipeline(small, DRAWN)
    numbers = listed["Id"].str.slice(2).cast(pl.Int64)
    truth = small.grants.filter(pl.col("grant").is_in(numbers.implode()))
    assert listed.height >= 5
    assert (truth["registered_on"] > DRAWN).any()
    assert listed["Sandsynlighed"].is_between(0.5, 1).all()
    assert listed["Id"].is_unique().all()


def test_a_case_keeps_its_number_from_month_to_month(small: Municipality) -> None:
    one, next_ = pipeline(small, DRAWN), pipeline(small, dt.date(2025, 11, 7))
    both = one.join(next_, on="Id", suffix="_next")
    assert both.height >= 3
    assert (both["Forventet start"] == both["Forventet start_next"]).all()


def test_what_was_published_early_lies_nearer_the_budget_than_the_accounts(small: Municipality) -> None:
    published = past_forecasts(small, 2025)
    assert published["Pr. dato"].n_unique() == 5
    spent = small.budget.filter(pl.col("year") == 2025)["spent"].sum()
    sums = published.group_by("Pr. dato").agg(pl.col("Forventet regnskab").sum()).sort("Pr. dato")
    first, last = sums["Forventet regnskab"][0], sums["Forventet regnskab"][-1]
    assert abs(last - spent) < abs(first - spent)


def test_the_population_grows_oldest_fastest(small: Municipality) -> None:
    people = population(small, 2026)
    old = people.filter(pl.col("Alder fra") == 80)["Antal"].to_list()
    assert len(old) == 5
    assert old == sorted(old)
    assert people.filter(pl.col("År") == 2026)["Antal"].sum() == 9000
