"""Økonomi -> Afstemning: where the ledger is not what the grants say, and what has been explained of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from cockpit import forecast
from cockpit.contracts import danish
from cockpit.views import reconciliation_tables as tables
from cockpit.views.context import Context
from cockpit.views.figures import Bars
from cockpit.views.kpi import Kpi
from cockpit.views.row import sum_kr
from cockpit.views.table import Table
from cockpit.views.wording import between, money, plural, stop

PLUS, MINUS = "for meget", "mangler"
AGES = ((0, "Samme måned"), (1, "1 måned"), (3, "2-3 måneder"), (6, "4-6 måneder"), (99, "Over 6 måneder"))
NOTHING_COMPARED = "Intet kan afstemmes: data har ikke både indsatser og bogføring for noget politikområde"
NOTES = (
    "Beløb er bogført minus bevilget: minus mangler, plus er for meget.",
    "Forskelle i nabomåneder for samme borger og leverandør udligner hinanden. Under 1.000 kr. eller 2 % tælles ikke.",
    "Linjer, der venter, er ikke senere end leverandørens regninger plejer at være. Fremskrivningen har dem med som "
    "leveret, ikke bogført.",
    "Hver leverandørs nettoforskel bliver enten rettet eller stående, lige sandsynligt. Halvdelen af den er derfor en "
    "standardafvigelse; kvadratet af dem lægges sammen og til intervallets. Det, der mangler, kan kun trække op, og "
    "det, der er for meget, kun ned. Regninger uden leverandør trækkes først fra det, der mangler hos de andre.",
    "En forklaring gælder, så længe linjens beløb er det samme. Ændres det af et nyt udtræk, åbner linjen igen.",
)


@dataclass(frozen=True, eq=False, slots=True)
class ReconciliationView:
    """The page. `lines` are on the screen, the largest first; `all_lines` are what the workbook holds."""

    context: Context
    headline: str
    apart: str
    swing: str
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


def weakness(count: int, uncertain_kr: Decimal, tried: pl.DataFrame, wider: pl.DataFrame) -> str:
    """What is said about the forecast's uncertainty. `tried`, `wider`: the forecast's row (`ROW_SCHEMA`) with its own
    range, and with the open differences added to it."""
    lines = plural(count, "åben forskel", "åbne forskelle")
    told = (
        f"Afstemning: {lines} mellem indsatser og bogføring i år er ikke forklaret; {money(uncertain_kr)} netto pr. "
        "leverandør er usikre."
    )
    (low, high), (own_low, own_high) = (row.select("low80", "high80").row(0) for row in (wider, tried))
    if low is None or high is None:
        return told
    return stop(
        f"{told} Lægges de til 80 %-intervallet, bliver det {money(own_low - low)} bredere nedad og "
        f"{money(high - own_high)} opad: regnskabet ventes at ende på {between(low, high)}"
    )


def _swing(sd: pl.DataFrame) -> str:
    """What the open differences may do to the forecast. `sd`: `forecast.open_sd`."""
    down, up = forecast.open_swing(sd)
    if not (down or up):
        return ""
    return (
        f"De åbne forskelle i årets måneder kan trække forventet regnskab {money(down)} ned og {money(up)} op (80 % "
        "sikkerhed). Det lægges til intervallet om forventet regnskab, indtil de er forklaret."
    )


def build(
    context: Context,
    *,
    lines: pl.DataFrame,
    uncertain: pl.DataFrame,
    swing: pl.DataFrame,
    one_sided: pl.DataFrame,
    chosen: Mapping[str, str],
    only_open: bool,
) -> ReconciliationView:
    """The page. `lines`: `finance.LINE_SCHEMA` with `text, user, at, open, reopened`. `uncertain`: `uncertain_kr` of
    the open ones, of all months and of the year's. `swing`: `forecast.open_sd` of the year's. `one_sided`: what nothing
    can be held against (`finance.ONE_SIDED`). `chosen`: column -> value of the filters, which the key figures follow,
    save `uncertain`."""
    shown = lines.filter(*(pl.col(name) == value for name, value in chosen.items()))
    listed = shown.filter("open") if only_open else shown
    active = shown.filter("open", ~pl.col("waits"))
    table = tables.line_table(listed)
    return ReconciliationView(
        context=context,
        headline=_headline(active) if lines.height or one_sided.is_empty() else NOTHING_COMPARED,
        apart=tables.apart(one_sided),
        swing=_swing(swing),
        kpis=_kpis(shown, active, uncertain),
        by_kind=_bars(_by_kind(active), "Mest er"),
        by_age=_bars(_by_age(active), "Mest er fra"),
        kinds=tables.kinds(shown),
        providers=tables.providers(active),
        lines=replace(table, frame=table.frame.head(tables.ON_SCREEN), note=tables.cut_note(table.frame.height)),
        all_lines=table,
        options={name: _options(lines, name) for name in ("area", "team", "provider", "kind")},
        notes=(tables.UNCERTAIN, *NOTES),
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
            tables.UNCERTAIN,
        ),
        Kpi("Venter på regning", money(-sum_kr(waiting, "amount_kr")), plural(waiting.height, "linje", "linjer")),
        Kpi("Forklaret", plural(explained.height, "linje", "linjer"), danish.number(again), "åbnet igen"),
    )


def _by_kind(active: pl.DataFrame) -> pl.DataFrame:
    sums = active.group_by(label=tables.kind_title()).agg(value=pl.col("amount_kr").sum())
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
    named = pl.col("label").str.strip_suffix(pl.format(", {}", "word"))
    most = rows.with_columns(named, text=pl.Series(texts, dtype=pl.String)).sort(pl.col("value").abs(), descending=True)
    message = f"{start} {most['label'][0].lower()}: {most['text'][0]}" if rows.height else "Intet er åbent"
    return Bars(message, rows.with_columns(text=pl.Series(texts, dtype=pl.String)), PLUS, MINUS)
