"""Commitments, volumes, allocation, budget and deviations. Pure: frames in, frames out."""

from cockpit.finance.allocation import Allocated, allocate
from cockpit.finance.commitments import grant_months
from cockpit.finance.knowledge import known_at
from cockpit.finance.timeline import granted
from cockpit.finance.volumes import months_active, volumes, volumes_by_year

__all__ = [
    "Allocated",
    "allocate",
    "grant_months",
    "granted",
    "known_at",
    "months_active",
    "volumes",
    "volumes_by_year",
]
