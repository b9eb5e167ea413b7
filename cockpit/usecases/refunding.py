"""Økonomi → Dyre sager og refusion: the expensive cases, what the state should refund, and what has been requested."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from cockpit import finance, law
from cockpit.access import require
from cockpit.contracts import danish
from cockpit.contracts.data import EnteredLaw
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.refund_claim import FINAL, RefundClaim
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.adjusting import parse_amount
from cockpit.usecases.case_frames import case_frame
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import law_values, newest
from cockpit.views import expensive as view

CLAIMS: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "year": pl.Int32(),
    "quarter": pl.Int8(),
    "amount_kr": MONEY,
    "requested_on": pl.Date(),
    "user": pl.String(),
}
ACTS = {"SEL": "sel_176", "BL": "bl_198"}
FIRST_CLAIM, LAST_YEAR = 2020, 2100
LOWEST, HIGHEST = Decimal(100_000), Decimal(20_000_000)


def expensive_cases(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> view.ExpensiveView:
    """The page, in the reader's scope. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    day = as_of or newest(cockpit)
    bounded = bool(scope.areas or scope.teams)
    known = law_values(cockpit, day)
    return view.build(
        context_for(cockpit, scope, day, day.year),
        cases=case_frame(cockpit, scope, "cases", day),
        months=case_frame(cockpit, scope, "refund_months", day),
        booked=case_frame(cockpit, scope, "refund_booked", day),
        claims=claims(cockpit, scope, day),
        between=(case_frame(cockpit, scope, "between", day), case_frame(cockpit, scope, "between_grants", day)),
        facts=None if bounded else case_frame(cockpit, scope, "refund_facts", day),
        limits=[*finance.year_limits(day.year, known), *finance.year_limits(day.year - 1, known)],
        limit_kr=cockpit.settings.expensive_case_kr,
    )


def claims(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> pl.DataFrame:
    """What has been requested, in `CLAIMS`. About the whole municipality: a reader of a part sees none."""
    if scope.areas or scope.teams:
        return pl.DataFrame(schema=CLAIMS)
    found = cockpit.store.entries(EntryKind.REFUND_CLAIM, scope, as_of)
    rows = [RefundClaim.model_validate(entry.body).model_dump() | {"user": entry.user} for entry in found]
    return pl.DataFrame(rows, schema=CLAIMS).sort("year", "quarter", "kind")


def parse_claim(kind: str, year: int, quarter: int, amount: str, requested_on: dt.date | None) -> RefundClaim:
    """A claim from the words of a command line, its kind by name or by its Danish title; Refused where they are
    none."""
    if not FIRST_CLAIM <= year <= LAST_YEAR:
        raise Refused(f"For {year} kan intet anmodes. Vælg et år fra {FIRST_CLAIM}.")
    names = {title.lower(): name for name, title in view.KIND_TITLE.items()}
    name = names.get(kind.strip().lower(), kind)
    return RefundClaim(kind=name, year=year, quarter=quarter, amount_kr=parse_amount(amount), requested_on=requested_on)


def record_claim(cockpit: Cockpit, scope: Scope, claim: RefundClaim) -> None:
    """Note what was requested; a later note of the same quarter takes its place. Refused where it makes no sense."""
    require(scope, Role.CONTROLLER)
    if claim.kind not in {one.name for one in law.refund_kinds()}:
        raise Refused(f"«{claim.kind}» er ikke en slags refusion. Vælg en af: {', '.join(view.KIND_TITLE.values())}.")
    if claim.amount_kr != round(claim.amount_kr, 2):
        raise Refused("Beløbet skal være i kroner og øre.")
    if claim.amount_kr < 0 and claim.quarter < FINAL:
        raise Refused(
            f"Et kvartals anmodning kan ikke være {danish.kr(claim.amount_kr, 2)}; ventet 0 kr. eller mere. "
            "Er kvartalets beløb forkert, så skriv det rigtige: det afløser det gamle. Det, der skal betales tilbage, "
            "hører til den endelige opgørelse."
        )
    body = claim.model_dump(mode="json")
    cockpit.store.write_entry(scope.user, EntryKind.REFUND_CLAIM, claim.key, body)


def first_limit_year() -> int:
    """The first year that limits can be entered for: those before are the law's own, verified."""
    known = law.parameter("refund.sel_176.limit_first").values
    return max(dated.from_date.year for dated in known if dated.status == "verified") + 1


def enter_limits(
    cockpit: Cockpit,
    scope: Scope,
    year: int,
    amounts: Sequence[Decimal],
    source: str,
    acts: Sequence[str] = ("SEL", "BL"),
) -> None:
    """The year's three limits as the controller found them; every figure is computed from them from then on. `acts`:
    `SEL` (§ 176), `BL` (§ 198, from 2024). Refused without a source, or where the amounts cannot be limits."""
    require(scope, Role.CONTROLLER)
    _refuse_nonsense(year, amounts, source)
    for act in acts:
        if act not in ACTS:
            raise Refused(f"«{act}» er ikke en af lovene {' og '.join(ACTS)}.")
        if act == "BL" and year < finance.NEW_ACT:
            continue
        for step, amount in zip(finance.LIMIT_STEPS, amounts, strict=True):
            name = f"refund.{ACTS[act]}.limit_{step}"
            body = EnteredLaw(name=name, valid_from=dt.date(year, 1, 1), value=amount).model_dump(mode="json")
            cockpit.store.write_entry(scope.user, EntryKind.LAW, f"{name}-{year}", body, reason=source.strip())


def _refuse_nonsense(year: int, amounts: Sequence[Decimal], source: str) -> None:
    first = first_limit_year()
    if not first <= year <= LAST_YEAR:
        raise Refused(
            f"Året {year} kan ikke få indtastet grænser: til og med {first - 1} står de i loven. Vælg et år fra "
            f"{first}."
        )
    if len(amounts) != len(finance.LIMIT_STEPS) or list(amounts) != sorted(set(amounts)):
        raise Refused("Skriv tre grænser i stigende orden: hvorfra staten refunderer 25, 50 og 75 pct.")
    for amount in amounts:
        if not LOWEST <= amount <= HIGHEST:
            raise Refused(
                f"{danish.kr(amount)} kan ikke være en årsgrænse. Skriv hele årets beløb, for eksempel 860.000."
            )
    if not source.strip():
        raise Refused("Skriv, hvor grænserne er fundet: kilden står ved hvert tal, der hviler på dem.")
