"""What of a deviation is price, what is volume, and what is neither: bars that add up to the deviation.

The bars are those of `finance.price_volume.BARS`; a bar that has no words here is shown as *Øvrigt*, never left out.
"""

from decimal import Decimal
from typing import Literal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.figures import Waterfall
from cockpit.views.levels import Term
from cockpit.views.row import sum_kr
from cockpit.views.steps import Step, change, waterfall
from cockpit.views.table import Column, Table
from cockpit.views.wording import money, signed

ComparedWith = Literal["budget", "last_year"]
COMPARISON: dict[ComparedWith, str] = {
    "budget": "Pris og antal er regnet mod budgettets helårspersoner.",
    "last_year": "Der er ingen budgetterede helårspersoner, så pris og antal er regnet mod sidste års regnskab.",
}
BAR: dict[str, Term] = {
    "basis_kr": Term(
        "Budget mod sidste år", "Sidste års forbrug minus budgettet, hvor der ikke er budgetteret personer."
    ),
    "volume_kr": Term("Antal", "Flere eller færre helårspersoner, regnet til den gamle enhedspris."),
    "price_kr": Term("Pris", "Højere eller lavere enhedspris, regnet på årets helårspersoner."),
    "unexplained_kr": Term("Ikke delt i pris og antal", "Hvor der mangler helårspersoner at sammenligne med."),
    "prior_years_kr": Term("Tidligere år og engangsbeløb", "Regninger fra tidligere år og engangsudgifter."),
    "not_steered_kr": Term("Øvrige konti", "Konti der ikke styres af indsatser."),
}
REST = Term("Øvrigt", "Det der hverken er pris eller antal.")
_REST = "rest"
_NAMED = 2


def _bars(price_volume: pl.DataFrame) -> pl.DataFrame:
    """`paragraph`, `bar`, `amount_kr` with the bars that are known; every other one is *Øvrigt*."""
    known = pl.when(pl.col("bar").is_in(list(BAR))).then("bar").otherwise(pl.lit(_REST))
    return price_volume.with_columns(known.alias("bar"))


def _title(bar: str) -> str:
    return BAR.get(bar, REST).title


def _message(steps: list[Step], total: Decimal, paragraph: str | None) -> str:
    """The deviation and its two largest parts; all together only covers the paragraphs that have a budget."""
    against = "korrigeret budget" if paragraph else "korrigeret budget på paragraffer med eget budget"
    largest = sorted((step for step in steps if step[3]), key=lambda step: -abs(step[3]))[:_NAMED]
    parts = " og ".join(f"{label.lower()} {signed(amount)}" for _, label, _, amount, _ in largest)
    word = danish.deviation_word(total)
    sentence = f"{word.capitalize()} {money(abs(total))} mod {against}" if total else f"Ingen afvigelse mod {against}"
    return f"{sentence}: mest {parts}" if parts else sentence


def build(price_volume: pl.DataFrame, paragraph: str | None) -> Waterfall:
    """The bars of one paragraph, or of all together: each a change, the last the whole deviation (overspend +).

    The deviation is from the budget also where persons are compared with last year's: `basis_kr` leads from one to
    the other.
    """
    chosen = price_volume if paragraph is None else price_volume.filter(pl.col("paragraph") == paragraph)
    bars = _bars(chosen)
    present = [bar for bar in (*BAR, _REST) if bar in set(bars["bar"])]
    steps = [change(bar, _title(bar), sum_kr(bars.filter(pl.col("bar") == bar), "amount_kr")) for bar in present]
    whole = sum_kr(bars, "amount_kr")
    last: Step = ("deviation", "Afvigelse i alt", "total", whole, signed(whole))
    return waterfall(_message(steps, whole, paragraph), [*steps, last] if steps else [], "Bro for pris og antal")


def table(context: Context, price_volume: pl.DataFrame, labels: pl.DataFrame) -> Table:
    """One row a paragraph, one column a bar, and their sum (overspend +). `labels`: `paragraph`, `label`."""
    bars = _bars(price_volume)
    present = [bar for bar in (*BAR, _REST) if bar in set(bars["bar"])]
    sums = [pl.col("amount_kr").filter(pl.col("bar") == bar).sum().cast(MONEY).alias(bar) for bar in present]
    whole = pl.col("amount_kr").sum().cast(MONEY).alias("deviation")
    rows = bars.group_by("paragraph").agg(*sums, whole).join(labels, on="paragraph", how="left")
    ranked = rows.sort(pl.col("deviation").abs(), "paragraph", descending=[True, False])
    last = ranked.select(pl.col(*present, "deviation").sum().cast(MONEY)).with_columns(label=pl.lit("I alt"))
    frame = pl.concat([ranked, last], how="diagonal") if ranked.height else ranked
    columns = (
        Column("label", "Paragraf", "text"),
        *(Column(bar, _title(bar), context.unit, BAR.get(bar, REST).definition) for bar in present),
        Column("deviation", "Afvigelse i alt", context.unit, "Plus er merforbrug, minus er mindreforbrug."),
    )
    return Table("Pris og antal pr. paragraf", columns, frame, totals=int(ranked.height > 0))
