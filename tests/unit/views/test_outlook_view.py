"""Længere frem where little is known: no zero without a word."""

from decimal import Decimal

import polars as pl

from cockpit.contracts.data import MunicipalityData
from cockpit.forecast import outlook as ahead
from cockpit.views import outlook
from tests.unit.forecast.world import FRAME, MARCH, budget, forecast, grant, municipality
from views.samples import context

YEAR = pl.Int32


def view(data: object, budget_kr: Decimal | None = None) -> outlook.OutlookView:
    results = {year: forecast(data, year=year) for year in (2026, 2027)}  # type: ignore[arg-type]
    leaves = pl.concat(
        [found.leaves.select(pl.lit(year, YEAR).alias("year"), pl.all()) for year, found in results.items()]
    )
    allocated = results[2026].allocated
    effect = ahead.full_year_effect(allocated.grants, allocated.prices, MARCH, 2026)
    return outlook.build(
        context(),
        years=ahead.by_year(leaves, MARCH),
        areas=ahead.by_year(leaves, MARCH, "area"),
        effect=effect.with_columns(label="key", budget_kr=pl.lit(budget_kr, pl.Decimal(18, 2))),
        budget_year=2026,
        birthdays=ahead.birthdays(allocated.grants, MunicipalityData().citizens,
                                  allocated.prices, MARCH, (2026, 2027)),
        budgets={},
        population=False,
    )  # fmt: skip


def test_without_grants_the_full_year_effect_is_not_zero_but_unknown() -> None:
    found = view(municipality(budget=[budget(FRAME, 120000)]))
    assert found.headline == outlook.NO_GRANTS
    assert [kpi.value_text for kpi in found.kpis[:2]] == ["–", "–"]
    assert found.notes[0] == (
        "Øvrige konti er 0 kr. efter 2026: der er hverken budget for årene eller et afsluttet regnskabsår at følge. "
        "Resten af 2026 er de 90 t.kr."
    )


def test_with_both_nothing_is_said() -> None:
    next_year = {"year": 2027, "account": FRAME, "original": Decimal(120000)}
    found = view(municipality(grants=[grant()], budget=[budget(FRAME, 120000), next_year]))
    assert found.headline.startswith("Dagens indsatser koster 730 t.kr. i 2027")
    assert not any(note.startswith("Øvrige konti") for note in found.notes)


def test_against_the_budget_has_the_printed_sign_and_its_word() -> None:
    """730.000 kr. i 2027 mod et budget på 800.000: 70.000 mindreforbrug, trykt med plus."""
    line = view(municipality(grants=[grant()]), Decimal(800000)).effect.danish().row(0, named=True)
    assert (line["Mod budget"], line["Mer-/mindreforbrug"]) == ("70.000", "mindreforbrug")
