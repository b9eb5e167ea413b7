import dataclasses
import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cockpit.demo import Municipality, Parameters, Size, build, generate, truth
from cockpit.law import normalise_paragraph

FRAMES = (
    "persons",
    "providers",
    "grants",
    "prices",
    "activity",
    "postings",
    "accounts",
    "rules",
    "budget",
    "budget_events",
)


def active(municipality: Municipality, day: dt.date) -> pl.DataFrame:
    return municipality.grants.filter(~pl.col("refused") & (pl.col("start") <= day) & (pl.col("end") >= day))


def test_a_seed_gives_one_municipality(small: Municipality) -> None:
    again = generate(seed=7, size="small", last_month=dt.date(2026, 3, 31))
    for name in FRAMES:
        assert_frame_equal(getattr(small, name), getattr(again, name))


def test_another_seed_gives_another(small: Municipality) -> None:
    other = generate(seed=8, size="small", last_month=dt.date(2026, 3, 31))
    assert not truth(other).equals(truth(small))


@pytest.mark.parametrize(("size", "low", "high"), [("small", 340, 470), ("medium", 2300, 2750)])
def test_active_grants_are_as_many_as_the_size_promises(size: str, low: int, high: int) -> None:
    last = dt.date(2026, 9, 30)
    assert low <= len(active(generate(seed=3, size=size, last_month=last), last)) <= high


def test_a_medium_municipality_spends_400_to_500_million_net() -> None:
    spent = truth(generate(seed=3, size=Size.MEDIUM)).group_by("year").agg(pl.col("amount").sum()).sort("year")
    for year, amount in spent.filter(pl.col("year") >= 2024).iter_rows():
        assert Decimal(400_000_000) <= amount <= Decimal(500_000_000), year


def test_truth_is_the_sum_of_the_ledger(small: Municipality) -> None:
    assert truth(small)["amount"].sum() == small.postings["amount"].sum()
    assert sorted(set(truth(small)["year"])) == [2023, 2024, 2025, 2026]


def test_a_ledger_line_is_known_by_its_key(small: Municipality) -> None:
    assert not small.postings.select("voucher", "account", "posting_date", "amount").is_duplicated().any()


def test_every_posted_account_is_in_the_years_chart(small: Municipality) -> None:
    posted = small.postings.select("year", "account").unique()
    assert posted.join(small.accounts, on=["year", "account"], how="anti").is_empty()
    assert set(small.accounts["account"].str.len_chars()) == {16}
    assert not small.accounts.select("year", "account").is_duplicated().any()


def test_children_are_under_age_and_adults_are_not(small: Municipality) -> None:
    served = small.grants.filter(~pl.col("refused")).with_columns(
        age=(pl.col("start") - pl.col("born_on")).dt.total_days() / 365.2425,
        leaves=(pl.col("end") - pl.col("born_on")).dt.total_days() / 365.2425,
    )
    children = served.filter((pl.col("group") == "children") & (pl.col("line") != "ungestoette"))
    assert children["age"].min() >= 0
    assert children["leaves"].max() < 18.01
    assert served.filter(pl.col("group") == "adults")["age"].min() > 17.9


def test_new_decisions_for_children_are_under_the_new_act(small: Municipality) -> None:
    children = small.grants.filter(pl.col("group") == "children")
    old = children.filter(pl.col("paragraph").str.starts_with("SEL"))
    assert (old["decided_on"] < dt.date(2024, 1, 1)).all()
    assert (children.filter(pl.col("paragraph").str.starts_with("BL"))["decided_on"] >= dt.date(2024, 1, 1)).all()
    running = old.filter((pl.col("end") > dt.date(2026, 1, 1)) & ~pl.col("refused"))
    assert len(running) > 0


def test_every_spelling_of_a_paragraph_is_understood(small: Municipality) -> None:
    texts = small.grants.select("paragraph", "paragraph_text").unique().sort("paragraph", "paragraph_text")
    for paragraph, text in texts.iter_rows():
        assert normalise_paragraph(text) == paragraph


def test_some_children_go_on_as_adults_on_their_birthday(small: Municipality) -> None:
    birthday = pl.col("born_on").dt.offset_by("18y")
    adults = small.grants.filter((pl.col("group") == "adults") & (pl.col("start") == birthday) & ~pl.col("refused"))
    children = small.grants.filter((pl.col("group") == "children") & (pl.col("end") == birthday - pl.duration(days=1)))
    assert len(adults.join(children, on="person", how="semi")) > 0


def test_internal_settlement_adds_to_nothing(small: Municipality) -> None:
    income = small.postings.filter(pl.col("kind") == "internal")
    names = ("internal", "invoice", "wrong_account")
    both = small.postings.filter(pl.col("kind").is_in(names) & pl.col("text").str.starts_with("Intern afregning"))
    assert income["amount"].sum() < 0
    assert both["amount"].sum() == 0


def test_a_flood_of_cases_and_a_lean_budget_can_be_asked_for(small: Municipality) -> None:
    base = dataclasses.replace(small.parameters, growth=0.0)
    flood = build(dataclasses.replace(base, inflow_shock={2025: 2.0}, budget_bias=0.9))
    calm = build(base)

    def started(municipality: Municipality) -> int:
        new = municipality.grants.filter((pl.col("nth") == 0) & ~pl.col("refused"))
        return len(new.filter(pl.col("start").dt.year() == 2025))

    assert started(flood) > 1.5 * started(calm)
    gap = pl.col("spent").sum() - pl.col("original").sum()
    assert flood.budget.select(gap).item() > calm.budget.select(gap).item()


def test_varied_municipalities_differ_in_kind_and_repeat() -> None:
    kinds = [Parameters.varied(seed) for seed in range(6)]
    assert kinds == [Parameters.varied(seed) for seed in range(6)]
    assert len({kind.growth for kind in kinds}) == 6
    assert any(kind.inflow_shock for kind in kinds)
    assert any(not kind.inflow_shock for kind in kinds)
    assert truth(build(kinds[0]))["amount"].sum() > 0


def test_without_late_registration_every_row_is_made_with_its_decision() -> None:
    prompt = build(Parameters(seed=2, size=Size.SMALL, late_registration=0.0, applications=0.0, refused=0.0))
    recent = prompt.grants.filter(pl.col("start") >= dt.date(2024, 1, 1))
    waited = (recent["registered_on"] - recent["decided_on"]).dt.total_days()
    assert waited.max() < 60
