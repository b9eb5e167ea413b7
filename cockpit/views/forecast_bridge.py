"""Hvad har flyttet sig: from the last locked forecast to this one, bar by bar, each with a sentence and its grants."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.views.context import Context
from cockpit.views.figures import Waterfall
from cockpit.views.levels import Term
from cockpit.views.row import sum_kr
from cockpit.views.steps import Step, change, waterfall
from cockpit.views.table import Column, Table
from cockpit.views.wording import money, plural, signed, stop

BAR: dict[str, Term] = {
    "new": Term("Nye indsatser", "Indsatser der er kommet til, med hele deres udgift i året."),
    "removed": Term("Udgåede indsatser", "Indsatser der ikke længere står i udtrækket."),
    "ended": Term("Afsluttede indsatser", "Indsatser der er slut før det, der var registreret sidst."),
    "extended": Term("Forlængede indsatser", "Indsatser der løber længere end registreret sidst."),
    "shortened": Term("Forkortede indsatser", "Indsatser der har fået en tidligere slutdato længere fremme."),
    "repriced": Term("Ændret pris", "Indsatser der har fået en anden pris, også fra en ny takstliste."),
    "ledger": Term(
        "Regninger mod det ventede", "Det bogførte og det leverede mod det, de samme indsatser var disponeret til."
    ),
    "outflow": Term("Ventet afgang", "Afgang der var ventet og nu er sket, eller som vurderes anderledes."),
    "inflow": Term("Ventet tilgang", "Tilgang der var ventet og nu er kommet, eller som vurderes anderledes."),
    "other": Term(
        "Øvrige konti", "Konti uden indsatser, regninger fra tidligere år og regnskabets egen gang, bogført og ventet."
    ),
    "refunds": Term("Refusion", "Refusion, bogført og ventet."),
    "adjustment": Term("Skøn", "Skøn der er lagt, ændret, trukket tilbage eller udløbet."),
    "method": Term("Valgt metode", "Paragraffer der har fået en anden metode siden sidst."),
    "restated": Term(
        "Nyt grundlag", "Den låste måned regnet igen: data rettet bagud, andre indstillinger eller en ny model."
    ),
}
ABOUT_GRANTS = ("new", "removed", "ended", "extended", "shortened", "repriced", "ledger")
BARS_SCHEMA: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "label": pl.String(),
    "grants": pl.Int64(),
    "amount_kr": MONEY,
    "sentence": pl.String(),
}
NOTHING = "Intet har flyttet sig: samme data og samme metode giver samme tal."


@dataclass(frozen=True, eq=False, slots=True)
class ForecastBridgeView:
    """The bridge between two forecasts of a year. `bars`: `kind`, `label`, `grants`, `amount_kr`, `sentence`;
    `lines`: what stands behind each bar."""

    context: Context
    compared_with: dt.date
    before_kr: Decimal
    after_kr: Decimal
    headline: str
    bridge: Waterfall
    bars: Table
    lines: Table
    notes: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.bars, self.lines)

    def behind(self, kind: str) -> Table:
        """The lines behind one bar, largest first."""
        term = BAR[kind]
        frame = self.lines.frame.filter(pl.col("kind") == kind)
        return Table(f"{term.title}: {money(sum_kr(frame, 'amount_kr'))}", self.lines.columns, frame, term.definition)


def _sentence(kind: str, count: int, amount: Decimal) -> str:
    """`3 nye indsatser: +1,2 mio. kr.`"""
    what = plural(count, "indsats", "indsatser") if kind in ABOUT_GRANTS and count else ""
    start = f"{BAR[kind].title} ({what})" if what else BAR[kind].title
    direction = "øger" if amount > 0 else "sænker"
    return f"{start} {direction} det forventede regnskab med {money(abs(amount))}"


def _bars(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a bar in the order of the bridge."""
    named = pl.col("grant_id").filter(pl.col("grant_id") != NOT_ALLOCATED).n_unique()
    sums = lines.group_by("kind").agg(grants=named.cast(pl.Int64), amount_kr=pl.col("amount_kr").sum())
    rows = []
    for kind, term in BAR.items():
        for grants, amount in sums.filter(pl.col("kind") == kind).select("grants", "amount_kr").iter_rows():
            count = grants if kind in ABOUT_GRANTS else None
            rows.append((kind, term.title, count, Decimal(amount), _sentence(kind, grants, Decimal(amount))))
    return pl.DataFrame(rows, schema=BARS_SCHEMA, orient="row")


