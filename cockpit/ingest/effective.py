"""What a file is the state of, and when it was drawn: from the person, the content, the name, in that order."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cockpit.contracts.danish import date as danish_date
from cockpit.contracts.finding import Finding, Severity
from cockpit.ingest.named_days import (
    day_in_name,
    drawn_on,
    first,
    month_in,
    period_end,
    state_on,
    stated_numbers,
    stated_periods,
    year_in_name,
)

TIMELESS = ("accounts", "account_rules", "prices", "budget")
"""Lists that hold from the beginning of what they name, whenever they were drawn; a budget may say its own day."""
BEGINNING = dt.date(2000, 1, 1)
FAR = dt.timedelta(62)
"""Name and rows may speak of the day of drawing, up to two months from the day of the state; more is asked about."""
Reasoned = tuple[dt.date | None, str]


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that tells a date. `days`: what the rows say, sorted: the state column, or the days a list holds
    from. `lines`: the title rows; `sheets`: the names of the sheets."""

    dataset: str
    name: str
    lines: tuple[str, ...]
    days: Sequence[dt.date]
    as_of: dt.date | None
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """`effective` is None where nothing tells it. `periods`: the range of accounting periods that the title states."""

    effective: dt.date | None
    reason: str
    extraction: dt.date | None = None
    periods: tuple[str, str] | None = None
    doubt: str = ""
    """Danish: what a person must confirm about the date."""

    def findings(self, file: str) -> list[Finding]:
        """The doubt as a finding."""
        if not self.doubt:
            return []
        return [Finding(severity=Severity.CONFIRM, code="effective_date", message=self.doubt, file=file)]


def dated(said: Said) -> Dated:
    """The dates of one reading, with where they were read."""
    extraction = first(map(drawn_on, said.lines))
    periods = first(map(stated_periods, said.lines)) or stated_numbers(said.lines)
    candidates = _timeless(said) if said.dataset in TIMELESS else _state(said, extraction, periods)
    told: list[Reasoned] = [(said.as_of, "angivet af brugeren"), *candidates]
    effective, where = next(((day, why) for day, why in told if day is not None), (None, ""))
    if effective is None:
        return Dated(None, "Hverken navn eller indhold siger, hvilken dato filen viser.", extraction, periods)
    reason = f"{danish_date(effective)}: {where}"
    doubt = "" if said.as_of or said.dataset in TIMELESS else _doubt(said, effective, extraction, where)
    return Dated(effective, reason, extraction or _drawn_by_column(said, effective), periods, doubt)


def _state(said: Said, extraction: dt.date | None, periods: tuple[str, str] | None) -> Iterator[Reasoned]:
    if periods is not None:
        yield period_end(periods[1]), f"filens titel angiver periode {periods[0]} til {periods[1]}"
    yield first(map(state_on, said.lines)), "står i filens titel"
    yield first(map(month_in, said.lines)), "måneden i filens titel"
    yield day_in_name(said.name), "filens navn"
    yield max(filter(None, map(day_in_name, said.sheets)), default=None), "arkets navn"
    if said.days:
        yield said.days[-1], "filens datokolonne"
    year = year_in_name(said.name)
    yield dt.date(year, 12, 31) if year else None, "året i filens navn"
    yield extraction, DRAWN_ONLY


DRAWN_ONLY = "dagen filen blev trukket"


def _timeless(said: Said) -> Iterator[Reasoned]:
    if said.dataset == "budget":
        yield first(map(state_on, said.lines)), "står i filens titel"
    yield day_in_name(said.name), "filens navn"
    if said.days:
        yield said.days[0], "første dag i indholdet"
    year = year_in_name(said.name)
    yield dt.date(year, 1, 1) if year else None, "året i filens navn"
    yield BEGINNING, "gælder fra begyndelsen, da hverken navn eller indhold siger et år"


def _drawn_by_column(said: Said, effective: dt.date) -> dt.date | None:
    """A date column later than the state is the day of drawing."""
    if said.dataset in TIMELESS or not said.days:
        return None
    return said.days[-1] if said.days[-1] > effective else None


def _doubt(said: Said, effective: dt.date, extraction: dt.date | None, where: str) -> str:
    if where == DRAWN_ONLY:
        return (
            f"Kun udtræksdagen er kendt. Bekræft, at filen viser stillingen pr. {danish_date(effective)}, "
            "eller angiv datoen (--as-of)."
        )
    named = day_in_name(said.name)
    column = said.days[-1] if said.days else None
    far = [day for day in (named, column) if day and abs(day - effective) > FAR]
    far += [extraction] if extraction and effective - extraction > FAR else []
    if not far:
        return ""
    return (
        f"Filen tages som stillingen pr. {danish_date(effective)} ({where}), men navn eller indhold nævner også "
        f"{danish_date(far[0])}. Bekræft datoen, eller angiv den (--as-of)."
    )
