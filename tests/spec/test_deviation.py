"""Afvigelsen, dens ord og forbrugsprocenten.

Afvigelsen er forventet regnskab minus korrigeret budget. Er den over nul, er der merforbrug. Er den under, er der
mindreforbrug. Ordet står altid ved tallet, for kommunerne skriver fortegnet forskelligt: nogle skriver korrigeret
budget minus forventet regnskab, andre omvendt. Tallet regnes altid ens, og kun det trykte fortegn følger kommunens
valg.

Samme afvigelse kan siges på tre måder: mod korrigeret budget; når også det, der er søgt om, regnes med; og når det,
der ventes overført til næste år, bliver hos næste år. Ved kommunens egne opgørelser vises resultatet uden og med
overførsler fra sidste år.

Forbrugsprocenten er det bogførte i procent af korrigeret budget. Den sammenlignes med samme måned tidligere år, for
regninger kommer sent.
"""

import polars as pl
import pytest

from cockpit.contracts.dataset import MONEY
from cockpit.finance import deviation, rate, three_ways, without_carry_over
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
    """Forventet regnskab minus korrigeret budget; andelen er af budgettets størrelse, og ordet følger fortegnet."""
    found = deviation(kr(forecast), kr(adjusted))

    assert found is not None
    assert (found.overspend_kr, found.overspend_share, found.word) == (kr(overspend), share, word)


def test_without_a_budget_there_is_no_deviation() -> None:
    """Uden budget er der ingen afvigelse; mod et budget på nul er der et beløb, men ingen procent."""
    assert deviation(kr("1.000"), None) is None
    against_nothing = deviation(kr("1.000"), kr("0"))
    assert against_nothing is not None
    assert against_nothing.overspend_share is None


def _row(**kroner: str) -> pl.DataFrame:
    names = ("forecast", "adjusted_budget", "posted", "carry_over", "applied_for", "expected_carry_over")
    return pl.DataFrame({name: [kr(kroner[name]) if name in kroner else None] for name in names}).cast(MONEY)


def test_a_quarter_spent_is_twenty_five_per_cent() -> None:
    """250.000 kr. bogført af et korrigeret budget på 1.000.000 kr. er 25 %. Uden budget er der ingen
    forbrugsprocent."""
    found = _row(posted="250.000", adjusted_budget="1.000.000").select(rate("posted", "adjusted_budget")).item()
    assert found == 0.25
    assert _row(posted="250.000").select(rate("posted", "adjusted_budget")).item() is None
    assert _row(posted="1", adjusted_budget="0").select(rate("posted", "adjusted_budget")).item() is None


def test_koebenhavn_states_one_deviation_in_three_ways() -> None:
    """København 2011, borgere med sindslidelse: 810,1 − 805,3 = 4,8. Korrektioner på −7,8 giver −3,0, og 5,3, der
    overføres til næste år, giver −8,3 (plus er mindreforbrug; mio. kr.)."""
    # Borgere med sindslidelse, October forecast 2011 in mio. kr., plus = mindreforbrug: 4,8; -3,0; -8,3.
    # Corrections of -7,8 take from the budget; 5,3 are carried over to next year.
    row = _row(forecast="805,3", adjusted_budget="810,1", applied_for="-7,8", expected_carry_over="5,3")

    assert row.select(three_ways()).row(0) == (kr("-4,8"), kr("3,0"), kr("8,3"))


def test_randers_states_the_result_without_and_with_carry_over() -> None:
    """Korrigeret 509, heraf overført 4, ansøgt 2: 505 uden overførsel og 507 med det ansøgte. Forventet 510:
    merforbrug 3, og med overførslen mindreforbrug 1."""
    # 505 adjusted, of which 4 carried over; 2 applied for; 510 expected
    row = _row(forecast="510", adjusted_budget="509", carry_over="4", applied_for="2")

    excl, incl, result_excl, result_incl = row.select(without_carry_over()).row(0)

    assert (excl, incl) == (kr("505"), kr("507"))
    assert (result_excl, result_incl) == (kr("3"), kr("-1"))
