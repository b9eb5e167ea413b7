"""What the forecast lacks, in sentences for the reader: a figure never looks better founded than it is."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from cockpit import finance
from cockpit.contracts import danish
from cockpit.forecast import courses, months, undated
from cockpit.forecast.ledger import is_activity
from cockpit.forecast.state import State
from cockpit.forecast.steered import lists_ended

NAMED = 5
"""Places that a sentence names."""
LEAST_NEGATIVE_KR = 100_000.0
LEAST_PARAGRAPH_KR = 100_000.0
"""Smaller sums are no news."""
REVERSED_SHARE = 0.1
"""Of a ledger with the sign turned no more than this is plus: bills that were corrected."""
ONE_GRANT_SHARE = 0.1
FEWEST_GRANTS = 10
"""A grant is one among many from so many on."""
SILENT_MONTHS = 24
"""Months of bills that are asked whether they say what they are for."""


def _unpriced(state: State) -> str | None:
    year = state.costs.filter(state.in_year() & ~pl.col("priced"))
    count = year["grant_id"].n_unique()
    if not count:
        return None
    booked = state.postings.filter(
        (pl.col("year") == state.year) & pl.col("grant_id").is_in(year["grant_id"].implode())
    )
    amount = danish.kr(booked["kr"].sum())
    noun = "indsats" if count == 1 else "indsatser"
    return f"{danish.number(count)} {noun} har ingen takst og tæller 0 kr. frem; der er bogført {amount} på dem i år."


def _late_prices(state: State) -> str | None:
    return state.late_prices.sentence(state.costs.filter(state.in_year()))


def _missing_periods(state: State, leaves: pl.DataFrame) -> str | None:
    """With what the forecast counts for the year's closed months all the same."""
    until = min(state.now - state.january + 1, 12)
    seen = set(state.ledger.filter(pl.col("year") == state.year)["month"].unique())
    missing = [danish.MONTHS[number - 1] for number in range(1, until + 1) if number not in seen]
    if not missing or until < 1:
        return None
    closed = leaves.filter((pl.col("component") != "posted") & (pl.col("month") <= until))
    counted = danish.kr(closed["amount_kr"].sum())
    return f"Der er intet bogført i {', '.join(missing)} {state.year}; {counted} er skønnet for de lukkede måneder."


