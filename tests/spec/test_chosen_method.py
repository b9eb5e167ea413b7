"""Metode pr. paragraf: fremskrivningens egen, indtil et menneske har godkendt en anden for året.

En metode foreslås, når den på samme årstid har ramt mindst en fjerdedel tættere på de endelige regnskaber end den, der
bruges i dag, og tættere i hvert eneste afsluttede år (mindst to). Intet ændres, før forslaget er godkendt. Herefter er
paragraffens forventede regnskab metodens tal; hvad den giver ud over modellen, står på Øvrige konti og er en søjle for
sig i begge broer.
"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl

from cockpit.contracts.data import METHODS, MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.forecast import backtest, bridge, chosen, why
from cockpit.forecast.backtest import SCHEMA
from cockpit.forecast.chosen import proposals
from tests.spec.handbook_tables import kr
from tests.unit.forecast.world import MARCH, P107, budget, component, forecast, grant, municipality, posting, skoen

BILLS = [posting(62000, "2026-01"), posting(56000, "2026-02"), posting(62000, "2026-03")]
SIMPLE = pl.DataFrame(
    [(P107, "budget", 900.0), (P107, "ytd_scaled", 1100.0)], schema=["paragraph", "method", "forecast_kr"], orient="row"
)
LEAVES = forecast(municipality(grants=[grant()])).leaves.head(1).with_columns(amount_kr=kr("1.000"))


def approved(data: MunicipalityData, method: str, year: int = 2026) -> MunicipalityData:
    return replace(data, methods=pl.DataFrame([(P107, year, method)], schema=METHODS, orient="row"))


def errors(*tests: tuple[int, str, int]) -> pl.DataFrame:
    """Tests at 31 March of a paragraph whose accounts became 1,000 kr.: year, method, forecast."""
    lines = [
        (dt.date(year, 3, 31), year, "paragraph", P107, method, Decimal(told), Decimal(1000), 50.0, False)
        for year, method, told in tests
    ]
    return pl.DataFrame(lines, schema=SCHEMA, orient="row")


def proposed(*tests: tuple[int, str, int]) -> list[tuple[object, ...]]:
    found = proposals(errors(*tests), SIMPLE, LEAVES, MARCH)
    return found.select("method", "years", "model_error", "method_error", "effect_kr").rows()


def test_an_approved_method_gives_the_paragraphs_figure() -> None:
    """Bogført januar til marts er 180.000 kr.: år til dato × 12/3 er 720.000 kr., uanset hvad modellen venter."""
    data = municipality(grants=[grant()], postings=BILLS)

    found = forecast(approved(data, "ytd_scaled"))

    assert Decimal(str(found.leaves["amount_kr"].sum())) == kr("720.000")
    assert component(found, "posted") == kr("180.000")
    assert found.method["month"].sort().to_list() == list(range(4, 13))
    assert found.method.select("area", "account").unique().rows() == [("Voksne", "5385214000000001")]


def test_a_skoen_counts_on_top_of_the_method() -> None:
    laid = skoen("10000", "paragraph", P107, (4, 12), dt.date(2026, 12, 31))

    found = forecast(approved(municipality(grants=[grant()], postings=BILLS, adjustments=laid), "ytd_scaled"))

    assert Decimal(str(found.leaves["amount_kr"].sum())) == kr("730.000")


def test_another_year_and_a_method_that_cannot_be_worked_change_nothing() -> None:
    """Der er intet budget, så budgettet kan ikke være metoden; og et valg for 2025 gælder ikke 2026."""
    data = municipality(grants=[grant()], postings=BILLS)

    for changed in (approved(data, "budget"), approved(data, "ytd_scaled", 2025)):
        assert forecast(changed).leaves.equals(forecast(data).leaves)


def test_the_method_is_a_bar_of_its_own_in_both_bridges() -> None:
    data = municipality(grants=[grant()], postings=BILLS, budget=[budget("5385214000000001", 730000)])
    before, after = forecast(data), forecast(approved(data, "ytd_scaled"))
    moved = after.method["amount_kr"].sum()

    from_last = bridge(before, after).group_by("kind").agg(pl.col("amount_kr").sum())
    from_budget = why(after, data)

    assert from_last.filter(pl.col("amount_kr") != 0).rows() == [("method", moved)]
    assert from_budget.filter(pl.col("bar") == "method")["amount_kr"].to_list() == [moved]
    assert from_budget["amount_kr"].sum() == kr("720.000") - kr("730.000")
    rest = from_budget.filter(pl.col("bar") != "method")
    assert rest.equals(why(before, data))


def test_a_method_that_was_closer_in_every_year_is_proposed_with_its_effect() -> None:
    """Modellen ramte 100 og 200 ved siden af (15 %), år til dato 50 og 100 (7,5 %). I dag siger modellen 1.000 kr. og
    metoden 1.100 kr.: virkningen er +100 kr. – under 1.000 kr. foreslås intet, så her regnes i tusinder."""
    tests = ((2024, "model", 1100), (2025, "model", 800), (2024, "ytd_scaled", 1050), (2025, "ytd_scaled", 900))
    scaled = SIMPLE.with_columns(pl.col("forecast_kr") * 1000)

    found = proposals(errors(*tests), scaled, LEAVES.with_columns(amount_kr=kr("1.000.000")), MARCH)

    assert found.select("method", "years", "model_error", "method_error", "effect_kr").rows() == [
        ("ytd_scaled", 2, 0.15, 0.075, kr("100.000"))
    ]
    assert proposed(*tests) == []


def test_one_worse_year_one_year_alone_or_little_better_is_no_proposal() -> None:
    model = ((2024, "model", 1200), (2025, "model", 1100))
    scaled = LEAVES.with_columns(amount_kr=kr("1.000.000"))
    for tests in (
        (*model, (2024, "ytd_scaled", 1010), (2025, "ytd_scaled", 1110)),
        (*model, (2024, "ytd_scaled", 1010)),
        (*model, (2024, "ytd_scaled", 1190), (2025, "ytd_scaled", 1090)),
        ((2025, "model", 1100), (2025, "ytd_scaled", 1000)),
    ):
        assert proposals(errors(*tests), SIMPLE.with_columns(pl.col("forecast_kr") * 1000), scaled, MARCH).is_empty()


def test_without_a_back_test_nothing_is_proposed() -> None:
    assert proposals(None, SIMPLE, LEAVES, MARCH).is_empty()


def test_the_range_rests_on_the_misses_of_the_method_in_force() -> None:
    told = errors((2025, "model", 1100), (2025, "ytd_scaled", 1040), (2024, "model", 1200))
    approved_methods = pl.DataFrame([(P107, 2026, "ytd_scaled")], schema=METHODS, orient="row")

    found = chosen.tested(told, approved_methods, 2026)

    assert found is not None
    model = found.filter(pl.col("method") == "model").select("year", "forecast_kr").sort("year").rows()
    assert model == [(2024, kr("1.200")), (2025, kr("1.040"))]
    assert chosen.tested(told, approved_methods, 2025) is told


def test_the_back_test_tries_the_model_without_skoen_and_chosen_methods() -> None:
    """Et skøn på 500.000 kr. i juni 2025 er controllerens: prøven af modellen kender det ikke."""
    june = dt.date(2025, 6, 30)
    data = municipality(grants=[grant()], postings=[posting(62000, "2025-01")])
    laid = skoen("500000", "paragraph", P107, (7, 12), dt.date(2025, 12, 31)).with_columns(
        year=pl.lit(2025, pl.Int32), made_on=june
    )
    changed = replace(approved(data, "ytd_scaled", 2025), adjustments=laid)

    assert backtest([(june, 2025, changed)], data, Settings()).equals(backtest([(june, 2025, data)], data, Settings()))
