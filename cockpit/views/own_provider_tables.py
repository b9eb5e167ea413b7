"""The tables of *Egne tilbud*."""

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.table import Column, Table

COVERAGE_HELP = (
    "Dækning er takst gange de pladser, der er brugt, minus udgifterne: plus er overdækning, minus er underdækning. "
    "Det, der er ud over rammeaftalens grænse (Indstillinger), reguleres i senere takster; resten bliver i tilbuddet. "
    "Delen fra belægning er takst gange de pladser, der er brugt ud over (eller "
    "under) den belægning, taksten er beregnet efter; resten kommer af udgifterne."
)
_SALE = ("sale_budget_kr", "billed_kr", "sale_kr", "unbilled_kr")
_COVERAGE = ("coverage_kr", "regulated_kr", "vacancy_kr", "cost_part_kr")
_TOTALS = ("adjusted_kr", "posted_kr", "forecast_kr", "overspend_kr", "deviation", *_SALE, *_COVERAGE)


def provider_table(rows: pl.DataFrame, context: Context) -> Table:
    """A row per provider with a total."""
    words = [danish.deviation_word(value) for value in rows["overspend_kr"]]
    frame = rows.with_columns(
        (pl.col("overspend_kr") * context.sign).cast(MONEY).alias("deviation"),
        pl.Series("word", words, dtype=pl.String),
    )
    if frame.height:
        sums = frame.select(pl.lit("I alt").alias("provider"), *map(_sum, _TOTALS))
        total = sums.with_columns(word=pl.lit(danish.deviation_word(sums["overspend_kr"][0])))
        frame = pl.concat([frame, total], how="diagonal")
    columns = (
        Column("provider", "Tilbud", "text"),
        Column("adjusted_kr", "Korrigeret budget", "kr"),
        Column("posted_kr", "Bogført til dato", "kr"),
        Column("forecast_kr", "Forventet regnskab", "kr"),
        Column("deviation", "Afvigelse", "kr"),
        Column("word", "Mer-/mindreforbrug", "text"),
        Column("sale_budget_kr", "Salg af pladser, budget", "kr"),
        Column("billed_kr", "Salg, bogført", "kr"),
        Column("sale_kr", "Salg, ventet i år", "kr"),
        Column("unbilled_kr", "Solgt, ikke bogført", "kr", "Takst gange andre kommuners pladser minus bogført salg."),
        Column("actual_pct", "Belægning til dato", "pct"),
        Column("budgeted_pct", "Budgetteret", "pct"),
        Column("coverage_kr", "Dækning i år", "kr", COVERAGE_HELP),
        Column("regulated_kr", "Til regulering", "kr", COVERAGE_HELP),
        Column("vacancy_kr", "Heraf belægning", "kr", COVERAGE_HELP),
        Column("cost_part_kr", "Heraf udgifter", "kr", COVERAGE_HELP),
        Column("area", "Politikområde", "text"),
    )
    return Table("Egne tilbud", columns, frame, totals=int(frame.height > 0))


def _sum(name: str) -> pl.Expr:
    """The column's sum; none where nobody has a value: what is not known is not 0."""
    return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).cast(MONEY).alias(name)


def account_table(accounts: pl.DataFrame) -> Table:
    """Every account of the providers."""
    columns = (
        Column("provider", "Tilbud", "text"),
        Column("stream", "Slags", "text"),
        Column("name", "Konto", "text"),
        Column("original_kr", "Oprindeligt budget", "kr", missing="intet budget"),
        Column("adjusted_kr", "Korrigeret budget", "kr", missing="intet budget"),
        Column("posted_kr", "Bogført til dato", "kr"),
        Column("last_year_kr", "Samme mdr. sidste år", "kr"),
        Column("forecast_kr", "Forventet regnskab", "kr"),
        Column("account", "Kontonummer", "text"),
    )
    return Table("Tilbuddenes konti", columns, accounts.sort("provider", "stream", "account"))


def month_table(months: pl.DataFrame) -> Table:
    """Occupancy and what it is worth, month by month."""
    names = [f"{danish.MONTHS_SHORT[day.month - 1]} {day.year}" for day in months["month"]]
    state = pl.when("expected").then(pl.lit("ventet")).otherwise(pl.lit("faktisk"))
    frame = months.with_columns(pl.Series("month_text", names, dtype=pl.String), state=state)
    columns = (
        Column("provider", "Tilbud", "text"),
        Column("month_text", "Måned", "text"),
        Column("state", "Faktisk eller ventet", "text"),
        Column("places", "Pladser", "persons"),
        Column("own", "Egne borgere", "persons"),
        Column("others", "Andre kommuners", "persons"),
        Column("actual_pct", "Belægning", "pct"),
        Column("budgeted_pct", "Budgetteret", "pct"),
        Column("worth_kr", "Takst gange brugte pladser", "kr", missing="ingen takst"),
        Column("sold_kr", "Heraf solgte pladser", "kr", missing="ingen takst"),
        Column("vacancy_kr", "Virkning af belægning", "kr", COVERAGE_HELP, "ingen takst"),
    )
    return Table(
        "Belægning måned for måned", columns, frame, note="" if months.height else "Belægning er ikke indlæst."
    )
