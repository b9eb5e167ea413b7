"""One grant recomputed: month by month the days, the rate and what they give, beside what is booked and expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.grant_accrued import ACCRUED, AS_A_WHOLE, LATE_PRICE, accrued_in_words
from cockpit.views.levels import term
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table

NO_RATE = "ingen takst kendt: 0 kr."
AHEAD = (
    "Disponeret er prisen i de måneder, der endnu ikke er leveret, efter egenbetaling og uden vægtning. Afgang og "
    "ventet tilgang står på paragraffen, aldrig på den enkelte indsats."
)
PARTS = ("posted", "accrued", "committed", "adjustment")


ROUNDING = 0.01
IF_ANY = ("citizen_payment_kr", "adjustment", "accrual")
"""Columns that are left out where they say nothing."""


@dataclass(frozen=True, eq=False, slots=True)
class GrantAccount:
    """The year of one grant."""

    context: Context
    headline: str
    table: Table
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.table,)


def _times(quantity: float, word: str = "") -> str:
    plain = danish.number(quantity, 4).rstrip("0").rstrip(",")
    return f" × {plain}{word}" if quantity != 1 or word else ""


def _term(row: dict[str, Any]) -> str:
    """`31 døgn × 1.500,00 kr.`: what a hand writes."""
    unit, days = row["unit"], row["days"]
    if row["rate"] is None or unit is None:
        return NO_RATE
    rate, times = danish.kr(row["rate"], 2), _times(row["quantity"])
    known = {
        "døgn": f"{days} døgn × {rate}{times}",
        "åbningsdag": f"{row['open']} åbningsdage × {rate}{times}",
        "uge": f"{days}/7 uger × {rate}{times}",
        "fremmødedag": f"{days}/7 uger × {rate}{_times(row['quantity'], ' dage om ugen')}",
        "time": f"{days}/7 uger × {rate}{_times(row['quantity'], ' timer om ugen')}",
        "måned": f"{days}/{row['month_days']} måned × {rate}{times}",
        "år": f"{days}/{row['year_days']} år × {rate}{times}",
    }
    once = "" if row["cost_kr"] else "ikke i denne måned × "
    return known.get(unit, f"{once}{rate}{times}")


def _worked(spans: pl.DataFrame) -> pl.DataFrame:
    """`month` (1-12), `days`, `worked`: the month's terms in words."""
    told = spans.with_columns(
        month=pl.col("month").dt.month().cast(pl.Int8),
        worked=pl.Series([_term(row) for row in spans.iter_rows(named=True)], dtype=pl.String),
    )
    return told.group_by("month").agg(pl.col("days").max(), pl.col("worked").str.join(" + ")).sort("month")


def _months(leaves: pl.DataFrame) -> pl.DataFrame:
    amount, month = pl.col("amount_kr"), pl.col("month").clip(1, 12)
    parts = [amount.filter(pl.col("component") == name).sum().cast(MONEY).alias(name) for name in PARTS]
    return leaves.group_by(month).agg(*parts, forecast=amount.sum().cast(MONEY))


def _table(spans: pl.DataFrame, costs: pl.DataFrame, leaves: pl.DataFrame, accrual: pl.DataFrame) -> Table:
    priced = costs.select(
        "cost_kr", "citizen_payment_kr", month=pl.col("month").dt.month().cast(pl.Int8),
        net_kr=(pl.col("cost_kr") - pl.col("citizen_payment_kr")).cast(MONEY),
    )  # fmt: skip
    year = pl.DataFrame({"month": range(1, 13), "label": danish.MONTHS}, schema_overrides={"month": pl.Int8})
    frame = year
    for part in (_worked(spans), priced, _months(leaves), accrued_in_words(accrual)):
        frame = frame.join(part, on="month", how="left")
    money = ("cost_kr", "citizen_payment_kr", "net_kr", *PARTS, "forecast")
    frame = frame.sort("month").with_columns(pl.col(money).fill_null(0).cast(MONEY), pl.col("worked").fill_null("–"))
    total = frame.select(pl.lit("I alt").alias("label"), pl.col("days").sum(), pl.col(money).sum().cast(MONEY))
    columns = (
        Column("label", "Måned", "text"),
        Column("worked", "Sådan regnet", "text", "Dage gange takst, som det står i udtrækket eller på takstlisten."),
        Column("cost_kr", "Pris", "kr_exact"),
        Column("citizen_payment_kr", "Egenbetaling", "kr_exact"),
        Column("net_kr", "Efter egenbetaling", "kr_exact"),
        *(Column(name, term(name).title, "kr_exact", term(name).definition) for name in (*PARTS, "forecast")),
        Column("accrual", "Leveret, ikke bogført: sådan regnet", "text", ACCRUED),
    )
    shown = [column for column in columns if column.name not in IF_ANY or _any(frame, column)]
    return Table("Regn indsatsen efter", tuple(shown), pl.concat([frame, total], how="diagonal"), totals=1)


def _any(frame: pl.DataFrame, column: Column) -> bool:
    return bool((frame[column.name] != ("" if column.kind == "text" else 0)).any())


def _notes(head: dict[str, Any], table: Table, accrual: pl.DataFrame) -> Iterator[str]:
    yield AHEAD
    if accrual.height:
        yield ACCRUED
        if _awaits_price(table, accrual):
            yield LATE_PRICE
    elif head["by_grants"] and _is_behind(table):
        yield AS_A_WHOLE
    if not head["by_grants"]:
        yield "Indsatsens konto styres ikke af indsatser: prisen tæller ikke frem, kun det bogførte."
    if head["ends_on"] is None:
        yield "Der er ingen slutdato: indsatsen løber året ud."
    if head["missing_since"] is not None:
        yield f"Indsatsen er ikke med i udtrækkene fra {danish.date(head['missing_since'])}."


def _awaits_price(table: Table, accrual: pl.DataFrame) -> bool:
    """Whether a delivered month is accrued at more than the registered price."""
    registered = table.frame.select("month", kr=pl.col("net_kr").cast(pl.Float64) + ROUNDING)
    told = accrual.join(registered, on="month")
    return bool((told["price"] > told["kr"]).any())


def _is_behind(table: Table) -> bool:
    """Whether more is delivered and ahead than is booked, accrued and committed: some of it waits for a bill."""
    whole = table.frame.row(-1, named=True)
    return bool(whole["net_kr"] > whole["posted"] + whole["accrued"] + whole["committed"])


def build(
    context: Context,
    head: dict[str, Any],
    *,
    spans: pl.DataFrame,
    costs: pl.DataFrame,
    leaves: pl.DataFrame,
    accrual: pl.DataFrame,
) -> GrantAccount:
    """`head`: a line of the grant as `finance.allocate` gives it; `spans`, `costs`: its `finance.grant_spans` and
    `grant_months` of the year; `leaves`: the forecast's lines of it; `accrual`: what its accrued lines are products of
    (`ACCRUAL_TERMS`)."""
    table = _table(spans, costs, leaves, accrual)
    end = danish.date(head["ends_on"]) if head["ends_on"] else "uden slutdato"
    headline = (
        f"{head['grant_id']}: {head['service']} hos {head['provider'] or 'ukendt leverandør'}, {head['paragraph']}, "
        f"{danish.date(head['start_date'])} – {end}. Forventet regnskab {context.year}: "
        f"{danish.kr(sum_kr(leaves, 'amount_kr'), 2)}"
    )
    return GrantAccount(context, headline, table, tuple(_notes(head, table, accrual)))
