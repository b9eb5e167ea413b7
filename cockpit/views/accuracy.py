"""Økonomi → Hvor godt rammer vi?: how well earlier forecasts have held, beside the naive methods and what was
published."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.data import ChosenMethod
from cockpit.forecast import accuracy
from cockpit.views import methods as by_paragraph
from cockpit.views.context import Context
from cockpit.views.figures import MethodErrors
from cockpit.views.kpi import Kpi
from cockpit.views.levels import LEVEL
from cockpit.views.methods import METHOD_TITLES
from cockpit.views.table import Column, Table

NOTE = (
    "Afvigelse fra det endelige regnskab i procent: plus er for højt. Hvor der ikke er gemt månedlige udtræk, er det "
    "rekonstrueret, hvad der var kendt dengang."
)
RECONSTRUCTED = (
    "{part} af {whole} prøver er rekonstrueret: der er ingen gemte udtræk fra dengang, så hvad man vidste, er udledt "
    "af oprettelses- og bevillingsdatoer."
)
NOT_YET = "Prøven på tidligere år er ikke regnet endnu. Den regnes i baggrunden efter hver indlæsning."
FROM_REGISTRATION, FROM_EXPORT = "rekonstrueret", "gemt udtræk"
KEPT_HELP = "Hvor ofte det endelige regnskab lå i det interval, modellens spredning og de andre års afvigelser giver."
SHOWN = ("model", "adjusted", "published")
"""Courses that are drawn beside the best simple method and the plain commitments."""


@dataclass(frozen=True, eq=False, slots=True)
class AccuracyView:
    """How the forecasts of earlier years held, at one level."""

    context: Context
    level: str
    headline: str
    kpis: tuple[Kpi, ...]
    months: MethodErrors
    methods: Table
    keys: Table
    tests: Table
    proposals: Table
    approved: Table
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.methods, self.keys, self.tests, self.proposals, self.approved)


def table(rows: pl.DataFrame) -> Table:
    """One row a key and close, one column a method: how far it was from the final accounts, as a fraction of them.

    `rows`: `as_of, year, level, key, method, forecast_kr, actual_kr, reconstructed`, as `forecast.backtest` gives them.
    """
    actual = pl.col("actual_kr").cast(pl.Float64)
    error = (pl.col("forecast_kr").cast(pl.Float64) - actual) / pl.when(actual != 0).then(actual.abs())
    present = [method for method in METHOD_TITLES if method in set(rows["method"])]
    cells = [error.filter(pl.col("method") == method).first().alias(method) for method in present]
    basis = pl.when(pl.col("reconstructed").any()).then(pl.lit(FROM_REGISTRATION)).otherwise(pl.lit(FROM_EXPORT))
    tested = rows.group_by("key", "as_of").agg(pl.col("actual_kr").first(), *cells, basis=basis).sort("key", "as_of")
    frame = tested.with_columns(pl.col("key").replace({"total": LEVEL["total"].title}))
    columns = (
        Column("key", "Nøgle", "text"),
        Column("as_of", "Pr. dato", "date"),
        Column("basis", "Grundlag", "text", "Et gemt udtræk fra dengang, eller udledt af, hvornår noget blev kendt."),
        Column("actual_kr", "Endeligt regnskab", "kr"),
        *(Column(method, METHOD_TITLES[method], "pct") for method in present),
    )
    return Table("Hvor godt rammer det forventede regnskab?", columns, frame, note=NOTE)


def _titled(name: str = "method") -> pl.Expr:
    return pl.col(name).replace_strict(METHOD_TITLES, default=None, return_dtype=pl.String)


def _methods(errors: pl.DataFrame, level: str) -> Table:
    sums = accuracy.by_method(errors, level)
    frame = sums.with_columns(label=_titled()).drop_nulls("label")
    columns = (
        Column("label", "Metode", "text"),
        Column("error", "Gennemsnitlig afvigelse", "pct", "Alle afvigelser mod regnskaberne, uden fortegn."),
        Column("bias", "Skævhed", "pct", "Med fortegn: plus er for højt."),
        Column("model_error", "Vi, samme dage", "pct", "Fremskrivningens afvigelse på de samme datoer."),
        Column("tests", "Prøver", "integer"),
    )
    return Table("Metoderne mod hinanden, alle måneder", columns, frame)


def _keys(errors: pl.DataFrame, level: str) -> Table:
    sums = accuracy.by_key(errors, level)
    named = sums.with_columns(pl.col("key").replace({"total": LEVEL["total"].title}), simple_title=_titled("simple"))
    frame = named.sort("actual_kr", "key", descending=[True, False])
    columns = (
        Column("key", LEVEL[level].title, "text"),
        Column("actual_kr", "Regnskab pr. år", "kr"),
        Column("error", "Afvigelse", "pct", "Fremskrivningens gennemsnitlige afvigelse, uden fortegn."),
        Column("bias", "Skævhed", "pct", "Med fortegn: plus er for højt."),
        Column("simple_error", "Bedste simple metode", "pct"),
        Column("simple_title", "Hvilken", "text"),
        Column("published_error", "Offentliggjort", "pct", "Kommunens egne, offentliggjorte forventninger."),
        Column("kept80", "80 % holdt", "pct", KEPT_HELP),
        Column("kept95", "95 % holdt", "pct", KEPT_HELP),
        Column("tests", "Prøver", "integer"),
    )
    return Table(f"Pr. {LEVEL[level].title.lower()}", columns, frame)


def _months(errors: pl.DataFrame, level: str) -> MethodErrors:
    """The courses worth seeing: ours, what was published, plain commitments, and the simple method that is best."""
    order = accuracy.by_method(errors, level)
    simple = order.filter(~pl.col("method").is_in(accuracy.OWN))["method"].to_list()
    chosen = [name for name in (*SHOWN, "commitments", *simple[:1]) if name in set(order["method"])]
    months = accuracy.by_month(errors, level).filter(pl.col("method").is_in(chosen))
    named = months.with_columns(
        label=_titled(),
        month_name=pl.Series([danish.MONTHS_SHORT[n - 1] for n in months["month"]], dtype=pl.String),
    )
    return MethodErrors(_message(months, simple), named)


def _message(months: pl.DataFrame, simple: list[str]) -> str:
    model = dict(months.filter(pl.col("method") == "model").select("month", "error").iter_rows())
    if not model or not simple:
        return "Der er ikke nok tidligere år at prøve på"
    best = dict(months.filter(pl.col("method") == simple[0]).select("month", "error").iter_rows())
    shared = sorted(set(model) & set(best))
    better = [month for month in shared if model[month] < best[month]]
    name = METHOD_TITLES[simple[0]].lower()
    return (
        f"Fremskrivningen rammer tættere end den bedste simple metode ({name}) i {len(better)} af {len(shared)} måneder"
    )


def _pct(value: float | None) -> str:
    return danish.pct(value) if value is not None else "–"


def _first(frame: pl.DataFrame, name: str) -> float | None:
    return None if frame.is_empty() else frame[name][0]


def _bias(method: pl.DataFrame) -> str:
    return f"skævhed {_pct(_first(method, 'bias'))}"


def _kpis(errors: pl.DataFrame, level: str, as_of: dt.date) -> tuple[Kpi, ...]:
    season = errors.filter(pl.col("as_of").dt.month() == as_of.month)
    month = danish.MONTHS[as_of.month - 1]
    methods = accuracy.by_method(season, level)
    model = methods.filter(pl.col("method") == "model")
    simple = methods.filter(~pl.col("method").is_in(accuracy.OWN)).head(1)
    published = methods.filter(pl.col("method") == "published")
    told = accuracy.tested_ranges(errors, level)
    kept80, kept95 = (told[name].drop_nulls().mean() for name in ("kept80", "kept95"))
    best = METHOD_TITLES[simple["method"][0]] if simple.height else "ingen"
    return (
        Kpi(
            f"Afvigelse ultimo {month}", _pct(_first(model, "error")), delta_word=_bias(model),
            help="Tidligere års fremskrivninger fra samme måned mod de endelige regnskaber.",
        ),
        Kpi(f"Bedste simple metode ultimo {month}", _pct(_first(simple, "error")), delta_word=best),
        Kpi(
            f"Offentliggjort ultimo {month}", _pct(_first(published, "error")),
            delta_word=_bias(published) if published.height else "intet offentliggjort",
            help="Kommunens egne, offentliggjorte forventninger fra samme måned.",
        ),
        Kpi(
            "80 %-intervallet holdt", _pct(kept80 if isinstance(kept80, float) else None),
            delta_word=f"95 %: {_pct(kept95 if isinstance(kept95, float) else None)}", help=KEPT_HELP,
        ),
    )  # fmt: skip


def _headline(errors: pl.DataFrame, level: str, years: list[int]) -> str:
    methods = accuracy.by_method(errors, level)
    model = methods.filter(pl.col("method") == "model")
    if model.is_empty():
        return "Der er ingen tidligere år at prøve fremskrivningen på her"
    bias = model["bias"][0]
    side = "for højt" if bias > 0 else "for lavt"
    place = "for hele området" if level == "total" else f"pr. {LEVEL[level].title.lower()}"
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    return (
        f"Prøvet på {span} har fremskrivningen i gennemsnit ramt {danish.pct(model['error'][0])} ved siden af "
        f"{place}, "
        f"{danish.pct(abs(bias))} {side} samlet set"
    )


def build(
    context: Context,
    *,
    errors: pl.DataFrame | None,
    level: str,
    first_export: dt.date | None,
    proposed: pl.DataFrame,
    chosen: Sequence[tuple[ChosenMethod, str, str]],
) -> AccuracyView:
    """`errors`: the back-test with what was published and skøn as methods of their own, cut to the reader; None where
    it has not been computed. `first_export`: the state before which everything is reconstructed. `proposed`, `chosen`:
    see `views.methods`."""
    ways = by_paragraph.proposals(context, proposed), by_paragraph.approved(context, chosen)
    if errors is None:
        empty = Table("Hvor godt rammer vi?", (), pl.DataFrame(), note=NOT_YET)
        none = MethodErrors(NOT_YET, pl.DataFrame())
        return AccuracyView(context, level, NOT_YET, (), none, empty, empty, empty, *ways, (NOT_YET,))
    here = errors.filter(pl.col("level") == level)
    dates = here.select("as_of", "year").unique()
    rebuilt = dates.filter(pl.col("as_of") < first_export).height if first_export else dates.height
    told = (RECONSTRUCTED.format(part=danish.number(rebuilt), whole=danish.number(dates.height)),) if rebuilt else ()
    return AccuracyView(
        context=context,
        level=level,
        headline=_headline(errors, level, sorted(set(here["year"]))),
        kpis=_kpis(errors, level, context.as_of),
        months=_months(errors, level),
        methods=_methods(errors, level),
        keys=_keys(errors, level),
        tests=table(here),
        proposals=ways[0],
        approved=ways[1],
        notes=(*told, NOTE),
    )
