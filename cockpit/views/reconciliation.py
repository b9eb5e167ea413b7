"""Økonomi -> Afstemning: where the ledger is not what the grants say, and what has been explained of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.views.context import Context
from cockpit.views.figures import Bars
from cockpit.views.kpi import Kpi
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table
from cockpit.views.wording import money, plural

KIND_TITLE: dict[str, str] = {
    "granted_not_invoiced": "Bevilget, ikke faktureret",
    "invoiced_without_grant": "Faktureret uden indsats",
    "other_rate": "Anden takst eller mængde",
    "outside_period": "Uden for indsatsens periode",
    "twice": "Faktureret flere gange",
    "other_account": "Bogført et andet sted",
}
PLUS, MINUS = "for meget", "mangler"
ON_SCREEN = 200
"""Lines on the screen; the workbook has them all."""
AGES = ((0, "Samme måned"), (1, "1 måned"), (3, "2-3 måneder"), (6, "4-6 måneder"), (99, "Over 6 måneder"))
UNCERTAIN = (
    "Åbne forskelle, der ikke blot venter på en regning, lagt sammen pr. leverandør: en regning uden borger og en "
    "indsats uden regning hos samme leverandør udligner hinanden."
)
NOTES = (
    "Beløb er bogført minus bevilget: minus mangler, plus er for meget.",
    "Forskelle i nabomåneder for samme borger og leverandør udligner hinanden. Under 1.000 kr. eller 2 % tælles ikke.",
    "Linjer, der venter, er ikke senere end leverandørens regninger plejer at være. Fremskrivningen har dem med som "
    "leveret, ikke bogført.",
    "En forklaring gælder, så længe linjens beløb er det samme. Ændres det af et nyt udtræk, åbner linjen igen.",
)


@dataclass(frozen=True, eq=False, slots=True)
class ReconciliationView:
    """The page. `lines` are on the screen, the largest first; `all_lines` are what the workbook holds."""

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    by_kind: Bars
    by_age: Bars
    kinds: Table
    providers: Table
    lines: Table
    all_lines: Table
    options: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, for the workbook."""
        return (self.kinds, self.providers, self.all_lines)


def weakness(count: int, uncertain_kr: Decimal) -> str:
    """What is said about the forecast's uncertainty."""
    lines = plural(count, "åben forskel", "åbne forskelle")
    return (
        f"Afstemning: {lines} mellem indsatser og bogføring i år er ikke forklaret; {money(uncertain_kr)} netto pr. "
        "leverandør er usikre."
    )


def build(
    context: Context,
    *,
    lines: pl.DataFrame,
    uncertain: pl.DataFrame,
    chosen: Mapping[str, str],
    only_open: bool,
) -> ReconciliationView:
    """The page. `lines`: `finance.LINE_SCHEMA` with `text, user, at, open, reopened`. `uncertain`: `uncertain_kr` of
    the open ones, of all months and of the year's. `chosen`: column -> value of the filters, which the key figures
    follow, save `uncertain`."""
    shown = lines.filter(*(pl.col(name) == value for name, value in chosen.items()))
    listed = shown.filter("open") if only_open else shown
    active = shown.filter("open", ~pl.col("waits"))
    table = _lines(listed)
    return ReconciliationView(
        context=context,
        headline=_headline(active),
        kpis=_kpis(shown, active, uncertain),
        by_kind=_bars(_by_kind(active), "Åbent efter slags: "),
        by_age=_bars(_by_age(active), "Åbent efter alder: "),
        kinds=_kinds(shown),
        providers=_providers(active),
        lines=replace(table, frame=table.frame.head(ON_SCREEN), note=_cut_note(table.frame.height)),
        all_lines=table,
        options={name: _options(lines, name) for name in ("area", "team", "provider", "kind")},
        notes=(UNCERTAIN, *NOTES),
    )


def _options(lines: pl.DataFrame, name: str) -> tuple[str, ...]:
    return tuple(lines[name].unique().sort().to_list())


