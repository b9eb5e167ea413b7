"""Disponering: hvad budgettet er bundet til.

Disponeret er det bogførte og det, de bevilgede indsatser koster året ud til deres registrerede eller forventede slut.
Korrigeret budget minus disponeret er resten til tilgang og ændringer. Kun konti, som indsatser styrer, tæller med.

Fra sidste lås til nu er ændringen i disponeret tilgang, afgang, ændringer og resten: regninger mod det, de samme
indsatser var ventet at koste. De fire summer på øren.

Sidste år på samme dato: det, der da var disponeret; det, regnskabet endte med ud over det, og hvad af det der var
regninger fra årene før.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.forecast import ForecastResult, compute, disposal
from tests.unit.forecast import world
from tests.unit.forecast.world import FRAME, HOME, grant, municipality, posting

FEBRUARY, MARCH = dt.date(2026, 2, 28), dt.date(2026, 3, 31)


def place(name: str, kr: int, **extra: object) -> dict[str, object]:
    return grant(name, unit_price=Decimal(kr), price_unit="måned", **extra)


ONE = place("i1", 10_000)


def booked(year: int, months: int) -> list[dict[str, object]]:
    return [posting(10_000, f"{year}-{month:02}", f"{year}-{month:02}") for month in range(1, months + 1)]


def close(day: dt.date, data: MunicipalityData) -> ForecastResult:
    return compute(data, day, day.year, Settings())


def only(frame: pl.DataFrame) -> dict[str, object]:
    """The one row, of the one area."""
    return frame.filter(pl.col("key") == "Voksne").drop("key").row(0, named=True)


@pytest.mark.parametrize("level", disposal.LEVELS)
def test_what_is_booked_and_what_is_granted_is_bound(level: str) -> None:
    """3 måneder a 10.000 kr. er bogført, og 9 er bevilget: 30.000 + 90.000 = 120.000 kr. af 200.000. Rammen på
    500.000 er ikke med."""
    data = municipality(
        grants=[ONE],
        postings=[*booked(2026, 3), posting(99_000, "2026-01", account=FRAME, grant_id=None)],
        budget=[world.budget(HOME, 200_000), world.budget(FRAME, 500_000)],
    )
    result = close(MARCH, data)
    accounts = disposal.accounts_of(result)
    found = disposal.committed(result, level, accounts)
    assert found.select("posted_kr", "ahead_kr", "committed_kr", "prior_years_kr").rows() == [
        (Decimal(30_000), Decimal(90_000), Decimal(120_000), Decimal(0))
    ]
    assert disposal.budgets(data, 2026, level, accounts)["adjusted_budget"].to_list() == [Decimal(200_000)]


def test_inflow_outflow_and_changes_since_the_lock_sum_to_what_disponeret_has_moved() -> None:
    """En ny fra juli a 5.000 kr. (30.000), en afsluttet efter marts a 2.000 (−18.000), én 500 kr. dyrere hele året
    (6.000); med regningerne er det hele bevægelsen."""
    leaves, dearer = place("i2", 2_000), place("i3", 1_000)
    before = close(FEBRUARY, municipality(grants=[ONE, leaves, dearer], postings=booked(2026, 2)))
    after = close(
        MARCH,
        municipality(
            grants=[
                ONE,
                {**leaves, "end_date": dt.date(2026, 3, 31)},
                {**dearer, "unit_price": Decimal(1_500)},
                place("i4", 5_000, start_date=dt.date(2026, 7, 1), registered_on=MARCH),
            ],
            postings=booked(2026, 3),
        ),
    )
    accounts = disposal.accounts_of(before, after)
    found = only(disposal.moved(before, after, "area", accounts))
    assert (found["inflow_count"], found["inflow_kr"]) == (1, Decimal(30_000))  # six months of 5.000
    assert (found["outflow_count"], found["outflow_kr"]) == (1, Decimal(-18_000))  # nine months of 2.000
    assert (found["changes_count"], found["changes_kr"]) == (1, Decimal(6_000))  # twelve months of 500
    then, now = (only(disposal.committed(one, "area", accounts))["committed_kr"] for one in (before, after))
    parts = (found[name] for name in ("inflow_kr", "outflow_kr", "changes_kr", "bills_kr"))
    assert sum(parts, Decimal(0)) == now - then  # type: ignore[operator,arg-type]


def test_what_came_after_the_same_date_last_year_and_what_of_it_was_of_earlier_years() -> None:
    """120.000 kr. var disponeret 31. marts sidste år; 10.000 kom til, heraf 7.000 fra året før."""
    then = close(dt.date(2025, 3, 31), municipality(grants=[ONE], postings=booked(2025, 3)))
    late = [posting(7_000, "2025-09", "2024-11"), posting(3_000, "2025-10", "2025-08")]
    now = close(MARCH, municipality(grants=[ONE], postings=[*booked(2025, 12), *late, *booked(2026, 3)]))
    found = only(disposal.came_after(then, now, "area", disposal.accounts_of(then, now)))
    assert found == {"then_kr": Decimal(120_000), "later_kr": Decimal(10_000), "later_prior_kr": Decimal(7_000)}
