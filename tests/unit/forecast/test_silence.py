"""Grants that have fallen silent: late bills, or an end that nobody has registered?"""

import datetime as dt

import polars as pl
import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import silence, survival, usual_silence
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import MARCH, grant, municipality, posting


def chances(known: State) -> pl.DataFrame:
    return silence.chances(known, survival.table(known))


def state(last_months: dict[str, int], lag: dict[str, int] | None = None) -> State:
    """Grants billed from January 2024 on, `lag` months late (0), up to so many months before March 2026."""
    bills = []
    for name, back in last_months.items():
        late = (lag or {}).get(name, 0)
        for number in range(2024 * 12, 2026 * 12 + 3 - back):
            booked = number + late
            period, service = (f"{n // 12}-{n % 12 + 1:02d}" for n in (booked, number))
            bills.append(posting(60000, period, service, grant_id=name))
    rows = [grant(name, start_date=dt.date(2023, 1, 1)) for name in last_months]
    return prepare(municipality(grants=[*rows, grant("ny")], postings=bills), MARCH, 2026, Settings())


def test_silence_where_all_others_bill_at_once_is_an_end() -> None:
    """Sixty grants are billed in the month; one has not been for four."""
    found = chances(state({f"i{n}": 4 * (n == 0) for n in range(60)}))
    november, march = 2025 * 12 + 10, 2026 * 12 + 2
    runs = {name: told for name, *told in found.iter_rows()}
    assert runs["i0"] == [4, november, 0.0]
    assert sorted(map(tuple, runs.values())) == [(0, march, 1.0)] * 59 + [(4, november, 0.0)]
    assert "ny" not in runs, "a grant that was never billed is new"


def test_silence_as_long_as_usual_is_no_end() -> None:
    """Twelve of sixty always bill two months late: two months of silence is what late bills give. When a thirteenth is
    silent for two months that tells next to nothing: without a life table 1.2 of the 60 end in a month, of which 0.15
    are believed to be unregistered after two months. One more than the 12 that are late (and may be 3 more or fewer in
    a slow month) hardly moves that: u = (0.15 x 14.7 + 0.83 x 0.0225) / (14.7 + 0.0225) = 0.151. Against 12 of 60 that
    are late stand 0.02 x 0.151 that have ended."""
    late = {f"i{n}": 2 for n in range(12)}
    usual = chances(state({f"i{n}": 0 if n >= 12 else 2 for n in range(60)}, late))
    assert usual.filter(pl.col("silent") == 2)["runs"].to_list() == pytest.approx([0.985] * 12, abs=0.002)
    one_more = chances(state({f"i{n}": 0 if n >= 13 else 2 for n in range(60)}, late))
    assert one_more.filter(pl.col("silent") == 2)["runs"].to_list() == pytest.approx(
        [0.2 / (0.2 + 0.02 * 0.151)] * 13, abs=0.001
    )


def test_a_few_grants_teach_nothing() -> None:
    assert chances(state({f"i{n}": 4 * (n == 0) for n in range(10)})).is_empty()


def test_a_grant_that_was_never_ended_costs_nothing_since_it_was_last_heard_of() -> None:
    """Silent for a year: told as the longest silence, from the month in which it was last billed."""
    found = chances(state({f"i{n}": 12 * (n == 0) for n in range(60)})).filter(grant_id="i0")
    assert found.select("silent", "heard", "runs").row(0) == (silence.LONGEST, 2025 * 12 + 2, 0.0)


def test_what_is_billed_by_the_quarter_is_silent_at_each_quarter_and_runs() -> None:
    """Six of sixty are billed for all three months in the month after the quarter. At the close of March the first
    quarter is to be billed in April: silent for three months, as at all earlier ends of quarters."""
    assert {(MARCH.month - back) % 3 for back in (usual_silence.BACK + step for step in usual_silence.CLOSES)} == {0}
    bills = []
    for n in range(60):
        for number in range(2024 * 12, 2026 * 12 + 3):
            booked = number // 3 * 3 + 3 if n < 6 else number
            period, service = (f"{m // 12}-{m % 12 + 1:02d}" for m in (booked, number))
            bills.append(posting(60000, period, service, grant_id=f"i{n}"))
    rows = [grant(f"i{n}", start_date=dt.date(2023, 1, 1)) for n in range(60)]
    found = chances(prepare(municipality(grants=rows, postings=bills), MARCH, 2026, Settings()))
    assert found.filter(pl.col("silent") == 3)["runs"].to_list() == pytest.approx([1.0] * 6, abs=0.03)


def test_what_a_providers_grants_lack_together_is_its_delay() -> None:
    """Usually one of ten is a month late. Today five of a provider's six are: of a silent one's five fellows four, so
    (10 x 0.1 + 4) / (10 + 5) are late. At the other provider one of six is, and it has no silent fellow: the usual."""
    late = pl.DataFrame(
        [("P", name, silent, share) for name in ("A", "B") for silent, share in ((0, 0.9), (1, 0.1))],
        schema=["paragraph", "provider", "silent", "late"], orient="row",
    )  # fmt: skip
    silent = {"A": [1, 1, 1, 1, 1, 0], "B": [1, 0, 0, 0, 0, 0]}
    rows = [("P", name, months) for name, told in silent.items() for months in told]
    today = pl.DataFrame(rows, schema=["paragraph", "provider", "silent"], orient="row")
    found = usual_silence.together(late, today).filter(silent=1).sort("provider")
    assert found["late"].to_list() == pytest.approx([5 / 15, 0.1])
