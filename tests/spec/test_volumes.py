"""Helårspersoner, helårsydelser, tilgang og afgang.

En helårsperson er et års ydelse til én borger: dage med ydelse i året delt med årets dage. En indsats tæller fra og
med sin første til og med sin sidste dag.

Har en borger flere indsatser på samme tid under samme paragraf, tæller dagen én gang. Derfor kan helårspersoner ikke
lægges sammen på tværs af paragraffer: summen over alle paragraffer tæller hver borger én gang om dagen. Helårsydelser
er det samme uden sammenlægning: hver indsats for sig.

Engangsydelser har ingen varighed og tæller ikke. Ansøgte og afslåede indsatser tæller ikke.

Tilgang er indsatser med første dag i måneden, afgang er indsatser med sidste dag i måneden. Igangværende er dem, der
løber på månedens sidste dag.
"""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.finance import months_active, volumes, volumes_by_year
from tests.spec.handbook_tables import table

YEAR = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
HEADING = "grant_id | citizen | paragraph | start_date | end_date | price_unit | status\n"


def grants(lines: str) -> pl.DataFrame:
    return table("grants", HEADING + lines)


def test_a_whole_year_is_one_full_year_person() -> None:
    """En ydelse hele året er 365/365 = 1 helårsperson."""
    found = volumes(grants("g1 | b1 | SEL § 107 | 2025-03-01 | | døgn | aktiv"), ["paragraph"], *YEAR)

    assert found.rows() == [("SEL § 107", 1.0, 1.0, 1)]


def test_seventy_three_days_of_a_year_are_a_fifth() -> None:
    """1. januar til 14. marts er 73 dage: 73/365 = 0,2."""
    found = volumes(grants("g1 | b1 | SEL § 107 | 2026-01-01 | 2026-03-14 | døgn | aktiv"), ["paragraph"], *YEAR)

    assert found.rows() == [("SEL § 107", 0.2, 0.2, 1)]


def test_a_leap_year_is_divided_by_366() -> None:
    """I et skudår deles der med 366."""
    lines = grants("g1 | b1 | SEL § 107 | 2028-01-01 | 2028-06-30 | døgn | aktiv")  # 182 days

    found = volumes(lines, (), dt.date(2028, 1, 1), dt.date(2028, 12, 31))

    assert found.rows() == [(round(182 / 366, 6), round(182 / 366, 6), 1)]


def test_overlapping_grants_of_a_citizen_are_merged() -> None:
    """Januar-juni (181 dage) og april-september (183) hos samme borger er januar-september: 273/365 helårsperson,
    men 364/365 helårsydelse."""
    # January to June is 181 days, April to September 183; together January to September is 273
    lines = grants(
        """g1 | b1 | SEL § 107 | 2026-01-01 | 2026-06-30 | døgn | aktiv
           g2 | b1 | SEL § 107 | 2026-04-01 | 2026-09-30 | døgn | aktiv"""
    )

    found = volumes(lines, ["paragraph"], *YEAR)

    assert found.rows() == [("SEL § 107", round(273 / 365, 6), round(364 / 365, 6), 1)]


def test_a_grant_inside_a_longer_one_adds_no_person() -> None:
    """En kort indsats inde i en længere for samme borger lægger ingen helårsperson til."""
    lines = grants(
        """g1 | b1 | SEL § 107 | 2026-01-01 | 2026-12-31 | døgn | aktiv
           g2 | b1 | SEL § 107 | 2026-02-01 | 2026-02-28 | døgn | aktiv
           g3 | b1 | SEL § 107 | 2026-06-01 | 2026-06-30 | døgn | aktiv"""
    )

    assert volumes(lines, ["paragraph"], *YEAR)["full_year_persons"].to_list() == [1.0]


def test_the_total_counts_a_citizen_with_two_paragraphs_once() -> None:
    """To borgere, den ene med to paragraffer: 2 + 1 pr. paragraf, men 2 i alt."""
    lines = grants(
        """g1 | b1 | SEL § 107 | 2026-01-01 | | døgn | aktiv
           g2 | b1 | SEL § 104 | 2026-01-01 | | døgn | aktiv
           g3 | b2 | SEL § 104 | 2026-01-01 | | døgn | aktiv"""
    )

    apart = volumes(lines, ["paragraph"], *YEAR)
    total = volumes(lines, (), *YEAR)

    assert apart.rows() == [("SEL § 104", 2.0, 2.0, 2), ("SEL § 107", 1.0, 1.0, 1)]
    assert total.rows() == [(2.0, 3.0, 2)]


@pytest.mark.parametrize("what", ["engang | aktiv", "døgn | ansøgt", "døgn | afslag"])
def test_what_is_no_running_grant_is_not_counted(what: str) -> None:
    """Engangsydelser, ansøgte og afslåede indsatser tæller ikke."""
    assert volumes(grants(f"g1 | b1 | SEL § 107 | 2026-01-01 | | {what}"), (), *YEAR).rows() == [(0.0, 0.0, 0)]


