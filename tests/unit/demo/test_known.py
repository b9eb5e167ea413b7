import datetime as dt

import polars as pl

from cockpit.demo import Municipality
from cockpit.demo.known import known_budget, known_grants, known_index, known_postings, known_prices

DRAWN, AS_OF = dt.date(2026, 3, 6), dt.date(2026, 2, 28)


def test_nothing_registered_later_is_known(small: Municipality) -> None:
    known = known_grants(small, DRAWN, AS_OF)
    later = small.grants.filter(pl.col("registered_on") > DRAWN)
    assert len(later) > 0
    assert known.join(later, on="grant", how="semi").is_empty()
    assert known["registered_on"].max() <= DRAWN


def test_an_end_is_shown_only_when_it_was_written(small: Municipality) -> None:
    known = known_grants(small, DRAWN, AS_OF)
    unwritten = known.filter(pl.col("end_known_on").is_null() | (pl.col("end_known_on") > DRAWN))
    written = known.filter(pl.col("end_known_on") <= DRAWN)
    assert (written["shown_end"] == written["end"]).all()
    guessed = unwritten.filter(pl.col("shown_end").is_not_null())
    assert len(guessed) > 0
    assert (guessed["shown_end"] != guessed["end"]).any()


def test_a_grant_is_applied_for_until_it_is_decided(small: Municipality) -> None:
    applied = small.grants.filter(pl.col("applied") & ~pl.col("refused") & (pl.col("start") > dt.date(2024, 1, 1)))
    one = applied.sort("grant").row(0, named=True)
    before, after = one["decided_on"] - dt.timedelta(days=1), one["decided_on"]
    chosen = pl.col("grant") == one["grant"]
    assert known_grants(small, before, before).filter(chosen)["status"].to_list() == ["ansøgt"]
    assert known_grants(small, after, after).filter(chosen)["status"].to_list() == ["aktiv"]


def test_a_refused_application_ends_as_refused_and_costs_nothing(small: Municipality) -> None:
    refused = small.grants.filter("refused")
    assert small.postings.join(refused, on="grant", how="semi").is_empty()
    known = known_grants(small, DRAWN, AS_OF).filter("refused")
    assert set(known["status"]) <= {"ansøgt", "afslag"}
    assert "afslag" in set(known["status"])


def test_some_services_run_on_after_the_written_end(small: Municipality) -> None:
    months = [dt.date(2024, month, 10) for month in range(1, 13)]
    expired = [
        known_grants(small, day, day).filter((pl.col("shown_end") < day) & (pl.col("end") > day) & ~pl.col("refused"))
        for day in months
    ]
    assert sum(map(len, expired)) > 0


def test_a_price_rise_is_known_from_the_day_it_is_heard_of(small: Municipality) -> None:
    new_year = known_index(small, dt.date(2026, 1, 1)).filter(pl.col("year") == 2026)
    spring = known_index(small, dt.date(2026, 4, 1)).filter(pl.col("year") == 2026)
    assert new_year.is_empty()
    assert len(spring) == len(small.providers)
    before = known_prices(small, dt.date(2026, 1, 1)).filter(pl.col("valid_from") == dt.date(2026, 1, 1))
    assert before.is_empty()


def test_a_ledger_holds_lines_of_the_next_period_and_none_entered_later(small: Municipality) -> None:
    drawn = known_postings(small, 2026, DRAWN)
    assert drawn["entered_on"].max() <= DRAWN
    assert "2026-03" in set(drawn["period"])
    assert "2026-00" in set(drawn["period"])


def test_a_closed_years_ledger_is_final(small: Municipality) -> None:
    closed = known_postings(small, 2025, dt.date(2026, 2, 6))
    assert closed["amount"].sum() == small.postings.filter(pl.col("year") == 2025)["amount"].sum()
    assert {"2025-00", "2025-12", "2025-13"} <= set(closed["period"])


def test_the_budget_grows_by_what_was_decided(small: Municipality) -> None:
    january, june = (known_budget(small, 2025, dt.date(2025, month, 30)) for month in (1, 6))
    changes = ("reallocations", "supplementary", "carry_over")
    assert (january["adjusted"] == january["original"]).all()
    assert (june["adjusted"] == june.select(pl.sum_horizontal("original", *changes)).to_series()).all()
    assert june["reallocations"].sum() == 0
    assert june["reallocations"].abs().sum() > 0
    assert june["supplementary"].sum() > 0
