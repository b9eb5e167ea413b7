"""How much prices rose into a year, as a controller entered it: body of an entry of kind `price_rise`."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class PriceRise(BaseModel):
    """The rise of prices and wages from the year before, in per cent, with where it was found. Entry key: the year."""

    model_config = ConfigDict(frozen=True)

    year: int
    rise_pct: Decimal
    source: str = Field(min_length=1, max_length=200)

    @property
    def key(self) -> str:
        """The entry's key."""
        return str(self.year)
