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
    """Sixty grants are billed in the month; one has not been for four. Of the others 0.02 end in a month, and three
    ends in ten are not registered yet. The silent one makes 1.42 times as many believable: of 60 x 0.02 = 1.2 ends a
    month 0.36, 0.192, 0.096, 0.06, 0.036 and 0.024 were believed unregistered after 0 to 5 months, 0.828 with the
    longer ones. One more than none at four months and one fewer than 60 at none give
    (1 + 0.036 x 1 / 0.036 + 0.468 x 1 / 285) / (1 + 0.192 + 0.096 + 0.06 + 0.036 + 0.024 + 0.468^2 / 285) = 1.421."""
    found = chances(state({f"i{n}": 4 * (n == 0) for n in range(60)}))
    november, march = 2025 * 12 + 10, 2026 * 12 + 2
    runs = {name: told for name, *told in found.iter_rows()}
    assert runs["i0"] == [4, november, 0.0]
    others = [told for name, told in runs.items() if name != "i0"]
    assert [told[:2] for told in others] == [[0, march]] * 59
    assert [told[2] for told in others] == pytest.approx([1 / (1 + 0.02 * 0.3 * 1.4208)] * 59, abs=1e-5)
    assert "ny" not in runs, "a grant that was never billed is new"


def test_silence_as_long_as_usual_is_no_end() -> None:
    """Twelve of sixty always bill two months late: two months of silence is what late bills give. A running one is
    silent so long with 0.2. An ended one is where it ended two months ago and bills at once (0.8 x 0.08 unregistered),
    or ended now and bills late (0.2 x 0.30): 0.124 of 0.02 ends. That nobody is silent otherwise, where 0.32 were
    believed to be, draws it to 1 / 1.32 of that. A thirteenth that is silent tells next to nothing."""
    late = {f"i{n}": 2 for n in range(12)}
    usual = chances(state({f"i{n}": 0 if n >= 12 else 2 for n in range(60)}, late))
    runs = 0.2 / (0.2 + 0.02 * 0.124 / 1.31994)
    assert usual.filter(pl.col("silent") == 2)["runs"].to_list() == pytest.approx([runs] * 12, abs=1e-5)
    one_more = chances(state({f"i{n}": 0 if n >= 13 else 2 for n in range(60)}, late))
    assert one_more.filter(pl.col("silent") == 2)["runs"].to_list() == pytest.approx([runs] * 13, abs=0.001)


def test_who_registers_beginnings_late_registers_ends_late() -> None:
    """100 grants that began in twenty months, half of them registered in the third month after: 50 of 100 beside 0.12
    of 50 are believed to be unregistered a month after, and 0.04 more of ends; none of 100 beside 0.05 of 50 three
    months after."""
    began = [2023 * 12 + 6 + n % 20 for n in range(100)]
    known = [month + 3 * (n < 50) for n, month in enumerate(began)]
    days = [tuple(dt.date(m // 12, m % 12 + 1, 20) for m in pair) for pair in zip(began, known, strict=True)]
    rows = [grant(f"i{n}", citizen=f"c{n}", start_date=a, registered_on=b) for n, (a, b) in enumerate(days)]
    state_of = prepare(municipality(grants=rows), MARCH, 2026, Settings())
    found = dict(silence.believed(state_of, survival.table(state_of)).iter_rows())
    assert found[1] == pytest.approx((50 + 0.12 * 50) / 150 + 0.04)
    assert found[3] == pytest.approx(0.05 * 50 / 150)


def test_where_no_bill_tells_of_a_grant_some_have_ended_all_the_same() -> None:
    """Of 60 running grants 0.02 end in a month, and 0.69 months' ends are believed to be unregistered. The year before
    the last half told of four ends a month: 24 in half a year. As many since then say that hardly anything lacks: 2.76
    fewer were believed, of which 72 is the variance (24, half as many for the year that is compared with, and 36 for
    slow months). None since then says that more lacks."""
    rows = [grant(f"i{n}", start_date=dt.date(2023, 1, 1), citizen=f"c{n}") for n in range(60)]
    months = [dt.date(2024 + m // 12, m % 12 + 1, 15) for m in range(9, 27)]
    ended = [grant(f"e{n}", citizen=f"d{n}", end_date=months[n // 4], status="afsluttet") for n in range(72)]
    empty = survival.table(prepare(municipality(grants=rows), MARCH, 2026, Settings()))
    for told, times in ((72, 1 / (1 + 2.76**2 / 72)), (48, (1 + 2.76 * 24 / 72) / (1 + 2.76**2 / 72))):
        known = prepare(municipality(grants=[*rows, *ended[:told]]), MARCH, 2026, Settings())
        found = silence.chances(known, empty)
        assert found["runs"].to_list() == pytest.approx([1 / (1 + 0.02 * 0.69 * times)] * 60)


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


def test_how_silent_those_are_who_ended_is_seen_of_those_who_ended() -> None:
    """Running grants are billed at once or a month late, by halves: who ended a month ago would be silent for one month
    or for two. Twenty were silent for one: (20 + 30 x 0.5) / 50 of all, (20 + 30 x 0.7) / 50 of the paragraph, (20 + 10
    x 0.82) / 30 of the provider. One whose help goes on under another number did not end."""
    late = pl.DataFrame([("P", "A", 0, 0.5), ("P", "A", 1, 0.5)], schema=["paragraph", "provider", "silent", "late"],
                        orient="row", schema_overrides={"silent": pl.Int32})  # fmt: skip
    rows = [(f"i{n}", "P", "A", 1, 1 if n < 20 else 0) for n in range(21)]
    seen = pl.DataFrame(rows, schema=["grant_id", "paragraph", "provider", "since", "silent"], orient="row",
                        schema_overrides={"since": pl.Int32, "silent": pl.Int32})  # fmt: skip
    found = usual_silence.ended(late, seen, pl.DataFrame({"grant_id": ["i20"]})).filter(since=1)
    told = dict(found.select("silent", "late").iter_rows())
    assert told[1] == pytest.approx((20 + 10 * 0.82) / 30)
    assert sum(told.values()) == pytest.approx(1)