def _headline(context: Context, compared: dt.date, bars: pl.DataFrame) -> str:
    moved = sum_kr(bars, "amount_kr")
    since = f"siden {danish.long_date(compared)}"
    if bars.is_empty():
        return NOTHING
    if not moved:
        return f"Forventet regnskab {context.year} er uændret {since}; det, der har flyttet sig, går lige op."
    side = "steget" if moved > 0 else "faldet"
    ranked = sorted(bars.select("label", "amount_kr").iter_rows(), key=lambda bar: -abs(bar[1]))[:2]
    most = " og ".join(f"{label.lower()} {signed(amount)}" for label, amount in ranked)
    return f"Forventet regnskab {context.year} er {side} {money(abs(moved))} {since}: mest {most}"


def _lines(context: Context, lines: pl.DataFrame) -> Table:
    loose = {NOT_ALLOCATED: NOT_ALLOCATED_LABEL}
    titles = {kind: term.title for kind, term in BAR.items()}
    frame = lines.with_columns(
        pl.col("area", "paragraph", "provider", "team").replace(loose),
        grant=pl.col("grant_id").replace({NOT_ALLOCATED: None}),
        title=pl.col("kind").replace_strict(titles, return_dtype=pl.String),
    ).sort(pl.col("amount_kr").abs(), *lines.columns[:-1], descending=[True, *[False] * (lines.width - 1)])
    columns = (
        Column("title", "Hvad", "text"),
        Column("amount_kr", "Ændring", context.unit, "Plus: det forventede regnskab er steget."),
        Column("paragraph", "Paragraf", "text"),
        Column("provider", "Leverandør", "text"),
        Column("grant", "Indsats", "text"),
        Column("area", "Politikområde", "text"),
        Column("team", "Team", "text"),
    )
    return Table("Bag søjlerne", columns, frame)


def build(
    context: Context,
    *,
    compared_with: dt.date,
    before_kr: Decimal,
    after_kr: Decimal,
    lines: pl.DataFrame,
    locked: bool,
) -> ForecastBridgeView:
    """`lines` as `forecast.bridge` gives them; they sum to `after_kr - before_kr`. `locked`: whether the forecast
    compared with is a locked month's."""
    bars = _bars(lines)
    headline = _headline(context, compared_with, bars)
    end: Step = ("moved", "Ændring i alt", "total", after_kr - before_kr, signed(after_kr - before_kr))
    steps = [
        change(kind, label, amount) for kind, label, amount in bars.select("kind", "label", "amount_kr").iter_rows()
    ]
    columns = (
        Column("label", "Hvad", "text"),
        Column("grants", "Indsatser", "integer"),
        Column("amount_kr", "Ændring", context.unit, "Plus: det forventede regnskab er steget."),
        Column("sentence", "Med ord", "text"),
    )
    sums = pl.DataFrame({"label": ["I alt"], "amount_kr": [after_kr - before_kr]}, schema_overrides=dict(BARS_SCHEMA))
    shown = pl.concat([bars, sums], how="diagonal") if bars.height else bars
    ends = stop(
        f"Forventet regnskab var {money(before_kr)} pr. {danish.date(compared_with)} og er {money(after_kr)} "
        f"pr. {danish.date(context.as_of)}"
    )
    note = "" if locked else "Ingen tidligere måned i året er låst: der er sammenlignet med måneden før."
    return ForecastBridgeView(
        context=context,
        compared_with=compared_with,
        before_kr=before_kr,
        after_kr=after_kr,
        headline=headline,
        bridge=waterfall(headline, [*steps, end], "Bro siden sidst"),
        bars=Table(
            "Hvad har flyttet sig",
            columns,
            shown,
            NOTHING if bars.is_empty() else f"{ends} {note}".strip(),
            int(bars.height > 0),
        ),
        lines=_lines(context, lines),
        notes=(note,) if note else (),
    )
