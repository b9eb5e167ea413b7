"""Økonomi -> Egne tilbud: does what we run ourselves hold its frame, is it full, and do the tariffs cover it."""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.figures import Bars, Lines
from cockpit.views.kpi import Kpi
from cockpit.views.own_provider_tables import COVERAGE_HELP, account_table, month_table, provider_table
from cockpit.views.row import sum_kr
from cockpit.views.table import Table
from cockpit.views.wording import money

OVER, UNDER = "merforbrug", "mindreforbrug"
_NET = ("original_kr", "adjusted_kr", "posted_kr", "last_year_kr", "forecast_kr")
SPEND, SALE = "Udgifter", "Salg af pladser"
NO_OCCUPANCY = (
    "Der er ingen belægning for de tilbud, der vises her. Økonomi henter skabelonen Belægning under Indlæsning og "
    "indlæser den udfyldt; så står belægning og dækning her."
)
NOTES = (
    "Et eget tilbud er de konti på udførersiden, hvis navne begynder ens indtil kommaet.",
    COVERAGE_HELP,
    "Belægningen i månederne, der kommer, er gennemsnittet af de seneste tre.",
    "Forventet regnskab er det samme som på Budgetopfølgning, kun for tilbuddets konti.",
)


@dataclass(frozen=True, eq=False, slots=True)
class OwnProvidersView:
    """The page: every own provider, its accounts, and its occupancy month by month."""

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    deviations: Bars
    occupancy: Lines
    providers: Table
    accounts: Table
    months: Table
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.providers, self.accounts, self.months)


def build(context: Context, *, accounts: pl.DataFrame, months: pl.DataFrame, kept_share: float) -> OwnProvidersView:
    """The page. `accounts`: `finance.own_accounts` with `forecast_kr`; `months`: `finance.coverage`; `kept_share`: the
    part of the budgeted spend within which coverage is not regulated in later tariffs."""
    rows = summed(accounts, months, kept_share)
    return OwnProvidersView(
        context=context,
        headline=_headline(rows),
        kpis=_kpis(rows, months),
        deviations=_deviations(rows),
        occupancy=_occupancy(months),
        providers=provider_table(rows, context),
        accounts=account_table(accounts),
        months=month_table(months),
        notes=_notes(rows, months),
    )


def summed(accounts: pl.DataFrame, months: pl.DataFrame, kept_share: float) -> pl.DataFrame:
    """A row per provider, kr.: net budget, posted and forecast; places sold and billed; occupancy to date; coverage of
    the year (`worth` less spend), the part of it that occupancy makes, and what of it lies beyond `kept_share` of the
    budgeted spend and is regulated in later tariffs. Null where there is no occupancy."""
    spend, sale = pl.col("stream") == SPEND, pl.col("stream") == SALE
    streams = accounts.group_by("provider", "area").agg(
        *(
            pl.col(name).sum().cast(MONEY)
            for name in ("original_kr", "adjusted_kr", "posted_kr", "last_year_kr", "forecast_kr")
        ),
        pl.col("forecast_kr").filter(spend).sum().cast(MONEY).alias("spend_kr"),
        pl.col("adjusted_kr").filter(spend).sum().cast(pl.Float64).alias("spend_budget"),
        (-pl.col("posted_kr").filter(sale).sum()).cast(MONEY).alias("billed_kr"),
        (-pl.col("forecast_kr").filter(sale).sum()).cast(MONEY).alias("sale_kr"),
        (-pl.col("adjusted_kr").filter(sale).sum()).cast(MONEY).alias("sale_budget_kr"),
    )
    told = ~pl.col("expected")
    full = months.group_by("provider").agg(
        (pl.col("own") + pl.col("others"))
        .filter(told)
        .sum()
        .truediv(pl.col("places").filter(told).sum())
        .alias("actual_pct"),
        pl.col("budgeted_pct").filter(told).mean(),
        pl.col("worth_kr").sum().cast(MONEY).alias("worth_kr"),
        pl.col("sold_kr").filter(told).sum().cast(MONEY).alias("sold_kr"),
        pl.col("vacancy_kr").sum().cast(MONEY).alias("vacancy_kr"),
    )
    joined = streams.join(full, on="provider", how="left")
    coverage = (pl.col("worth_kr") - pl.col("spend_kr")).cast(MONEY)
    return joined.with_columns(
        overspend_kr=(pl.col("forecast_kr") - pl.col("adjusted_kr")).cast(MONEY),
        coverage_kr=coverage,
        regulated_kr=_beyond(coverage, kept_share * pl.col("spend_budget")),
        cost_part_kr=(coverage - pl.col("vacancy_kr")).cast(MONEY),
        unbilled_kr=(pl.col("sold_kr") - pl.col("billed_kr")).cast(MONEY),
    ).sort("overspend_kr", "provider", descending=[True, False])


def _beyond(coverage: pl.Expr, kept_kr: pl.Expr) -> pl.Expr:
    """What of the coverage lies beyond what is kept, with its sign."""
    size = coverage.cast(pl.Float64)
    return (size.sign() * (size.abs() - kept_kr).clip(lower_bound=0)).round(2).cast(MONEY)


