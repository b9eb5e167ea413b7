"""Skøn: the controller's own additions to the forecast, with reason and expiry. They never overwrite a model figure."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

from cockpit.access import require
from cockpit.contracts.data import Adjustment
from cockpit.contracts.errors import Refused
from cockpit.contracts.forecast_table import LEVELS
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import newest
from cockpit.usecases.known_keys import known_key

_DANISH_GROUPS = re.compile(r"\d{1,3}(\.\d{3})+")


def adjust(cockpit: Cockpit, scope: Scope, adjustment: Adjustment) -> int:
    """Lay a skøn; its number. Refused without a reason, with no amount, or with months or expiry that make no sense."""
    require(scope, Role.CONTROLLER)
    return cockpit.store.add_adjustment(scope.user, _checked(cockpit, adjustment))


def withdraw(cockpit: Cockpit, scope: Scope, number: int, reason: str) -> None:
    """Take a skøn back; it stays in the journal. Refused without a reason."""
    require(scope, Role.CONTROLLER)
    if not reason.strip():
        raise Refused("Skriv hvorfor skønnet trækkes tilbage.")
    cockpit.store.withdraw_adjustment(scope.user, number, reason.strip())


def renew(cockpit: Cockpit, scope: Scope, number: int, adjustment: Adjustment) -> int:
    """Lay a skøn anew in the place of number `number`, which is withdrawn with it; the new number. Refused as `adjust`
    refuses, and where the old one was renewed or withdrawn meanwhile."""
    require(scope, Role.CONTROLLER)
    return cockpit.store.renew_adjustment(scope.user, number, _checked(cockpit, adjustment))


def earlier(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> pl.DataFrame:
    """What the close began with: the year's skøn of earlier closes that are neither renewed nor withdrawn, expired ones
    included, in `ADJUSTMENT_SCHEMA`. Who sees a part of the municipality sees none."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    day = as_of or newest(cockpit)
    found = cockpit.store.earlier_adjustments(day).filter(pl.col("year") == day.year)
    return found.clear() if scope.areas or scope.teams else found


def adjustments(cockpit: Cockpit, scope: Scope) -> pl.DataFrame:
    """The skøn in force, in `ADJUSTMENT_SCHEMA`."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    return cockpit.store.adjustments()


def renewed(old: dict[str, Any], as_of: dt.date, **changes: Any) -> Adjustment:
    """The skøn of a row of `ADJUSTMENT_SCHEMA` with what a person changed. What is None is as it was, but in the months
    that are open after `as_of`, and until the year's end at least."""
    opens = first_open(as_of, old["year"])
    first, ends = max(old["month_from"], opens), max(old["expires_on"], dt.date(old["year"], 12, 31))
    proposed = {**old, "month_from": first, "month_to": max(old["month_to"], first), "expires_on": ends}
    names = ("level", "key", "year", "month_from", "month_to", "amount_kr", "reason", "expires_on")
    return Adjustment(**{name: proposed[name] if changes.get(name) is None else changes[name] for name in names})


def first_open(as_of: dt.date, year: int) -> int:
    """The first month of the year that is not closed at `as_of`; December where all are."""
    return min(max((as_of.year - year) * 12 + as_of.month + 1, 1), 12)


def _checked(cockpit: Cockpit, adjustment: Adjustment) -> Adjustment:
    _refuse_nonsense(adjustment)
    key = known_key(cockpit, adjustment.level, adjustment.key.strip(), adjustment.year)
    return replace(adjustment, key=key)


def _refuse_nonsense(adjustment: Adjustment) -> None:
    if not adjustment.reason.strip():
        raise Refused("Skønnet mangler en begrundelse.")
    if adjustment.amount_kr == 0:
        raise Refused("Skønnet er på 0 kr. Skriv beløbet med plus for merudgift og minus for mindreudgift.")
    if adjustment.level not in LEVELS or not adjustment.key.strip():
        raise Refused("Vælg niveau og nøgle, for eksempel paragraf og SEL § 107.")
    if not 1 <= adjustment.month_from <= adjustment.month_to <= 12:
        raise Refused(f"Månederne {adjustment.month_from}-{adjustment.month_to} er ikke et forløb inden for 1-12.")
    if adjustment.expires_on < dt.date(adjustment.year, 1, 1):
        raise Refused(f"Udløbsdatoen {adjustment.expires_on:%d-%m-%Y} ligger før regnskabsåret {adjustment.year}.")


def parse_amount(text: str) -> Decimal:
    """An amount as a Dane writes it: `1.250.000`, `-250000,50`, `1250000`. Refused where it is none."""
    cleaned = text.strip().replace(" ", "").replace("\N{MINUS SIGN}", "-").removesuffix("kr.").removesuffix("kr")
    if "," in cleaned or _DANISH_GROUPS.fullmatch(cleaned.lstrip("+-")):
        cleaned = cleaned.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        said = f"«{text}»" if text.strip() else "Et tomt felt"
        raise Refused(f"{said} er ikke et beløb. Skriv for eksempel 1.250.000 eller -250.000,50.") from None
    if not amount.is_finite() or amount != round(amount, 2):
        raise Refused(f"«{text}» er ikke et beløb i kroner og øre.")
    return amount


def parse_months(text: str) -> tuple[int, int]:
    """`7-12` or `7`: the first and the last month. Refused where it is neither."""
    parts = text.split("-")
    if not all(part.strip().isdigit() for part in parts) or len(parts) > 2:
        raise Refused(f"«{text}» er ikke måneder. Skriv for eksempel 7-12 eller 7.")
    return int(parts[0]), int(parts[-1])


def parse_adjustment(
    level: str, key: str, amount: str, *, year: int, months: str, reason: str, expires: dt.date
) -> Adjustment:
    """A skøn from the texts of a command line; Refused in Danish where one of them cannot be read."""
    first, last = parse_months(months)
    return Adjustment(
        level=level,
        key=key,
        year=year,
        month_from=first,
        month_to=last,
        amount_kr=parse_amount(amount),
        reason=reason,
        expires_on=expires,
    )
