from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.dataset import MONEY, dataset
from cockpit.ingest.cast import Typed
from cockpit.ingest.checks import check_rows


@pytest.mark.parametrize(("parts", "told"), [((), []), (("reallocations",), ["adjusted_differs"])])
def test_an_adjusted_budget_is_only_held_against_parts_that_the_file_has(
    parts: tuple[str, ...], told: list[str]
) -> None:
    """Original 100 and adjusted 120: what moved it is not in the file, or is there and says 0."""
    amounts = {"original": 100, "adjusted": 120, **dict.fromkeys(parts, 0)}
    columns = {name: pl.Series(name, [Decimal(kr)], dtype=MONEY) for name, kr in amounts.items()}
    said = {name: pl.Series(name, [str(kr)]) for name, kr in amounts.items()}
    typed = Typed(columns=columns, said=said)
    check_rows(typed, dataset("budget"))
    assert typed.problems.frame().get_column("code").to_list() == told


def test_a_negative_price_counts_and_is_told() -> None:
    prices = pl.Series("unit_price", [Decimal(-84000), Decimal(0), None, Decimal(1)], dtype=MONEY)
    typed = Typed(columns={"unit_price": prices}, said={"unit_price": pl.Series(["-84.000", "0", None, "1"])})
    check_rows(typed, dataset("grants"))
    assert typed.problems.frame().select("index", "code", "value").rows() == [(0, "negative_price", "-84.000")]