def _share(used: pl.Expr, told: pl.Expr) -> pl.Expr:
    """Places used of all over the months that are told of."""
    return used.filter(told).sum() / pl.col("places").filter(told).sum()


def _headline(rows: pl.DataFrame) -> str:
    if rows.is_empty():
        return "Kontoplanen nævner ingen konti på udførersiden, som du har adgang til"
    over = sum_kr(rows, "overspend_kr")
    word = danish.deviation_word(over)
    start = f"De egne tilbud ventes at slutte på {money(sum_kr(rows, 'forecast_kr'))} netto"
    first = rows.row(0, named=True)
    end = f"; {first['provider']} går mest over" if first["overspend_kr"] > 0 else ""
    return f"{start}, {money(abs(over))} {word}{end}" if over else f"{start}, som budgetteret{end}"


def _kpis(rows: pl.DataFrame, months: pl.DataFrame) -> tuple[Kpi, ...]:
    over = sum_kr(rows, "overspend_kr")
    actual, budgeted = _fullness(months)
    covered = rows.filter(pl.col("coverage_kr").is_not_null())
    coverage, regulated = (sum_kr(covered, name) for name in ("coverage_kr", "regulated_kr"))
    title = "Overdækning" if coverage > 0 else "Underdækning"
    return (
        Kpi("Forventet netto", money(sum_kr(rows, "forecast_kr")), money(abs(over)), danish.deviation_word(over)),
        Kpi(
            "Salg af pladser, til dato", money(sum_kr(rows, "billed_kr")), money(sum_kr(rows, "sale_kr")), "ventet i år"
        ),
        Kpi("Belægning til dato", danish.pct(actual), danish.pct(budgeted), "budgetteret")
        if actual is not None
        else Kpi("Belægning til dato", danish.pct(None), "", "kræver listen Belægning"),
        Kpi(
            f"{title if coverage else 'Dækning'} i år",
            money(abs(coverage)) if covered.height else danish.kr(None),
            money(abs(regulated)) if regulated else "",
            _regulation(regulated) if covered.height else "kræver listen Belægning",
            COVERAGE_HELP,
        ),
    )


def _regulation(regulated_kr: Decimal) -> str:
    if not regulated_kr:
        return "bliver i tilbuddet"
    return "sænker senere takster" if regulated_kr > 0 else "hæver senere takster"


def _fullness(months: pl.DataFrame) -> tuple[float | None, float | None]:
    """Actual and budgeted occupancy of all providers to date; None where nobody told of it."""
    told = pl.col("expected").not_()
    budgeted = _share(pl.col("places") * pl.col("budgeted_pct"), told)
    found: tuple[float | None, float | None] = months.select(
        a=_share(pl.col("own") + pl.col("others"), told), b=budgeted
    ).row(0)
    return found if months.height else (None, None)


def _deviations(rows: pl.DataFrame) -> Bars:
    word = pl.when(pl.col("overspend_kr") > 0).then(pl.lit(OVER)).otherwise(pl.lit(UNDER))
    frame = rows.select(label="provider", value="overspend_kr", word=word)
    texts = [f"{money(abs(value))} {said}" for value, said in frame.select("value", "word").iter_rows()]
    over = rows.filter(pl.col("overspend_kr") > 0).height
    message = f"{over} af {rows.height} egne tilbud ventes over budget"
    return Bars(message, frame.with_columns(text=pl.Series(texts, dtype=pl.String)), OVER, UNDER)


def _occupancy(months: pl.DataFrame) -> Lines:
    many = months["provider"].n_unique() > 1

    def series(name: str, title: str) -> pl.DataFrame:
        label = pl.format("{}, {}", "provider", pl.lit(title)) if many else pl.lit(title)
        return months.select("month", key=pl.lit(name), label=label, value=pl.col(name) * 100).drop_nulls("value")

    frame = pl.concat([series("actual_pct", "faktisk og ventet"), series("budgeted_pct", "budgetteret")])
    told = months.filter(~pl.col("expected"))
    if told.is_empty():
        return Lines(NO_OCCUPANCY, "Belægning, pct.", frame)
    last = told.sort("month").row(-1, named=True)
    return Lines(f"Belægning: {danish.pct(last['actual_pct'])} i den seneste måned", "Belægning, pct.", frame)


def _notes(rows: pl.DataFrame, months: pl.DataFrame) -> tuple[str, ...]:
    without = sorted(set(rows["provider"]) - set(months["provider"]))
    found = [f"Der er ingen belægning for {', '.join(without)}: dækning kan ikke regnes."] if without else []
    late = sum_kr(rows.filter(pl.col("unbilled_kr") > 0), "unbilled_kr")
    if late > Decimal(0):
        found.append(
            f"{money(late)} for solgte pladser til dato er ikke bogført endnu, regnet efter belægning og takst."
        )
    return (*found, *NOTES)
