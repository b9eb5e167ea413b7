"""A published follow-up calculated again: columns, formulas, totals, and where the print is off."""

from cockpit.finance.published.check import Difference, Published, check_published

__all__ = ["Difference", "Published", "check_published"]
