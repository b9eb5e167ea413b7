"""The tables of the follow-up: the standard one, against the original budget, one deviation in three ways, and that of
the council's own dates.

Each is a choice of columns over the same rows; figures and words come from one place.
"""

from dataclasses import replace

import polars as pl

from cockpit import finance
from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import ROW_SCHEMA
from cockpit.views import component_table
from cockpit.views.context import Context
from cockpit.views.levels import LEVEL, NO_BUDGET, NO_BUDGET_SHORT, Term
from cockpit.views.row import figure_column, label_column, ready
from cockpit.views.table import Column, Table

STANDARD, ORIGINAL, COMPONENTS_SHOWN, THREE_WAYS, REPORTING = "standard", "oprindeligt", "led", "tre", "opgoerelse"
PRESETS: dict[str, str] = {
    STANDARD: "Standard",
    ORIGINAL: "Mod oprindeligt budget",
    COMPONENTS_SHOWN: "Alle led i forventet regnskab",
    THREE_WAYS: "Afvigelsen på tre måder",
    REPORTING: "Egne opgørelsesdatoer",
}
MAX_ROWS = 1_000
"""More rows than this are the largest and one line for the others: a table of 60,000 lines is read by nobody."""
REST_KEY = ""
_TERM: dict[str, Term] = {
    "rate": Term("Forbrugsprocent", "Bogført i procent af korrigeret budget."),
    "overspend": Term("Afvigelse", "Forventet regnskab mod korrigeret budget."),
    "overspend_original": Term("Afvigelse fra oprindeligt budget", "Forventet regnskab mod oprindeligt budget."),
    "original_pct": Term("Afvigelse fra oprindeligt i pct.", "I procent af oprindeligt budget."),
    "reallocations": Term("Omplaceringer", "Budget flyttet mellem konti i årets løb."),
    "supplementary": Term("Tillægsbevillinger", "Bevillinger givet i årets løb."),
    "carry_over": Term("Overførsler fra sidste år", "Budget overført fra sidste år."),
    "applied_for": Term("Ansøgt", "Søgt, men ikke bevilget."),
    "corrections": Term("Korrektioner", "Bevillinger der er søgt om og ventes givet."),
    "overspend_corrected": Term("Efter korrektioner", "Afvigelsen når ventede korrektioner regnes med."),
    "carried_out": Term("Overføres", "Det der ventes overført til næste år, med modsat fortegn af afvigelsen."),
    "overspend_final": Term("Efter overførsler", "Afvigelsen når det overførte bliver hos næste år."),
    "adjusted_excl": Term("Korr. ekskl. overf.", "Korrigeret budget uden overførsler fra sidste år."),
    "adjusted_incl": Term("Korr. inkl. ansøgt", "Ekskl. overførsler, med bevillingsansøgninger."),
    "overspend_excl": Term("Resultat ekskl. overf.", "Forventet forbrug mod budgettet ekskl. overførsler."),
    "carried_in": Term("Overførsler", "Overførsler fra sidste år, så de kan lægges til resultatet."),
    "overspend_incl": Term("Resultat inkl. overf.", "Resultat ekskl. overførsler plus overførsler."),
}
_SIGNED = (
    "overspend",
    "overspend_original",
    "overspend_corrected",
    "overspend_final",
    "overspend_excl",
    "overspend_incl",
)
_SHOWN: dict[str, tuple[str, ...]] = {
    STANDARD: (
        "adjusted_budget", "posted", "rate", "rate_1", "rate_2", "share_1", "forecast", "low80", "high80", "deviation",
        "deviation_word", "deviation_pct",
    ),
    ORIGINAL: (
        "original_budget", "reallocations", "supplementary", "carry_over", "adjusted_budget", "forecast",
        "overspend_original", "original_word", "original_pct",
    ),
    THREE_WAYS: (
        "original_budget", "adjusted_budget", "forecast", "overspend", "corrections", "overspend_corrected",
        "carried_out", "overspend_final", "final_word",
    ),
    REPORTING: (
        "original_budget", "adjusted_excl", "applied_for", "adjusted_incl", "forecast", "overspend_excl", "carried_in",
        "overspend_incl", "incl_word",
    ),
}  # fmt: skip
_SHORT = {
    "original_budget": "Opr. budget",
    "adjusted_budget": "Korr. budget",
    "rate": "Forbr.pct.",
    "forecast": "Forventet",
    "deviation_word": "Mer/mindre",
    "deviation_pct": "Afv. pct.",
    "final_word": "Mer/mindre",
    "original_word": "Mer/mindre",
    "incl_word": "Mer/mindre",
    "overspend_original": "Afv. fra opr.",
    "original_pct": "Afv. i pct.",
    "supplementary": "Tillæg",
    "carry_over": "Overførsler",
    "corrections": "Korr.",
    "overspend_corrected": "Efter korr.",
    "carried_out": "Overf.",
    "overspend_final": "Efter overf.",
    "adjusted_excl": "Korr. ekskl.",
    "adjusted_incl": "Korr. inkl.",
    "overspend_excl": "Res. ekskl.",
    "overspend_incl": "Res. inkl.",
}
"""Headings on the screen, so that the columns stand side by side at 1440 pixels."""
ADDITIVE = (
    *component_table.ADDED,
    *("original_budget", "adjusted_budget", "overspend"),
    *("reallocations", "supplementary", "carry_over", "applied_for", "expected_carry_over"),
)