def _parts(lines: pl.DataFrame) -> tuple[Decimal, Decimal]:
    missing = sum_kr(lines.filter(pl.col("amount_kr") < 0), "amount_kr")
    return -missing, sum_kr(lines.filter(pl.col("amount_kr") > 0), "amount_kr")


def _headline(active: pl.DataFrame) -> str:
    if active.is_empty():
        return "Indsatser og bogføring stemmer: der er ingen åbne forskelle, der ikke blot venter på en regning"
    missing, surplus = _parts(active)
    lines = plural(active.height, "åben forskel", "åbne forskelle")
    return f"{lines}: {money(missing)} mangler i bogføringen, og {money(surplus)} er bogført ud over det bevilgede"


def _kpis(shown: pl.DataFrame, active: pl.DataFrame, uncertain: pl.DataFrame) -> tuple[Kpi, ...]:
    waiting, explained = shown.filter("open", "waits"), shown.filter(~pl.col("open"))
    missing, surplus = _parts(active)
    net = surplus - missing
    word = f"netto {PLUS if net > 0 else MINUS}" if net else "går lige op"
    again = active.filter("reopened").height
    return (
        Kpi("Åbne forskelle", danish.number(active.height), money(abs(net)), word, "Uden dem, der blot venter."),
        Kpi(
            "Usikkert, netto pr. leverandør",
            money(uncertain["uncertain_kr"][0]),
            money(uncertain["uncertain_kr"][-1]),
            "heraf i årets måneder",
            UNCERTAIN,
        ),
        Kpi("Venter på regning", money(-sum_kr(waiting, "amount_kr")), plural(waiting.height, "linje", "linjer")),
        Kpi("Forklaret", plural(explained.height, "linje", "linjer"), danish.number(again), "åbnet igen"),
    )


def _kind_title() -> pl.Expr:
    return pl.col("kind").replace_strict(KIND_TITLE, default=pl.col("kind"))


def _by_kind(active: pl.DataFrame) -> pl.DataFrame:
    sums = active.group_by(label=_kind_title()).agg(value=pl.col("amount_kr").sum())
    return sums.sort(pl.col("value").abs(), "label", descending=[True, False])


def _by_age(active: pl.DataFrame) -> pl.DataFrame:
    label = pl.lit(AGES[-1][1])
    for highest, title in reversed(AGES[:-1]):
        label = pl.when(pl.col("age_months") <= highest).then(pl.lit(title)).otherwise(label)
    aged = active.with_columns(
        label=label, side=pl.when(pl.col("amount_kr") > 0).then(pl.lit(PLUS)).otherwise(pl.lit(MINUS))
    )
    sums = aged.group_by("label", "side").agg(value=pl.col("amount_kr").sum())
    order = {title: place for place, (_, title) in enumerate(AGES)}
    placed = sums.with_columns(place=pl.col("label").replace_strict(order, return_dtype=pl.Int64)).sort("place", "side")
    return placed.select(pl.format("{}, {}", "label", "side").alias("label"), "value")


def _bars(sums: pl.DataFrame, start: str) -> Bars:
    word = pl.when(pl.col("value") > 0).then(pl.lit(PLUS)).otherwise(pl.lit(MINUS))
    rows = sums.with_columns(word=word)
    texts = [f"{money(abs(value))} {word}" for value, word in rows.select("value", "word").iter_rows()]
    largest = sums.sort(pl.col("value").abs(), descending=True)["label"].first()
    message = f"{start}mest i {str(largest).lower()}" if rows.height else f"{start}intet"
    return Bars(message, rows.with_columns(text=pl.Series(texts, dtype=pl.String)), PLUS, MINUS)


