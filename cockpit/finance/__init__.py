"""Commitments, volumes, allocation, budget and deviations. Pure: frames in, frames out."""

from cockpit.finance.allocation import Allocated, allocate
from cockpit.finance.budget import BUDGET_LEVELS, budget_lines, budget_months, budget_rows
from cockpit.finance.chart import chart
from cockpit.finance.commitments import grant_months
from cockpit.finance.deviation import Deviation, consumption_rate, deviation, footing_differences, with_deviation
from cockpit.finance.knowledge import known_at
from cockpit.finance.labels import with_labels
from cockpit.finance.movements import KINDS, movements, year_cost
from cockpit.finance.price_volume import BARS, price_volume
from cockpit.finance.timeline import granted
from cockpit.finance.volumes import months_active, volumes, volumes_by_year

__all__ = [
    "BARS",
    "BUDGET_LEVELS",
    "KINDS",
    "Allocated",
    "Deviation",
    "allocate",
    "budget_lines",
    "budget_months",
    "budget_rows",
    "chart",
    "consumption_rate",
    "deviation",
    "footing_differences",
    "grant_months",
    "granted",
    "known_at",
    "months_active",
    "movements",
    "price_volume",
    "volumes",
    "volumes_by_year",
    "with_deviation",
    "with_labels",
    "year_cost",
]
