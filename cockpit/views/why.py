"""Økonomi -> Hvorfor: from the budget to the forecast, bar by bar, each with a sentence and the grants behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.views.context import Context
from cockpit.views.figures import Waterfall
from cockpit.views.levels import NO_BUDGET, Term
from cockpit.views.row import ForecastRow, sum_kr
from cockpit.views.steps import Step, change, waterfall
from cockpit.views.table import Column, Table
from cockpit.views.wording import money, signed, stop

BAR: dict[str, Term] = {
    "basis": Term("Budget mod sidste år", "Sidste års forbrug minus budgettet, hvor budgettet ingen personer har."),
    "volume": Term("Antal", "Flere eller færre helårspersoner, regnet til den gamle enhedspris."),
    "mix": Term(
        "Fordeling på leverandører", "Dyrere eller billigere leverandører end sidste år, til sidste års priser."
    ),
    "price": Term("Pris", "Ændret enhedspris hos samme leverandører, regnet på årets helårspersoner."),
    "unsplit": Term("Ikke delt i pris og antal", "Indsatser hvor der mangler helårspersoner eller budget at måle mod."),
    "prior_years": Term("Tidligere år og engangsbeløb", "Regninger fra tidligere år, bogført eller ventet."),
    "frame": Term(
        "Rammer og øvrige konti",
        "Konti der ikke styres af indsatser, mod deres budget, og det som regnskabets egen gang flytter.",
    ),
    "refunds": Term("Refusion", "Refusion, bogført og ventet, mod budgettet."),
    "method": Term("Valgt metode", "Hvad godkendte metoder giver ud over modellen på deres paragraffer."),
    "adjustment": Term("Skøn", "Controllerens skøn, som budgettet ikke kender."),
}
_SHORT = {
    "mix": "Fordeling",
    "unsplit": "Ikke delt",
    "prior_years": "Tidl. år mv.",
    "frame": "Rammer mv.",
}
"""Headings on the screen, so that the whole table by kind of help stands side by side at 1440 pixels."""
_CLASS = dict.fromkeys(("basis", "volume", "mix", "price", "unsplit"), "service")
MAX_LINES = 500
NOT_THE_SUM = (
    " Linjerne er ændringen indsats for indsats mod sidste år og summer til {lines}; søjlen er {bar}, for den er "
    "regnet samlet mod budgettet pr. slags indsats. De to skal ikke gå op."
)
UNBUDGETED = "Der er intet budget at forklare en afvigelse fra."
BY_KIND = (
    "Helårspersoner er talt pr. slags indsats, så serviceloven og barnets lov ikke rives fra hinanden. På siden "
    "Paragraffer regnes antal og pris pr. paragraf, så de to søjler er andre dér; hver bro går op for sig."
)
NOTHING = "Forventet regnskab er lig budgettet."


@dataclass(frozen=True, eq=False, slots=True)
class WhyView:
    """The bridge from the adjusted budget to the forecast. `bars`: one row a bar with its sentence; `groups`: one row a
    kind of help; `lines`: what stands behind, cut to the largest."""

    context: Context
    headline: str
    bridge: Waterfall
    bars: Table
    groups: Table
    lines: pl.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.bars, self.groups)

    def behind(self, bar: str) -> Table:
        """The grants or accounts behind a bar, the largest change first."""
        lines = self.lines.filter(pl.col("cls") == _CLASS.get(bar, bar))
        in_both = (pl.col("now_kr") != 0) & (pl.col("last_year_kr") != 0)
        if bar == "volume":
            lines = lines.filter(~in_both)
        if bar == "price":
            lines = lines.filter(in_both)
        if bar == "mix":
            lines = _added_up(lines, ["group", "provider"]).with_columns(paragraph=pl.col("group"))
        if bar in ("frame", "refunds"):
            lines = _added_up(lines, ["account"])
        amount = sum_kr(self.bars.frame.filter(pl.col("bar") == bar), "amount_kr")
        return _behind(self.context, bar, lines, amount)


def _added_up(lines: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """The lines per key, the largest change first; what they are not told apart by is left open."""
    sums = [pl.col(name).sum().cast(MONEY) for name in ("now_kr", "last_year_kr")]
    absent = [name for name in ("group", "paragraph", "provider", "grant_id", "account") if name not in by]
    whole = lines.group_by(by).agg(*sums).with_columns(pl.lit("–").alias(name) for name in absent)
    change_ = (pl.col("now_kr") - pl.col("last_year_kr")).abs()
    return whole.sort(change_, *by, descending=[True, *[False] * len(by)])


def _behind(context: Context, bar: str, lines: pl.DataFrame, amount: Decimal) -> Table:
    names = {NOT_ALLOCATED: NOT_ALLOCATED_LABEL}
    shown = lines.head(MAX_LINES).with_columns(
        pl.col("paragraph", "provider", "grant_id", "account").replace(names),
        change=(pl.col("now_kr") - pl.col("last_year_kr")).cast(MONEY),
    )
    columns = (
        Column("paragraph", "Paragraf", "text"),
        Column("provider", "Leverandør", "text"),
        Column("grant_id", "Indsats", "text"),
        Column("account", "Konto", "text"),
        Column("now_kr", f"Forventet {context.year}", context.unit),
        Column("last_year_kr", f"Regnskab {context.year - 1}", context.unit),
        Column("change", "Ændring", context.unit, "Plus er flere udgifter end sidste år."),
    )
    cut = f" Vist er de {MAX_LINES} største af {lines.height}." if lines.height > MAX_LINES else ""
    moved = sum_kr(lines, "now_kr") - sum_kr(lines, "last_year_kr")
    apart = "" if moved == amount else NOT_THE_SUM.format(lines=signed(moved), bar=signed(amount))
    return Table(f"Bag søjlen {BAR[bar].title}", columns, shown, note=BAR[bar].definition + apart + cut)


def _sentence(bar: str, amount: Decimal, groups: pl.DataFrame) -> str:
    """`Antal øger forventet regnskab med 3,1 mio. kr., mest Botilbud (+2,0 mio. kr.).`"""
    way = "øger" if amount > 0 else "sænker"
    start = f"{BAR[bar].title} {way} forventet regnskab med {money(abs(amount))}"
    named = groups.filter(pl.col("bar") == bar, pl.col("group") != NOT_ALLOCATED)
    if named.is_empty():
        return start
    group, most = (
        named.sort(pl.col("amount_kr").abs(), "group", descending=[True, False]).select("group", "amount_kr").row(0)
    )
    return f"{start} – mest {group} ({signed(most)})"


def _bars(lines: pl.DataFrame) -> pl.DataFrame:
    sums = {bar: sum_kr(lines.filter(pl.col("bar") == bar), "amount_kr") for bar in BAR}
    rows = [(bar, BAR[bar].title, amount, _sentence(bar, amount, lines)) for bar, amount in sums.items() if amount]
    schema = {"bar": pl.String(), "label": pl.String(), "amount_kr": MONEY, "sentence": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _headline(context: Context, row: ForecastRow, bars: pl.DataFrame, where: str) -> str:
    overspend = row.overspend or Decimal(0)
    word = danish.deviation_word(overspend)
    start = f"{where}{word.capitalize()} {money(abs(overspend))} i {context.year}" if overspend else where + NOTHING
    ranked = sorted(bars.select("label", "amount_kr").iter_rows(), key=lambda bar: -abs(bar[1]))[:3]
    parts = ", ".join(f"{label.lower()} {signed(amount)}" for label, amount in ranked)
    return f"{start}: mest {parts}" if parts else start


def _ends(row: ForecastRow) -> str:
    """Both ends of the bridge in words: beside them, no change of some millions could be seen as a bar."""
    budget = NO_BUDGET if row.adjusted_budget is None else f"Korrigeret budget {money(row.adjusted_budget)}"
    return stop(f"{budget}, forventet regnskab {money(row.forecast)}")


def _groups(context: Context, lines: pl.DataFrame) -> Table:
    present = [bar for bar in BAR if bar in set(lines["bar"])]
    cells = [pl.col("amount_kr").filter(pl.col("bar") == bar).sum().cast(MONEY).alias(bar) for bar in present]
    whole = pl.col("amount_kr").sum().cast(MONEY).alias("deviation")
    rows = lines.group_by("group").agg(*cells, whole).with_columns(
        label=pl.col("group").replace({NOT_ALLOCATED: "Uden paragraf"})
    )  # fmt: skip
    ranked = rows.sort(pl.col("deviation").abs(), "group", descending=[True, False])
    last = ranked.select(pl.col(*present, "deviation").sum().cast(MONEY)).with_columns(label=pl.lit("I alt"))
    frame = pl.concat([ranked, last], how="diagonal") if ranked.height else ranked
    columns = (
        Column("label", "Slags indsats", "text", "Samme slags under serviceloven og barnets lov."),
        *(Column(bar, BAR[bar].title, context.unit, BAR[bar].definition, short=_SHORT.get(bar, "")) for bar in present),
        Column(
            "deviation",
            "Merforbrug i alt",
            context.unit,
            "Plus er merforbrug, minus er mindreforbrug.",
            short="Merforbrug",
        ),
    )
    return Table("Hvorfor, pr. slags indsats", columns, frame, totals=int(ranked.height > 0))


def build(
    context: Context, *, here: pl.DataFrame, lines: pl.DataFrame, behind: pl.DataFrame, chosen: Mapping[str, str]
) -> WhyView:
    """`here`: `ROW_SCHEMA`, one row; `lines`: `forecast.why`, summing to its deviation; `behind`: `forecast.behind`;
    `chosen`: level title -> label of what the figures are cut to. Without a budget there is nothing to explain."""
    row = ForecastRow.of(here)
    where = "".join(f"{label}: " for label in chosen.values())
    told = lines if row.adjusted_budget is not None else lines.clear()
    bars = _bars(told)
    headline = _headline(context, row, bars, where) if row.adjusted_budget is not None else f"{where}{UNBUDGETED}"
    steps = [change(bar, label, amount) for bar, label, amount in bars.select("bar", "label", "amount_kr").iter_rows()]
    overspend = row.overspend or Decimal(0)
    word = danish.deviation_word(overspend)
    end: Step = ("sum", word.capitalize(), "total", overspend, f"{word} {money(abs(overspend))}" if overspend else word)
    columns = (
        Column("label", "Årsag", "text"),
        Column("amount_kr", "Beløb", context.unit, "Plus er merforbrug, minus er mindreforbrug."),
        Column("sentence", "Med ord", "text"),
    )
    last = bars.select(pl.col("amount_kr").sum().cast(MONEY)).with_columns(label=pl.lit(f"{word.capitalize()} i alt"))
    shown = pl.concat([bars, last], how="diagonal") if bars.height else bars
    return WhyView(
        context=context,
        headline=headline,
        bridge=waterfall(headline, [*steps, end], "Bro fra budget til forventet"),
        bars=Table("Fra budget til forventet regnskab", columns, shown, _ends(row), int(bars.height > 0)),
        groups=_groups(context, told),
        lines=behind,
        notes=(BY_KIND,),
    )