def _kinds(shown: pl.DataFrame) -> Table:
    active = pl.col("open") & ~pl.col("waits")
    frame = (
        shown.group_by(label=_kind_title())
        .agg(
            active.sum().alias("open_count"),
            pl.col("amount_kr").filter(active, pl.col("amount_kr") < 0).sum().alias("missing_kr"),
            pl.col("amount_kr").filter(active, pl.col("amount_kr") > 0).sum().alias("surplus_kr"),
            pl.col("amount_kr").filter("open", "waits").sum().alias("waiting_kr"),
            (~pl.col("open")).sum().alias("explained_count"),
            pl.col("amount_kr").filter(~pl.col("open")).sum().alias("explained_kr"),
        )
        .sort("label")
    )
    totals = frame.select(pl.lit("I alt").alias("label"), pl.exclude("label").sum())
    columns = (
        Column("label", "Slags", "text"),
        Column("open_count", "Åbne", "integer"),
        Column("missing_kr", "Mangler", "kr"),
        Column("surplus_kr", "For meget", "kr"),
        Column("waiting_kr", "Venter på regning", "kr"),
        Column("explained_count", "Forklarede", "integer"),
        Column("explained_kr", "Forklaret beløb", "kr"),
    )
    rows = pl.concat([frame, totals], how="vertical_relaxed") if frame.height else frame
    return Table("Forskelle efter slags", columns, rows, totals=int(frame.height > 0))


def _providers(active: pl.DataFrame) -> Table:
    sums = active.group_by("provider").agg(
        pl.len().cast(pl.Int64).alias("open_count"),
        pl.col("amount_kr").filter(pl.col("amount_kr") < 0).sum().alias("missing_kr"),
        pl.col("amount_kr").filter(pl.col("amount_kr") > 0).sum().alias("surplus_kr"),
        pl.col("amount_kr").sum().alias("net_kr"),
        pl.col("month").min().alias("oldest"),
    )
    frame = _labelled(sums).sort(pl.col("net_kr").abs(), "provider", descending=[True, False])
    columns = (
        Column("provider", "Leverandør", "text"),
        Column("open_count", "Åbne", "integer"),
        Column("missing_kr", "Mangler", "kr"),
        Column("surplus_kr", "For meget", "kr"),
        Column("net_kr", "Netto", "kr", UNCERTAIN),
        Column("oldest", "Ældste måned", "date"),
    )
    return Table("Åbne forskelle pr. leverandør", columns, frame)


def _labelled(frame: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in ("provider", "area", "team", "paragraph", "case_id") if name in frame.columns]
    missing = {name: "Uden sag" if name == "case_id" else NOT_ALLOCATED_LABEL for name in names}
    return frame.with_columns(
        pl.when(pl.col(name) == NOT_ALLOCATED).then(pl.lit(missing[name])).otherwise(name).alias(name) for name in names
    )


def _lines(listed: pl.DataFrame) -> Table:
    state = (
        pl.when(~pl.col("open")).then(pl.lit("Forklaret"))
        .when("reopened").then(pl.lit("Åben igen: beløbet er ændret"))
        .when("waits").then(pl.lit("Venter"))
        .otherwise(pl.lit("Åben"))
    )  # fmt: skip
    month = pl.Series(
        "month_text", [f"{danish.MONTHS_SHORT[day.month - 1]} {day.year}" for day in listed["month"]], dtype=pl.String
    )
    frame = _labelled(listed.with_columns(month, kind_title=_kind_title(), state=state))
    columns = (
        Column("month_text", "Måned", "text"),
        Column("kind_title", "Slags", "text"),
        Column("amount_kr", "Forskel", "kr_exact", "Bogført minus bevilget."),
        Column("state", "Tilstand", "text"),
        Column("provider", "Leverandør", "text"),
        Column("case_id", "Sagsnummer", "text"),
        Column("paragraph", "Paragraf", "text"),
        Column("reason", "Sandsynlig årsag", "text"),
        Column("age_months", "Alder, måneder", "integer"),
        Column("granted_kr", "Bevilget", "kr_exact"),
        Column("booked_kr", "Bogført", "kr_exact"),
        Column("area", "Politikområde", "text"),
        Column("team", "Team", "text"),
        Column("text", "Forklaring", "text"),
        Column("user", "Forklaret af", "text"),
    )
    return Table("Forskelle linje for linje", columns, frame)


def _cut_note(height: int) -> str:
    if height <= ON_SCREEN:
        return plural(height, "linje", "linjer")
    return f"De {ON_SCREEN} største af {danish.number(height)} linjer. Brug filtrene, eller hent alle som Excel."
