"""Text that a spreadsheet could take for a formula is made harmless before it leaves the house."""

from cockpit.contracts.forecast_table import NOT_ALLOCATED

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """The text with a leading `'` where it begins like a formula. Only for text: a negative amount is a number.

    A lone `-` is the key of what is not allocated, and no formula.
    """
    return f"'{text}" if text.startswith(_DANGEROUS) and text != NOT_ALLOCATED else text
