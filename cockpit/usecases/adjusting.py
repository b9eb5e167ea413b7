"""Skøn: the controller's own additions to the forecast, with reason and expiry. They never overwrite a model figure."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

import polars as pl

from cockpit.access import require
from cockpit.contracts.data import Adjustment
from cockpit.contracts.errors import Refused
from cockpit.contracts.forecast_table import LEVELS
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit

_DANISH_GROUPS = re.compile(r"\d{1,3}(\.\d{3})+")


def adjust(cockpit: Cockpit, scope: Scope, adjustment: Adjustment) -> int:
    """Lay a skøn; its number. Refused without a reason, with no amount, or with months or expiry that make no sense."""
    require(scope, Role.CONTROLLER)
    _refuse_nonsense(adjustment)
    return cockpit.store.add_adjustment(scope.user, adjustment)


def withdraw(cockpit: Cockpit, scope: Scope, number: int, reason: str) -> None:
    """Take a skøn back; it stays in the journal. Refused without a reason."""
    require(scope, Role.CONTROLLER)
    if not reason.strip():
        raise Refused("Skriv hvorfor skønnet trækkes tilbage.")
    cockpit.store.withdraw_adjustment(scope.user, number, reason.strip())


def adjustments(cockpit: Cockpit, scope: Scope) -> pl.DataFrame:
    """The skøn in force, in `ADJUSTMENT_SCHEMA`."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    return cockpit.store.adjustments()


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
        raise Refused(f"«{text}» er ikke et beløb. Skriv for eksempel 1.250.000 eller -250.000,50.") from None
    if not amount.is_finite() or amount != round(amount, 2):
        raise Refused(f"«{text}» er ikke et beløb i kroner og øre.")
    return amount


def parse_adjustment(
    level: str, key: str, amount: str, *, year: int, months: str, reason: str, expires: dt.date
) -> Adjustment:
    """A skøn from the texts of a command line; Refused in Danish where one of them cannot be read."""
    parts = months.split("-")
    if not all(part.strip().isdigit() for part in parts) or len(parts) > 2:
        raise Refused(f"«{months}» er ikke måneder. Skriv for eksempel 7-12 eller 7.")
    return Adjustment(
        level=level,
        key=key,
        year=year,
        month_from=int(parts[0]),
        month_to=int(parts[-1]),
        amount_kr=parse_amount(amount),
        reason=reason,
        expires_on=expires,
    )
