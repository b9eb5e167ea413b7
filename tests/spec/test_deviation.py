"""Afvigelsen, dens ord og forbrugsprocenten.

Afvigelsen er forventet regnskab minus korrigeret budget. Er den over nul, er der merforbrug. Er den under, er der
mindreforbrug. Ordet står altid ved tallet, for kommunerne skriver fortegnet forskelligt: nogle skriver korrigeret
budget minus forventet regnskab, andre omvendt. Tallet regnes altid ens, og kun det trykte fortegn følger kommunens
valg.

Forbrugsprocenten er det bogførte i procent af korrigeret budget. Den sammenlignes med samme måned tidligere år, for
regninger kommer sent.
"""

import polars as pl
import pytest

from cockpit.finance import consumption_rate, deviation, with_deviation
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
