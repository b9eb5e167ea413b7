"""Protection of small numbers, for everyone who may see totals but no cases."""

from cockpit.disclosure.areas import MERGED_KEY, PROTECTED_MONEY, ROUNDING_KEY, TOTAL_KEY, protect_areas

__all__ = ["MERGED_KEY", "PROTECTED_MONEY", "ROUNDING_KEY", "TOTAL_KEY", "protect_areas"]
