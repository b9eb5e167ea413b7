"""Scenario changes by an action plan: what of its expected effect the figures do not show yet, spread evenly over the
months that are left of each year."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from cockpit.contracts.action import UNFINISHED, ActionPlan
from cockpit.contracts.forecast_table import LEAF_SCHEMA, NOT_ALLOCATED

SCHEMA: dict[str, pl.DataType] = {"year": pl.Int32(), **LEAF_SCHEMA}
CENT = Decimal("0.01")


def effect(
    plans: Mapping[str, ActionPlan], as_of: dt.date, plan_id: str, proven: Mapping[str, Decimal]
) -> tuple[pl.DataFrame, list[str]]:
    """The plan's lines on its area and paragraph, as component `adjustment`. Nothing, and a Danish sentence, where the
    plan is gone, given up, or carried out, for then its effect lies in the figures; so does the part that is `proven`
    (kr. this year by the plan's id), of both years alike."""
    plan = plans.get(plan_id)
    if plan is None:
        return pl.DataFrame(schema=SCHEMA), [f"Handleplanen {plan_id} findes ikke længere."]
    if plan.status not in UNFINISHED:
        return pl.DataFrame(schema=SCHEMA), [f"Handleplanen {plan_id} er gennemført eller opgivet og tæller ikke."]
    rows, left = [], _left(plan.expected_kr, proven.get(plan_id, Decimal(0)))
    for year, amount in ((plan.year, plan.expected_kr * left), (plan.year + 1, plan.next_year_kr * left)):
        first = as_of.month + 1 if year == as_of.year else 1
        if as_of.year <= year <= as_of.year + 1:
            rows += [_line(plan, year, month, kr) for month, kr in _spread(amount.quantize(CENT), first)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row"), _told(plan_id, left, bool(rows))


def _told(plan_id: str, left: Decimal, has_effect: bool) -> list[str]:
    if left == 0:
        return [f"Handleplanen {plan_id} er dokumenteret fuldt ud i tallene og lægger intet til."]
    if not has_effect:
        return [f"Handleplanen {plan_id} har ingen virkning i de måneder, der er tilbage."]
    return [f"En del af handleplanen {plan_id} er dokumenteret i tallene. Kun resten er lagt til."] if left < 1 else []


def _left(expected: Decimal, proven: Decimal) -> Decimal:
    """The part of an expectation that is not proven: 0 to 1, 1 where nothing is expected."""
    return min(Decimal(1), max(Decimal(0), 1 - proven / expected)) if expected else Decimal(1)


def _spread(amount: Decimal, first: int) -> list[tuple[int, Decimal]]:
    """Equal parts over the months `first`-12, the last taking the øre that are left; nothing in a year that is over."""
    count = 13 - first
    if count < 1 or amount == 0:
        return []
    part = (amount / count).quantize(CENT)
    return [(month, part if month < 12 else amount - part * (count - 1)) for month in range(first, 13)]


def _line(plan: ActionPlan, year: int, month: int, amount_kr: Decimal) -> dict[str, object]:
    place = {"area": plan.area, "paragraph": plan.paragraph or NOT_ALLOCATED}
    empty = dict.fromkeys((name for name in SCHEMA if SCHEMA[name] == pl.String()), NOT_ALLOCATED)
    known = {"component": "adjustment", "prior_year": False, "in_service_frame": True}
    return {**empty, **known, **place, "year": year, "month": month, "amount_kr": amount_kr}
