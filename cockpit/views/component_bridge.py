"""From what is posted to the forecast, step by step, and on to the adjusted budget."""

from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.views.figures import Waterfall
from cockpit.views.levels import term
from cockpit.views.steps import Step, change, total, waterfall
from cockpit.views.wording import money, signed


def _message(row: dict[str, Decimal]) -> str:
    rest = row["forecast"] - row["posted"]
    start = f"{money(row['posted'])} er bogført"
    largest = max(COMPONENTS[1:], key=lambda name: abs(row[name]))
    if not row[largest]:
        return f"{start}, og der ventes ikke mere i år"
    return f"{start}; yderligere {money(rest)} ventes, mest {term(largest).title.lower()} ({signed(row[largest])})"


def _to_budget(row: dict[str, Decimal]) -> list[Step]:
    adjusted = row["adjusted_budget"]
    if adjusted is None:
        return []
    overspend = row["forecast"] - adjusted
    word = danish.deviation_word(overspend)
    deviation: Step = ("deviation", word.capitalize(), "change", -overspend, f"{word} {money(abs(overspend))}")
    return [deviation, total("adjusted_budget", term("adjusted_budget").title, adjusted)]


def build(here: pl.DataFrame) -> Waterfall:
    """The bridge of one row of the forecast (`ROW_SCHEMA`). The last step leads from the forecast to the budget, so
    an overspend is a step down: it prints the word, not the sign."""
    row = here.row(0, named=True)
    posted = total("posted", term("posted").title, row["posted"])
    changes = [change(name, term(name).title, row[name]) for name in COMPONENTS[1:]]
    forecast = total("forecast", term("forecast").title, row["forecast"])
    return waterfall(_message(row), [posted, *changes, forecast, *_to_budget(row)], "Bro fra bogført til forventet")
