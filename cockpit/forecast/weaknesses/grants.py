"""What the list of grants lacks."""

import datetime as dt

import polars as pl

from cockpit import finance
from cockpit.contracts import danish
from cockpit.finance.timeline import MONTHS
from cockpit.forecast import months
from cockpit.forecast.late_prices import LatePrices
from cockpit.forecast.state import State
from cockpit.forecast.steered import lists_ended

ONE_GRANT_SHARE = 0.1
FEWEST_GRANTS = 10
"""A grant is one among many from so many on."""

LATE_PRICES = (
    "{count} har endnu ikke fået prisen for {year} og regnes fra januar {rise} dyrere end registreret, som {others}. "
    "Det er {amount} mere, end de er registreret til i året."
)


def _counted(count: int) -> str:
    """So many grants."""
    return f"{danish.number(count)} {'indsats' if count == 1 else 'indsatser'}"


def one_export(state: State) -> str | None:
    """No list of grants, or one only."""
    if state.grants.is_empty():
        return "Der er ingen indsatser i data: alt fremskrives fra bogføring og budget."
    dates = state.grants["known_from"].drop_nulls().unique()
    if dates.len() != 1:
        return None
    return f"Indsatserne kendes fra ét udtræk ({danish.date(dates[0])}): ændringer over tid kan ikke ses."


def active_only(state: State) -> str | None:
    """A list that forgets who has left."""
    if state.grants.is_empty() or lists_ended(state):
        return None
    return "Udtrækket viser næsten ingen afsluttede indsatser: afgang og tilgang kan ikke aflæses af fortiden."


def no_ends(state: State) -> str | None:
    """A list without ends."""
    ends = state.grants.select(pl.any_horizontal(pl.col("end_date", "expected_end_date").is_not_null()).sum()).item()
    if ends or state.grants.height < FEWEST_GRANTS:
        return None
    return (
        "Ingen indsats har en slutdato: hvor længe hjælpen varer, aflæses kun af, hvem der betales for. Tag slutdatoen "
        "med i udtrækket, hvis fagsystemet har den."
    )


def taken_over(state: State) -> str | None:
    """No ids: the sentence is read by those who may not meet a single citizen too."""
    count = state.taken_over.height
    if not count:
        return None
    return (
        f"{_counted(count)} er afløst af en nyere til samme borger, ydelse og leverandør uden at være "
        "lukket, og regnes for slut dagen før den nye, så hjælpen ikke tæller to gange."
    )


def _last_seen(grants: pl.DataFrame) -> dt.date | None:
    """The newest export that left a trace in the grants: a row that it changed, or one that it no longer had."""
    seen = [grants[name].max() for name in ("known_from", "missing_since")]
    return max((day for day in seen if isinstance(day, dt.date)), default=None)


def stale(state: State) -> str | None:
    """Said only where more than a whole month has passed without a trace: `known_from` is that of the last change, and
    a month in which no grant changed is no old export."""
    newest = _last_seen(state.grants) if state.grants.height else None
    if newest is None or months.index_of(newest) >= state.now - 1:
        return None
    return (
        f"Der er ingen ændringer i indsatserne siden {danish.date(newest)}: er de seneste udtræk indlæst? Opgørelsen "
        f"er pr. {danish.long_date(state.as_of)}."
    )


def unpriced(state: State) -> str | None:
    """Grants without a price, and what is booked on them."""
    year = state.costs.filter(state.in_year() & ~pl.col("priced"))
    count = year["grant_id"].n_unique()
    if not count:
        return None
    booked = state.postings.filter(
        (pl.col("year") == state.year) & pl.col("grant_id").is_in(year["grant_id"].implode())
    )
    amount = danish.kr(booked["kr"].sum())
    return f"{_counted(count)} har ingen takst og tæller 0 kr. frem; der er bogført {amount} på dem i år."


def late_prices(state: State) -> str | None:
    """Grants whose price of the year has not come: see `late_prices`."""
    return told_of(state.late_prices, state.costs.filter(state.in_year()))


def told_of(late: LatePrices, costs: pl.DataFrame) -> str | None:
    """Who waits and what it is in `costs` (the year's, `stepped`); no grant is named."""
    if late.grants.is_empty():
        return None
    year = late.january // MONTHS
    amount = float(costs.filter(late.waits())["cost"].sum()) * late.rise / (1 + late.rise)
    return LATE_PRICES.format(
        count=_counted(late.grants.len()), year=year, rise=danish.pct(late.rise), amount=danish.kr(amount),
        others="de øvrige er steget" if late.by_others else f"de steg ved nytår {year - 1}",
    )  # fmt: skip


def one_grant(state: State) -> str | None:
    """One grant that alone is a large part of what is committed for the rest of the year."""
    ahead = state.costs.filter((pl.col("mi") > state.now) & state.in_year())
    each = ahead.group_by("grant_id").agg(pl.col("cost").sum())["cost"]
    whole, largest = float(each.sum()), each.max()
    if each.len() < FEWEST_GRANTS or not isinstance(largest, float) or largest <= ONE_GRANT_SHARE * whole:
        return None
    return (
        f"En enkelt indsats er {danish.pct(largest / whole, 0)} af det disponerede resten af {state.year} "
        f"({danish.million_kr(largest)}): slutter den eller får en anden pris, flytter det hele området."
    )


def reconstructed(state: State) -> str | None:
    """Grants that only a later export tells of."""
    grants = finance.granted(state.grants)
    rebuilt = grants.filter(pl.col("reconstructed").fill_null(value=False)).height
    if not rebuilt:
        return None
    share = danish.pct(rebuilt / grants.height, 0)
    return f"{share} af indsatserne kendes kun fra et senere udtræk: hvornår de blev kendt er udledt (rekonstrueret)."
