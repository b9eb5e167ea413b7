"""What the ledger lacks, or has that looks wrong."""

import polars as pl

from cockpit.contracts import danish
from cockpit.forecast import courses, undated
from cockpit.forecast.ledger import is_activity
from cockpit.forecast.state import State
from cockpit.forecast.weaknesses.naming import NAMED, named

LEAST_NEGATIVE_KR = 100_000.0
LEAST_PARAGRAPH_KR = 100_000.0
"""Smaller sums are no news."""
REVERSED_SHARE = 0.1
"""Of a ledger with the sign turned no more than this is plus: bills that were corrected."""
SILENT_MONTHS = 24
"""Months of bills that are asked whether they say what they are for."""


def reversed_sign(state: State) -> str | None:
    """Nearly all spend booked below zero: an export whose expense is minus."""
    spend = state.ledger.filter((pl.col("year") == state.year) & (pl.col("dranst") != "2"))["kr"]
    amount, above = float(spend.sum()), float(spend.filter(spend > 0).sum())
    if amount > -LEAST_NEGATIVE_KR or above > REVERSED_SHARE * -amount:
        return None
    return (
        f"Årets udgifter er bogført med {danish.kr(amount)} i alt: er fortegnet i posteringerne vendt? Udgift skal "
        "være plus og indtægt minus. Fremskrivningen kan ikke bruges, før det er rettet."
    )


def short_history(state: State) -> str | None:
    """No closed year, or one only."""
    years = courses.closed_years(state)
    if not years:
        return "Der er intet afsluttet regnskabsår i data: tilgang, forsinkelser og årets gang kan ikke aflæses af det."
    if len(years) == 1:
        return f"Der er kun ét afsluttet regnskabsår i data ({years[0]}): et særligt år kan ikke kendes fra et normalt."
    return None


def missing_periods(state: State, leaves: pl.DataFrame) -> str | None:
    """With what the forecast counts for the year's closed months all the same."""
    until = min(state.now - state.january + 1, 12)
    seen = set(state.ledger.filter(pl.col("year") == state.year)["month"].unique())
    missing = [danish.MONTHS[number - 1] for number in range(1, until + 1) if number not in seen]
    if not missing or until < 1:
        return None
    closed = leaves.filter((pl.col("component") != "posted") & (pl.col("month") <= until))
    counted = danish.kr(closed["amount_kr"].sum())
    return f"Der er intet bogført i {', '.join(missing)} {state.year}; {counted} er skønnet for de lukkede måneder."


def earlier_gaps(state: State) -> str | None:
    """Months of earlier years that the ledger goes on after without."""
    gaps = [month for month in state.gaps if month < state.january]
    if not gaps:
        return None
    first = ", ".join(f"{danish.MONTHS[month % 12]} {month // 12}" for month in gaps[:NAMED])
    more = " og flere måneder" if len(gaps) > NAMED else ""
    years = sorted({month // 12 for month in gaps})
    seen = state.ledger.filter(pl.col("year").is_in(years))
    usual = danish.kr(seen["kr"].sum() / max(12 * len(years) - len(gaps), 1))
    return (
        f"Der er intet bogført i {first}{more}; der plejer at være {usual} om måneden. Året kan ikke bruges som et "
        "afsluttet regnskab, og priser og forsinkelser er aflæst af de øvrige måneder."
    )


def silent_ledger(state: State) -> str | None:
    """Bills that say neither citizen nor month, where grants steer: see `undated`."""
    steered = is_activity() & (pl.col("paragraph") != "-")
    part = undated.silent_part(state, steered, state.now - SILENT_MONTHS + 1)
    if part <= undated.MOST or state.grants.is_empty():
        return None
    return (
        f"{danish.pct(part, 0)} af regningerne på aktivitetsstyrede konti siger hverken måned eller indsats: hvad der "
        "mangler at blive bogført, er skønnet efter, hvor langt hver konto har været bagud i de afsluttede år."
    )


def unallocated(state: State) -> str | None:
    """What is booked on accounts that the chart does not know."""
    booked = state.ledger.filter((pl.col("year") == state.year) & (pl.col("area") == "-"))
    amount = booked["kr"].sum()
    if not booked.height:
        return None
    return f"{danish.kr(amount)} er bogført på konti, som kontoplanen ikke kender, og står under Ikke fordelt."


def negative_months(state: State) -> str | None:
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


def new_and_gone(state: State) -> str | None:
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
        told.append(f"{named(fresh)} er ny i {state.year}: tilgang og afgang er lånt fra de øvrige paragraffer.")
    if gone:
        amount = danish.kr(sum(then[name] for name in gone))
        told.append(f"{named(gone)} har intet i {state.year}; der var {amount} i de samme måneder sidste år.")
    return " ".join(told) or None
