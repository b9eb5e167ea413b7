"""Commitments, volumes, allocation, budget and deviations. Pure: frames in, frames out."""

from cockpit.finance.actions import EFFECTS, GAPS, effects, gap, realised, untold
from cockpit.finance.allocation import Allocated, allocate
from cockpit.finance.between import THEY_ACT, THEY_PAY, between, between_grants
from cockpit.finance.budget import (
    BUDGET_LEVELS,
    PARTS,
    budget_lines,
    budget_months,
    budget_parts,
    budget_rows,
    budget_sums,
    budget_sums_by_month,
)
from cockpit.finance.chart import chart
from cockpit.finance.commitments import grant_months, grant_spans
from cockpit.finance.deliveries import IMPORTS_SCHEMA, deliveries
from cockpit.finance.deviation import Deviation, deviation, rate, three_ways, without_carry_over
from cockpit.finance.fixed_prices import (
    YearRise,
    in_fixed_prices,
    price_factors,
    price_rises,
    rise_as_law,
    rises_of_law,
)
from cockpit.finance.health import HEALTH_SCHEMA, health
from cockpit.finance.knowledge import known_at
from cockpit.finance.labels import with_labels
from cockpit.finance.marked_costs import marked_costs
from cockpit.finance.materiality import material
from cockpit.finance.movements import KINDS, movements, year_cost
from cockpit.finance.own_providers import coverage, own_accounts
from cockpit.finance.places import BLOCKS, IN_FRAME, OUTSIDE_FRAME, placed
from cockpit.finance.price_volume import BARS, price_volume
from cockpit.finance.price_volume import INPUT_SCHEMA as PRICE_VOLUME_INPUT
from cockpit.finance.reconcile import LINE_SCHEMA, provider_nets, reconcile, uncertain_kr
from cockpit.finance.refund import expensive_refund
from cockpit.finance.refund_costs import CATEGORIES
from cockpit.finance.refund_limits import HIGHEST_INDEX, NEW_ACT, RULE_TITLE, Limits
from cockpit.finance.refund_limits import STEPS as LIMIT_STEPS
from cockpit.finance.refund_year import RefundYear, expected_refund, refund_kind_of, year_limits
from cockpit.finance.timeline import granted
from cockpit.finance.volumes import months_active, volumes, volumes_by_year

__all__ = [
    "BARS",
    "BLOCKS",
    "BUDGET_LEVELS",
    "CATEGORIES",
    "EFFECTS",
    "GAPS",
    "HEALTH_SCHEMA",
    "HIGHEST_INDEX",
    "IMPORTS_SCHEMA",
    "IN_FRAME",
    "KINDS",
    "LIMIT_STEPS",
    "LINE_SCHEMA",
    "NEW_ACT",
    "OUTSIDE_FRAME",
    "PARTS",
    "PRICE_VOLUME_INPUT",
    "RULE_TITLE",
    "THEY_ACT",
    "THEY_PAY",
    "Allocated",
    "Deviation",
    "Limits",
    "RefundYear",
    "YearRise",
    "allocate",
    "between",
    "between_grants",
    "budget_lines",
    "budget_months",
    "budget_parts",
    "budget_rows",
    "budget_sums",
    "budget_sums_by_month",
    "chart",
    "coverage",
    "deliveries",
    "deviation",
    "effects",
    "expected_refund",
    "expensive_refund",
    "gap",
    "grant_months",
    "grant_spans",
    "granted",
    "health",
    "in_fixed_prices",
    "known_at",
    "marked_costs",
    "material",
    "months_active",
    "movements",
    "own_accounts",
    "placed",
    "price_factors",
    "price_rises",
    "price_volume",
    "provider_nets",
    "rate",
    "realised",
    "reconcile",
    "refund_kind_of",
    "rise_as_law",
    "rises_of_law",
    "three_ways",
    "uncertain_kr",
    "untold",
    "volumes",
    "volumes_by_year",
    "with_labels",
    "without_carry_over",
    "year_cost",
    "year_limits",
]