def _earlier_gaps(state: State) -> str | None:
    """Months of earlier years that the ledger goes on after without."""
    gaps = [month for month in state.gaps if month < state.january]
    if not gaps:
        return None
    named = ", ".join(f"{danish.MONTHS[month % 12]} {month // 12}" for month in gaps[:NAMED])
    more = " og flere måneder" if len(gaps) > NAMED else ""
    years = sorted({month // 12 for month in gaps})
    seen = state.ledger.filter(pl.col("year").is_in(years))
    usual = danish.kr(seen["kr"].sum() / max(12 * len(years) - len(gaps), 1))
    return (
        f"Der er intet bogført i {named}{more}; der plejer at være {usual} om måneden. Året kan ikke bruges som et "
        "afsluttet regnskab, og priser og forsinkelser er aflæst af de øvrige måneder."
    )


def _history(state: State) -> str | None:
    years = courses.closed_years(state)
    if not years:
        return "Der er intet afsluttet regnskabsår i data: tilgang, forsinkelser og årets gang kan ikke aflæses af det."
    if len(years) == 1:
        return f"Der er kun ét afsluttet regnskabsår i data ({years[0]}): et særligt år kan ikke kendes fra et normalt."
    return None


def _budget(state: State) -> str | None:
    lines = finance.budget_sums(state.budget(state.year), "account")
    if not state.data.budget.filter(pl.col("year") == state.year).height:
        return f"Der er intet budget for {state.year}: øvrige konti følger sidste år, og afvigelser kan ikke vises."
    if lines.is_empty():
        return f"Budgettet for {state.year} er ikke lagt på konti: øvrige konti følger sidste år."
    return None


def _budget_nowhere(state: State) -> str | None:
    """A budget where neither the chart, the ledger nor a grant has anything: it counts, and nothing is booked on it."""
    lines = state.budget(state.year)
    charted = finance.chart(state.data.accounts, [state.year])
    booked = state.ledger.filter(pl.col("year") == state.year)
    missing = [pl.col("adjusted_budget") != 0]
    for name in ("account", "paragraph", "area"):
        known = pl.concat([charted[name], booked[name], state.grants[name]]).drop_nulls().unique()
        missing.append(pl.col(name).is_null() | ~pl.col(name).is_in(known.implode()))
    loose = lines.filter(missing)
    if loose.is_empty():
        return None
    places = loose.select(pl.coalesce("account", "paragraph", "area", pl.lit("uden sted"))).to_series().unique().sort()
    named = ", ".join(places.head(NAMED)) + (" med flere" if places.len() > NAMED else "")
    amount = danish.kr(loose["adjusted_budget"].sum())
    where = f"som hverken kontoplan, bogføring eller indsatser kender ({named})"
    return f"{amount} af budgettet står på steder, {where}; det tæller med."


def _reconstructed(state: State) -> str | None:
    grants = finance.granted(state.grants)
    rebuilt = grants.filter(pl.col("reconstructed").fill_null(value=False)).height
    if not rebuilt:
        return None
    share = danish.pct(rebuilt / grants.height, 0)
    return f"{share} af indsatserne kendes kun fra et senere udtræk: hvornår de blev kendt er udledt (rekonstrueret)."


def _one_export(state: State) -> str | None:
    if state.grants.is_empty():
        return "Der er ingen indsatser i data: alt fremskrives fra bogføring og budget."
    dates = state.grants["known_from"].drop_nulls().unique()
    if dates.len() != 1:
        return None
    return f"Indsatserne kendes fra ét udtræk ({danish.date(dates[0])}): ændringer over tid kan ikke ses."


def _unallocated(state: State) -> str | None:
    booked = state.ledger.filter((pl.col("year") == state.year) & (pl.col("area") == "-"))
    amount = booked["kr"].sum()
    if not booked.height:
        return None
    return f"{danish.kr(amount)} er bogført på konti, som kontoplanen ikke kender, og står under Ikke fordelt."


def _active_only(state: State) -> str | None:
    if state.grants.is_empty() or lists_ended(state):
        return None
    return "Udtrækket viser næsten ingen afsluttede indsatser: afgang og tilgang kan ikke aflæses af fortiden."


def _no_ends(state: State) -> str | None:
    ends = state.grants.select(pl.any_horizontal(pl.col("end_date", "expected_end_date").is_not_null()).sum()).item()
    if ends or state.grants.height < FEWEST_GRANTS:
        return None
    return (
        "Ingen indsats har en slutdato: hvor længe hjælpen varer, aflæses kun af, hvem der betales for. Tag slutdatoen "
        "med i udtrækket, hvis fagsystemet har den."
    )


def _taken_over(state: State) -> str | None:
    """No ids: the sentence is read by those who may not meet a single citizen too."""
    count = state.taken_over.height
    if not count:
        return None
    noun = "indsats" if count == 1 else "indsatser"
    return (
        f"{danish.number(count)} {noun} er afløst af en nyere til samme borger, ydelse og leverandør uden at være "
        "lukket, og regnes for slut dagen før den nye, så hjælpen ikke tæller to gange."
    )


def _silent_ledger(state: State) -> str | None:
    """Bills that say neither citizen nor month, where grants steer: see `undated`."""
    steered = is_activity() & (pl.col("paragraph") != "-")
    part = undated.silent_part(state, steered, state.now - SILENT_MONTHS + 1)
    if part <= undated.MOST or state.grants.is_empty():
        return None
    return (
        f"{danish.pct(part, 0)} af regningerne på aktivitetsstyrede konti siger hverken måned eller indsats: hvad der "
        "mangler at blive bogført, er skønnet efter, hvor langt hver konto har været bagud i de afsluttede år."
    )


def _last_seen(grants: pl.DataFrame) -> dt.date | None:
    """The newest export that left a trace in the grants: a row that it changed, or one that it no longer had."""
    seen = [grants[name].max() for name in ("known_from", "missing_since")]
    return max((day for day in seen if isinstance(day, dt.date)), default=None)


def _stale(state: State) -> str | None:
    """Said only where more than a whole month has passed without a trace: `known_from` is that of the last change, and
    a month in which no grant changed is no old export."""
    newest = _last_seen(state.grants) if state.grants.height else None
    if newest is None or months.index_of(newest) >= state.now - 1:
        return None
    return (
        f"Der er ingen ændringer i indsatserne siden {danish.date(newest)}: er de seneste udtræk indlæst? Opgørelsen "
        f"er pr. {danish.long_date(state.as_of)}."
    )


def _negative_months(state: State) -> str | None:
    """Accounts of spend with a month that is booked below zero this year or in the twelve months before the date, by
    which grants and ledger are compared: a correction or a wrong account; it counts."""
    seen = (pl.col("year") == state.year) | pl.col("booked").is_between(state.now - 11, state.now)
    spend = state.ledger.filter(seen & (pl.col("dranst") == "1"))
    monthly = spend.group_by("account", "year", "month").agg(pl.col("kr").sum())
    size = pl.col("kr").abs().sum().over("account")
    wrong = monthly.filter((pl.col("kr") < -LEAST_NEGATIVE_KR) & (pl.col("kr").sum().over("account") + size > 0))
    if wrong.is_empty():
        return None
    account, year, month, amount = wrong.sort("kr", "account").row(0)
    others = wrong.height - 1
    more = f" og {others} {'andet sted' if others == 1 else 'andre steder'}" if others else ""
    name = danish.MONTHS[min(max(month, 1), 12) - 1]
    return (
        f"Der er bogført {danish.kr(amount)} netto på {account} i {name} {year}{more}: en rettelse eller en "
        "fejlkontering? Det tæller med, som det står."
    )


def _reversed(state: State) -> str | None:
    """Nearly all spend booked below zero: an export whose expense is minus."""
    spend = state.ledger.filter((pl.col("year") == state.year) & (pl.col("dranst") != "2"))["kr"]
    amount, above = float(spend.sum()), float(spend.filter(spend > 0).sum())
    if amount > -LEAST_NEGATIVE_KR or above > REVERSED_SHARE * -amount:
        return None
    return (
        f"Årets udgifter er bogført med {danish.kr(amount)} i alt: er fortegnet i posteringerne vendt? Udgift skal "
        "være plus og indtægt minus. Fremskrivningen kan ikke bruges, før det er rettet."
    )


def _one_grant(state: State) -> str | None:
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


def _new_and_gone(state: State) -> str | None:
    """Paragraphs that the year has and the year before had not, and the other way round."""
    until = pl.col("month").clip(1, 12) <= min(max(state.now - state.january + 1, 0), 12)
    booked = state.ledger.filter(until & (pl.col("paragraph") != "-") & (pl.col("dranst") == "1"))
    years = [booked.filter(pl.col("year") == year) for year in (state.year, state.year - 1)]
    if any(year.is_empty() for year in years):
        return None
    sums = [dict(year.group_by("paragraph").agg(pl.col("kr").sum()).iter_rows()) for year in years]
    now, then = sums
    granted_now = set(state.costs.filter(state.in_year())["paragraph"])
    fresh = sorted(name for name, kr in now.items() if name not in then and kr >= LEAST_PARAGRAPH_KR)
    gone = sorted(
        name for name, kr in then.items() if name not in now and name not in granted_now and kr >= LEAST_PARAGRAPH_KR
    )
    told = []
    if fresh:
        told.append(f"{_named(fresh)} er ny i {state.year}: tilgang og afgang er lånt fra de øvrige paragraffer.")
    if gone:
        amount = danish.kr(sum(then[name] for name in gone))
        told.append(f"{_named(gone)} har intet i {state.year}; der var {amount} i de samme måneder sidste år.")
    return " ".join(told) or None


def _named(places: Sequence[str]) -> str:
    return ", ".join(places[:NAMED]) + (" med flere" if len(places) > NAMED else "")


def weaknesses(state: State, leaves: pl.DataFrame) -> tuple[str, ...]:
    """Danish sentences, the gravest first; empty where nothing is lacking. `leaves`: the model's lines."""
    found = [check(state) for check in (_reversed, _history, _one_export, _active_only, _no_ends, _taken_over, _stale)]
    found += [_missing_periods(state, leaves), _earlier_gaps(state), _silent_ledger(state)]
    later = (
        _budget,
        _budget_nowhere,
        _unpriced,
        _late_prices,
        _unallocated,
        _negative_months,
        _one_grant,
        _new_and_gone,
        _reconstructed,
    )
    found += [check(state) for check in later]
    return tuple(sentence for sentence in found if sentence is not None)