def with_parts(rows: pl.DataFrame, parts: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """`ROW_SCHEMA` rows with the parts of the budget (`finance.budget_parts`) and the rates of earlier years
    (`forecast.consumption`), by key."""
    return rows.join(parts.drop("original"), on="key", how="left", maintain_order="left").join(
        rates, on="key", how="left", maintain_order="left"
    )


def build(context: Context, preset: str, level: str, rows: pl.DataFrame, here: pl.DataFrame) -> Table:
    """The table of a preset of `PRESETS`; `rows` and `here` are `with_parts`. The frame also holds `key`."""
    shown = _limited(rows)
    if preset == COMPONENTS_SHOWN:
        return component_table.build(context, level, shown.select(*ROW_SCHEMA), here)
    order = pl.col("key") == REST_KEY
    ranked = shown.sort(order, pl.col("forecast").abs(), "key", descending=[False, True, False])
    if level == "block":
        ranked = shown.sort(pl.col("key").cast(pl.Enum([*finance.BLOCKS, "-"])))
    total = here.with_columns(label=pl.lit("I alt"))
    body = pl.concat([ranked, total], how="diagonal") if rows.height else ranked
    frame = _counted(context, body)
    columns = (label_column(level), *(_column(context, name) for name in _SHOWN[preset] if _has(name, frame)))
    return Table(_title(preset, level), columns, frame, totals=int(rows.height > 0), note=_note(preset, context))


def _title(preset: str, level: str) -> str:
    words = {ORIGINAL: PRESETS[ORIGINAL], THREE_WAYS: PRESETS[THREE_WAYS], REPORTING: "Opfølgning"}.get(
        preset, "Budgetopfølgning"
    )
    return f"{words} pr. {LEVEL[level].title.lower()}"


def _note(preset: str, context: Context) -> str:
    plus = "merforbrug" if context.deviation_sign == "overspend_positive" else "mindreforbrug"
    return "" if preset == STANDARD else f"Plus er {plus}."


def _has(name: str, frame: pl.DataFrame) -> bool:
    """The share of last year's accounts stands in only where last year had no budget at all."""
    if name == "share_1":
        return frame["rate_1"].null_count() == frame.height
    return name not in ("rate_1", "rate_2") or frame[name].null_count() < frame.height


def _limited(rows: pl.DataFrame) -> pl.DataFrame:
    if rows.height <= MAX_ROWS + 1:
        return rows
    ranked = rows.sort(pl.col("forecast").abs(), "key", descending=[True, False])
    rest = ranked.slice(MAX_ROWS)
    sums = [
        pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).cast(MONEY).alias(name)
        for name in ADDITIVE if name in rows.columns
    ]  # fmt: skip
    line = rest.select(pl.lit(REST_KEY).alias("key"), pl.lit(f"Øvrige ({rest.height})").alias("label"), *sums)
    return pl.concat([ranked.head(MAX_ROWS), line], how="diagonal")


def _counted(context: Context, body: pl.DataFrame) -> pl.DataFrame:
    """All that any preset shows, with the printed sign."""
    original = (pl.col("forecast") - pl.col("original_budget")).cast(MONEY).alias("overspend_original")
    figures = body.with_columns(original, *finance.three_ways(), *finance.without_carry_over())
    named = ready(figures, context).with_columns(
        rate=finance.rate("posted", "adjusted_budget"),
        original_pct=finance.rate("overspend_original", "original_budget") * context.sign,
        corrections=(-pl.col("applied_for") * context.sign).cast(MONEY),
        carried_out=(pl.col("expected_carry_over") * context.sign).cast(MONEY),
        carried_in=(-pl.col("carry_over") * context.sign).cast(MONEY),
        original_word=_word("overspend_original"),
        final_word=_word("overspend_final"),
        incl_word=_word("overspend_incl"),
    )
    return named.with_columns((pl.col(name) * context.sign).cast(MONEY) for name in _SIGNED)


def _word(name: str) -> pl.Expr:
    amount = pl.col(name)
    return (
        pl.when(amount > 0).then(pl.lit("merforbrug")).when(amount < 0).then(pl.lit("mindreforbrug"))
        .when(amount == 0).then(pl.lit("ingen afvigelse"))
    )  # fmt: skip


def _column(context: Context, name: str) -> Column:
    column = _whole_column(context, name)
    return replace(column, short=_SHORT.get(name, column.short))


def _whole_column(context: Context, name: str) -> Column:
    if name in ("rate_1", "rate_2"):
        year = context.year - int(name[-1])
        help_ = (
            f"Forbrugsprocenten: bogført ved samme måned i {year} i procent af det års korrigerede budget. Regninger "
            "kommer sent."
        )
        month = danish.MONTHS_SHORT[context.as_of.month - 1].capitalize()
        return Column(name, f"Samme måned {year}", "pct", help_, short=f"{month} {year % 100:02}")
    if name == "share_1":
        year = context.year - 1
        help_ = (
            f"Hvor stor en del af regnskabet {year} der var bogført ved samme måned. Der er intet budget for {year}."
        )
        return Column(name, f"Andel af regnskab {year} samme måned", "pct", help_, short=f"Af regnskab {year}")
    if name in ("original_word", "final_word", "incl_word"):
        return replace(figure_column("deviation_word", context.unit), name=name)
    if name in _TERM:
        kind = "pct" if name in ("rate", "original_pct") else context.unit
        column = Column(name, _TERM[name].title, kind, _TERM[name].definition)
        without = name in ("adjusted_excl", "adjusted_incl")
        return replace(column, missing=NO_BUDGET, missing_short=NO_BUDGET_SHORT) if without else column
    return figure_column(name, context.unit)