def test_a_part_of_the_year_is_still_divided_by_the_whole_year() -> None:
    """73 dage til og med 14. marts deles stadig med hele årets 365: 0,2."""
    lines = grants("g1 | b1 | SEL § 107 | 2025-01-01 | | døgn | aktiv")

    found = volumes(lines, (), YEAR[0], dt.date(2026, 3, 14))

    assert found["full_year_persons"].to_list() == [0.2]


def test_a_period_over_two_years_is_refused() -> None:
    with pytest.raises(ValueError, match="one year"):
        volumes(grants("g1 | b1 | SEL § 107 | 2025-01-01 | | døgn | aktiv"), (), dt.date(2025, 1, 1), YEAR[1])


def test_each_year_has_its_own_persons() -> None:
    """Fra 1. juli er der 184 dage i 2025: 184/365, og 1 i 2026."""
    lines = grants("g1 | b1 | SEL § 107 | 2025-07-01 | | døgn | aktiv")  # 184 days of 2025

    found = volumes_by_year(lines, ["paragraph"], 2024, 2026)

    assert found.select("year", "full_year_persons").rows() == [(2025, round(184 / 365, 6)), (2026, 1.0)]


def test_inflow_and_outflow_are_counted_in_the_month_of_the_first_and_the_last_day() -> None:
    """Tilgang tælles i den første dags måned, afgang i den sidste dags måned; den sidste dag er med i bestanden."""
    lines = grants(
        """g1 | b1 | SEL § 107 | 2025-05-01 |            | døgn | aktiv
           g2 | b1 | SEL § 107 | 2026-02-01 | 2026-03-15 | døgn | aktiv
           g3 | b2 | SEL § 107 | 2026-03-31 | 2026-03-31 | døgn | aktiv
           g4 | b3 | SEL § 107 | 2026-01-10 | 2026-02-28 | døgn | aktiv"""
    )

    found = months_active(lines, ["paragraph"], YEAR[0], dt.date(2026, 3, 31))

    assert found.drop("paragraph").rows() == [
        # month, active on the last day, citizens, inflow, outflow
        (dt.date(2026, 1, 1), 2, 2, 1, 0),
        (dt.date(2026, 2, 1), 3, 2, 1, 1),  # g4's last day is the month's: still active, and its outflow
        (dt.date(2026, 3, 1), 2, 2, 1, 2),
    ]


def test_the_stock_is_last_months_stock_with_inflow_and_without_what_ended() -> None:
    """Bestanden er forrige måneds plus tilgang minus dem, der sluttede."""
    lines = grants(
        """g1 | b1 | SEL § 107 | 2026-01-01 | 2026-02-10 | døgn | aktiv
           g2 | b2 | SEL § 107 | 2026-02-05 | 2026-04-20 | døgn | aktiv
           g3 | b3 | SEL § 107 | 2026-03-01 |            | døgn | aktiv"""
    )

    found = months_active(lines, (), YEAR[0], dt.date(2026, 4, 30))

    active, inflow, outflow = (found[name].to_list() for name in ("active", "inflow", "outflow"))
    assert active == [1, 1, 2, 1]
    assert [now - before for before, now in zip([0, *active], active, strict=False)] == [
        came - left for came, left in zip(inflow, outflow, strict=True)
    ]


SPAN = st.tuples(st.integers(0, 5), st.sampled_from(["A", "B"]), st.integers(0, 500), st.integers(0, 400))


def by_exploding(spans: list[tuple[int, str, int, int]], groups: bool) -> dict[str, tuple[float, float]]:
    """The oracle: every single day of every grant written out and counted."""
    start = dt.date(2025, 7, 1)
    days = [
        (paragraph if groups else "alle", citizen, start + dt.timedelta(days=first + step))
        for citizen, paragraph, first, length in spans
        for step in range(length + 1)
    ]
    inside = [day for day in days if YEAR[0] <= day[2] <= YEAR[1]]
    names = {paragraph for paragraph, _, _ in inside}
    return {
        name: (
            round(len({day for day in inside if day[0] == name}) / 365, 6),
            round(sum(day[0] == name for day in inside) / 365, 6),
        )
        for name in names
    }


@settings(max_examples=30, deadline=None)
@given(spans=st.lists(SPAN, max_size=12), groups=st.booleans())
def test_counting_every_day_gives_the_same(spans: list[tuple[int, str, int, int]], groups: bool) -> None:
    """Tælles hver eneste dag for sig, bliver det det samme."""
    start = dt.date(2025, 7, 1)
    lines = "\n".join(
        f"g{number} | b{citizen} | {paragraph} | {start + dt.timedelta(days=first)} | "
        f"{start + dt.timedelta(days=first + length)} | døgn | aktiv"
        for number, (citizen, paragraph, first, length) in enumerate(spans)
    )

    found = volumes(grants(lines), ["paragraph"] if groups else (), *YEAR)

    named = found if groups else found.select(pl.lit("alle").alias("paragraph"), pl.all())
    persons = {row[0]: row[1:3] for row in named.iter_rows() if row[3]}
    assert persons == by_exploding(spans, groups)
