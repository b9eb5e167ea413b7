"""Afvigelsen, dens ord og forbrugsprocenten.

Afvigelsen er forventet regnskab minus korrigeret budget. Er den over nul, er der merforbrug. Er den under, er der
mindreforbrug. Ordet står altid ved tallet, for kommunerne skriver fortegnet forskelligt: nogle skriver korrigeret
budget minus forventet regnskab, andre omvendt. Tallet regnes altid ens, og kun det trykte fortegn følger kommunens
valg.

Forbrugsprocenten er det bogførte i procent af korrigeret budget. Den sammenlignes med samme måned tidligere år, for
regninger kommer sent.

Trykte tabeller stemmer ofte ikke på sidste ciffer, fordi hvert tal er afrundet for sig. Forskellen vises og rettes
ikke.
"""

from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.danish import printed_deviation
from cockpit.finance import consumption_rate, deviation, footing_differences, with_deviation
from tests.spec.handbook_tables import kr


@pytest.mark.parametrize(
    ("forecast", "adjusted", "overspend", "share", "word"),
    [
        ("1.050.000", "1.000.000", "50.000", 0.05, "merforbrug"),
        ("990.000", "1.000.000", "-10.000", -0.01, "mindreforbrug"),
        ("1.000.000", "1.000.000", "0", 0.0, "ingen afvigelse"),
        ("-900", "-1.000", "100", 0.1, "merforbrug"),  # less income than budgeted
    ],
)
def test_overspend_is_forecast_less_adjusted_budget(
    forecast: str, adjusted: str, overspend: str, share: float, word: str
) -> None:
    found = deviation(kr(forecast), kr(adjusted))

    assert found is not None
    assert (found.overspend_kr, found.overspend_share, found.word) == (kr(overspend), share, word)


def test_without_a_budget_there_is_no_deviation() -> None:
    assert deviation(kr("1.000"), None) is None
    against_nothing = deviation(kr("1.000"), kr("0"))
    assert against_nothing is not None
    assert against_nothing.overspend_share is None


def test_a_table_gets_the_same_deviations() -> None:
    rows = pl.DataFrame(
        {"forecast": ["1050", "990", "5"], "adjusted_budget": ["1000", "1000", None]}
    ).cast(pl.Decimal(18, 2))  # fmt: skip

    found = with_deviation(rows)

    assert found["overspend"].to_list() == [kr("50"), kr("-10"), None]
    assert found["overspend_share"].to_list() == [0.05, -0.01, None]
    assert found["word"].to_list() == ["merforbrug", "mindreforbrug", None]
    assert found.schema["overspend"] == pl.Decimal(18, 2)


def test_a_quarter_spent_is_twenty_five_per_cent() -> None:
    assert consumption_rate(kr("250.000"), kr("1.000.000")) == 0.25
    assert consumption_rate(kr("250.000"), None) is None


HERNING_2025 = pl.DataFrame(
    {
        "area": ["13 Handicap og Psykiatri", "18 Sundhed og Ældre"],
        "original": [367_660, 1_361_105],
        "supplementary": [1_058, 2_897],
        "carry_over": [2_357, 11_325],
        "adjusted": [371_075, 1_375_327],
        "result": [372_997, 1_374_434],
        "printed": [-1_925, 887],
    }
)
HERNING_TOTAL = pl.DataFrame(
    {
        "original": [1_728_765],
        "supplementary": [3_955],
        "carry_over": [13_682],
        "adjusted": [1_746_402],
        "result": [1_747_431],
        "printed": [-1_038],
    }
)


def test_hernings_adjusted_budget_foots_and_its_columns_too() -> None:
    adjusted = HERNING_2025.select(pl.sum_horizontal("original", "supplementary", "carry_over")).to_series()

    assert adjusted.to_list() == HERNING_2025["adjusted"].to_list()
    columns = ["original", "supplementary", "carry_over", "adjusted", "result"]
    assert footing_differences(HERNING_2025, HERNING_TOTAL, columns).is_empty()


def test_hernings_printed_deviation_is_off_by_three_six_and_nine() -> None:
    # Herning prints adjusted budget - result, plus = mindreforbrug (accounts 2025, 1.000 kr.)
    rows = pl.concat([HERNING_2025.drop("area"), HERNING_TOTAL])
    counted = [
        deviation(Decimal(result), Decimal(adjusted)) for result, adjusted in rows.select("result", "adjusted").rows()
    ]

    ours = [printed_deviation(row.overspend_kr, "underspend_positive") for row in counted if row]
    assert ours == [-1_922, 893, -1_029]
    assert [one - theirs for one, theirs in zip(ours, rows["printed"], strict=True)] == [3, 6, 9]
    assert [row.word for row in counted if row] == ["merforbrug", "mindreforbrug", "merforbrug"]


def test_a_total_that_does_not_foot_shows_its_difference() -> None:
    found = footing_differences(
        pl.DataFrame({"a": [1, 2], "b": [3, 4]}), pl.DataFrame({"a": [3], "b": [8]}), ["a", "b"]
    )

    assert found.rows() == [("b", 8, 7, 1)]
