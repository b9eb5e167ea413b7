"""Økonomi → Længere frem: what today's interventions cost next year, and where the next years are heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.forecast import ranges
from cockpit.views.context import Context
from cockpit.views.figures import Multiples
from cockpit.views.kpi import Kpi
from cockpit.views.levels import NO_BUDGET, term
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table
from cockpit.views.wording import between, money, signed, stop

AGE_TEXT = {
    18: "Fylder 18: børnenes indsatser slutter, voksenområdet kan tage over",
    23: "Fylder 23: støtten til unge slutter",
    67: "Fylder 67: særligt dyre enkeltsager giver ikke længere ny refusion",
}
PRICES = "Årene er i kendte priser: indlæste takster for året, ellers dagens."
BIRTHDAYS = (
    "Børns indsatser slutter dagen før 18-årsdagen (støtte til unge ved 23), også hvor intet er registreret. Det, der "
    "kommer i stedet på voksenområdet, ligger i den ventede tilgang."
)
NO_GRANTS = "Der er ingen indsatser i gang: helårsvirkningen kan ikke regnes, og årene følger bogføring og budget"
NO_POPULATION = "Befolkningstal er ikke indlæst, så tilgangen følger ikke demografien."
WIDE = (
    "Intervallet for i år er det samme som på Budgetopfølgning. For de kommende år er det et bredt skøn, ikke målt på "
    "historien: "
    f"{danish.pct(ranges.OPEN_SHARE, 0)} af det åbne beløb, og som var det sager på {danish.kr(ranges.CASE_KR)}, der "
    "kommer og går, gjort bredere, fordi intet er prøvet så langt frem."
)


@dataclass(frozen=True, eq=False, slots=True)
class OutlookView:
    """Further ahead: one table each for the years, next year's cost of today's interventions, and known birthdays."""

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    course: Multiples
    years: Table
    areas: Table
    effect: Table
    birthdays: Table
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.effect, self.years, self.areas, self.birthdays)


def _effect(context: Context, effect: pl.DataFrame, budget_year: int) -> Table:
    rows = effect.with_columns(
        change_kr=(pl.col("next_year_kr") - pl.col("this_year_kr")).cast(MONEY),
        against_kr=(pl.col("next_year_kr") - pl.col("budget_kr")).cast(MONEY),
    ).sort("next_year_kr", "key", descending=[True, False])
    names = ("this_year_kr", "next_year_kr", "change_kr", "budget_kr", "against_kr")
    last = rows.select(pl.lit("I alt").alias("label"), *(pl.col(name).sum().cast(MONEY) for name in ("grants", *names)))
    against = pl.when(rows["budget_kr"].null_count() < rows.height).then(pl.col("next_year_kr") - pl.col("budget_kr"))
    last = last.with_columns(grants=pl.lit(rows["grants"].sum(), dtype=pl.Int64), against_kr=against.cast(MONEY))
    whole = pl.concat([rows, last], how="diagonal") if rows.height else rows
    words = [None if kr is None else danish.deviation_word(kr) for kr in whole["against_kr"]]
    frame = whole.with_columns(
        (pl.col("against_kr") * context.sign).cast(MONEY), pl.Series("against_word", words, dtype=pl.String)
    )
    year = context.year
    columns = (
        Column("label", "Paragraf", "text"),
        Column("grants", "Indsatser nu", "integer", "I gang på opgørelsesdagen eller bevilget til senere start."),
        Column("this_year_kr", f"Udgift {year}", context.unit, "Årets udgift til alle indsatser, også de afsluttede."),
        Column(
            "next_year_kr", f"Dagens indsatser i {year + 1}", context.unit, "Til den registrerede slutdato, uvægtet."
        ),
        Column("change_kr", "Forskel", context.unit),
        Column(
            "budget_kr",
            f"Budget {budget_year}",
            context.unit,
            "Korrigeret budget på aktivitetsstyrede konti.",
            NO_BUDGET,
        ),
        Column("against_kr", "Mod budget", context.unit, "Dagens indsatser mod budgettet."),
        Column(
            "against_word", "Mer-/mindreforbrug", "text", "Ordet siger, hvad fortegnet betyder.", short="Mer/mindre"
        ),
    )
    return Table("Helårsvirkning pr. paragraf", columns, frame, totals=int(rows.height > 0))


def _years(context: Context, years: pl.DataFrame, budgets: Mapping[int, object]) -> Table:
    budget = pl.Series("budget", [budgets.get(year) for year in years["year"]], dtype=MONEY)
    frame = years.with_columns(
        budget,
        year_text=pl.col("year").cast(pl.String),
        inflows=(pl.col("pipeline") + pl.col("inflow")).cast(MONEY),
        change=(pl.col("forecast") - pl.col("forecast").first()).cast(MONEY),
    )
    columns = (
        Column("year_text", "År", "text"),
        Column("running", "Kendte indsatser", context.unit, "Bogført, leveret og disponeret."),
        Column("outflow", term("outflow").title, context.unit, term("outflow").definition),
        Column("inflows", "Tilgang", context.unit, "Ventet tilgang og kendte sager på vej ind."),
        Column("demography", "Demografi", context.unit, "Tilgangens vækst med befolkningen i alderen."),
        Column("other", term("other").title, context.unit),
        Column("refunds", "Refusion", context.unit),
        Column("adjustment", "Skøn", context.unit),
        Column("forecast", term("forecast").title, context.unit),
        Column("low80", term("low80").title, context.unit),
        Column("high80", term("high80").title, context.unit),
        Column("change", f"Mod {context.year}", context.unit),
        Column("budget", "Budget", context.unit, missing="intet budget endnu"),
    )
    return Table(f"{context.year} og de næste tre år", columns, frame)


def _areas(context: Context, areas: pl.DataFrame) -> Table:
    wide = areas.pivot(on="year", index="key", values="forecast", aggregate_function="first").sort("key")
    names = [name for name in wide.columns if name != "key"]
    rows = wide.with_columns(label=pl.col("key").replace({NOT_ALLOCATED: NOT_ALLOCATED_LABEL}))
    columns = (
        Column("label", "Politikområde", "text"),
        *(Column(name, f"Forventet {name}", context.unit) for name in names),
    )
    return Table("De næste år pr. politikområde", columns, rows)


def _birthdays(context: Context, birthdays: pl.DataFrame) -> Table:
    rows = birthdays.filter(pl.col("citizens") > 0).with_columns(
        text=pl.col("age").replace_strict(AGE_TEXT, return_dtype=pl.String), year_text=pl.col("year").cast(pl.String)
    )
    columns = (
        Column("year_text", "År", "text"),
        Column("text", "Kendt dato", "text"),
        Column("citizens", "Borgere", "integer"),
        Column("grants", "Indsatser", "integer"),
        Column("yearly_kr", "Udgift, 365 dage frem", context.unit, "Deres indsatser de næste 365 dage."),
        Column(
            "open_kr",
            "Efter dagen, samme år",
            context.unit,
            "Hvad indsatserne ville koste fra fødselsdagen til det års slutning, til deres registrerede slutdato.",
        ),
    )
    return Table("Borgere, der fylder 18, 23 og 67", columns, rows)


def _course(years: pl.DataFrame, message: str) -> Multiples:
    frame = years.select(
        "year", pl.lit("forecast_kr").alias("measure"), pl.lit("Forventet regnskab pr. år").alias("label"),
        value=pl.col("forecast").cast(pl.Float64),
        text=pl.Series([money(value) for value in years["forecast"]], dtype=pl.String),
        is_forecast=pl.lit(value=True),
    )  # fmt: skip
    return Multiples(message, frame)


def _kpis(context: Context, years: pl.DataFrame, effect: pl.DataFrame, budget_year: int) -> tuple[Kpi, ...]:
    following, known = sum_kr(effect, "next_year_kr"), bool(effect["grants"].sum())
    change = following - sum_kr(effect, "this_year_kr")
    against = following - sum_kr(effect, "budget_kr")
    budgeted = known and effect["budget_kr"].null_count() < effect.height
    word = danish.deviation_word(against) if budgeted else "ingen indsatser" if not known else NO_BUDGET
    last = years.row(-1, named=True)
    return (
        Kpi(
            f"Dagens indsatser i {context.year + 1}",
            money(following if known else None),
            signed(change) if known else "",
            f"mod {context.year}" if known else "",
            help="Helårsvirkningen: næste års udgift til de indsatser, der er i gang eller bevilget nu.",
        ),
        Kpi(
            f"Mod budget {budget_year}", money(abs(against)) if budgeted else "–", delta_word=word,
            help="På aktivitetsstyrede konti."
            + ("" if budget_year > context.year else f" Der er endnu intet budget for {context.year + 1}."),
        ),
        Kpi(
            f"Forventet {last['year']}", money(last["forecast"]), signed(last["forecast"] - years["forecast"][0]),
            f"mod {context.year}", help=f"80 %: {between(last['low80'], last['high80'])}.",
        ),
    )  # fmt: skip


def _nothing_to_follow(years: pl.DataFrame) -> tuple[str, ...]:
    """A sentence where accounts without grants are 0 kr. in the later years because nothing tells of them."""
    this, later = years.row(0, named=True), years.tail(years.height - 1)
    if not this["other"] or (later["other"] != 0).any():
        return ()
    words = (
        f"Øvrige konti er 0 kr. efter {this['year']}: der er hverken budget for årene eller et afsluttet regnskabsår "
        f"at følge. Resten af {this['year']} er de {money(this['other'])}"
    )
    return (stop(words),)


def build(
    context: Context,
    *,
    years: pl.DataFrame,
    areas: pl.DataFrame,
    effect: pl.DataFrame,
    budget_year: int,
    birthdays: pl.DataFrame,
    budgets: Mapping[int, object],
    population: bool,
) -> OutlookView:
    """`years`, `areas`: as `forecast.outlook.by_year`; `effect`: as `full_year_effect`, with `label` and `budget_kr`;
    `budgets`: year -> adjusted budget or None; `population`: whether inhabitants are known."""
    following = sum_kr(effect, "next_year_kr")
    change: Decimal = following - sum_kr(effect, "this_year_kr")
    side = "mere" if change > 0 else "mindre"
    headline = (
        f"Dagens indsatser koster {money(following)} i {context.year + 1} – {money(abs(change))} {side} end udgiften i "
        f"{context.year}"
        if effect["grants"].sum()
        else NO_GRANTS
    )
    grown = years["forecast"][-1] - years["forecast"][0]
    verb = "stiger" if grown > 0 else "falder"
    message = f"Forventet regnskab {verb} {money(abs(grown))} frem til {years['year'][-1]}, i kendte priser"
    return OutlookView(
        context=context,
        headline=headline,
        kpis=_kpis(context, years, effect, budget_year),
        course=_course(years, message),
        years=_years(context, years, budgets),
        areas=_areas(context, areas),
        effect=_effect(context, effect, budget_year),
        birthdays=_birthdays(context, birthdays),
        notes=(*_nothing_to_follow(years), PRICES, BIRTHDAYS, WIDE, *(() if population else (NO_POPULATION,))),
    )
