"""What is new since the last export: by key, and for postings as multisets."""

import datetime as dt
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit import ingest
from cockpit.contracts.dataset import dataset


def grants(*rows: tuple[str, str, int]) -> pl.DataFrame:
    names = ["grant_id", "provider", "unit_price"]
    return dataset("grants").conform(pl.DataFrame(rows, schema=names, orient="row"))


def postings(*rows: tuple[str, str, str]) -> pl.DataFrame:
    day = pl.lit(dt.date(2026, 3, 31)).alias("posting_date")
    frame = pl.DataFrame(rows, schema=["voucher", "account", "amount"], orient="row")
    return dataset("postings").conform(frame.with_columns(day, pl.lit("2026-03").alias("period")))


def counts(changes: object) -> tuple[int, int, int, int]:
    return tuple(getattr(changes, name) for name in ("new", "changed", "gone", "unchanged"))


def test_grants_are_compared_by_their_id() -> None:
    before = grants(("g1", "Bo", 100), ("g2", "Bo", 100), ("g3", "Hus", 500))
    after = grants(("g4", "Bo", 50), ("g3", "Hus", 520), ("g1", "Bo", 100))
    changes = ingest.compare("grants", before, after)
    assert counts(changes) == (1, 1, 1, 1)
    assert [(change.kind, change.key, change.amount_kr) for change in changes.largest] == [
        ("gone", "g2", Decimal(-100)),
        ("new", "g4", Decimal(50)),
        ("changed", "g3", Decimal(20)),
    ]
    assert {change.label for change in changes.largest} == {"Bo", "Hus"}


def test_two_equal_postings_are_two() -> None:
    before = postings(("1", "5.38", "10"), ("1", "5.38", "10"), ("2", "5.39", "5"))
    after = postings(("1", "5.38", "10"), ("3", "5.39", "5"), ("3", "5.39", "5"))
    changes = ingest.compare("postings", before, after)
    assert counts(changes) == (2, 0, 2, 1)
    assert [(change.label, change.amount_kr) for change in changes.largest] == [
        ("2026-03 · 5.38", Decimal(-10)),
        ("2026-03 · 5.39", Decimal(5)),
    ]


def test_the_same_list_again_is_no_change() -> None:
    before = grants(("g1", "Bo", 100), ("g2", "Bo", 100))
    assert counts(ingest.compare("grants", before, before.reverse())) == (0, 0, 0, 2)


def test_from_nothing_everything_is_new() -> None:
    assert counts(ingest.compare("grants", dataset("grants").empty(), grants(("g1", "Bo", 1)))) == (1, 0, 0, 0)


ROWS = st.lists(st.tuples(st.sampled_from("123"), st.sampled_from(["5.38", "5.39"]), st.sampled_from(["1", "2"])))


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS)
def test_counts_add_up_to_both_lists(one: list[tuple[str, str, str]], two: list[tuple[str, str, str]]) -> None:
    changes = ingest.compare("postings", postings(*one), postings(*two))
    assert changes.new + changes.unchanged == len(two)
    assert changes.gone + changes.unchanged == len(one)
