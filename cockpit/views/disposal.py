"""Økonomi -> Disponering: budget, disponeret and the rest; what has moved; what last year came to add."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.kinds import with_kinds
from cockpit.views.levels import NO_BUDGET, level_title
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table
from cockpit.views.wording import money, plural, signed

MONEYS = (
    "adjusted_budget", "posted_kr", "ahead_kr", "committed_kr", "rest_kr", "inflow_kr", "outflow_kr", "changes_kr",
    "bills_kr", "then_kr", "later_kr", "later_prior_kr",
)  # fmt: skip
CROSSWALK = "Samme slags under serviceloven og barnets lov er lagt sammen."
COUNTS = ("inflow_count", "outflow_count", "changes_count")
PARTS: dict[str, tuple[str, ...]] = {
    "Budget og rest": ("adjusted_budget", "posted_kr", "ahead_kr", "committed_kr", "rest_kr"),
    "Bevægelser siden sidst": (
        "inflow_count", "inflow_kr", "outflow_count", "outflow_kr", "changes_count", "changes_kr", "bills_kr",
    ),
    "Samme dato sidste år": ("committed_kr", "then_kr", "later_kr", "later_prior_kr"),
}  # fmt: skip
KIND = "kind"
KIND_TITLE = "Slags indsats"
NOTE = (
    "Kun konti, hvor indsatserne driver udgiften. Disponeret er det bogførte og det, de bevilgede indsatser koster "
    "året ud til deres registrerede eller forventede slut, efter egenbetaling og uden skøn over afgang. Et "
    "budget, der ikke nævner en konto, tæller med i sin helhed."
)
NO_LAST_YEAR = "Sidste år kan ikke vises: der mangler et helt regnskabsår, eller intet er kendt fra samme dato."


@dataclass(frozen=True, eq=False, slots=True)
class CommitmentsView:
    """The disponeringsregnskab. `levels`: a table a level, each with its sum."""

    context: Context
    headline: str
    sentences: tuple[str, ...]
    levels: Mapping[str, Table]
    notes: tuple[str, ...] = ()

    def part(self, level: str, part: str) -> Table:
        """A level's table with the columns of one of `PARTS`: all of them fit no screen."""
        whole = self.levels[level]
        names = ("label", *PARTS[part])
        return replace(whole, columns=tuple(column for column in whole.columns if column.name in names))

    @property
    def parts(self) -> tuple[str, ...]:
        """The titles of `PARTS` that there are figures for."""
        names = {column.name for table in self.levels.values() for column in table.columns}
        return tuple(title for title, columns in PARTS.items() if names & set(columns))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return tuple(self.levels.values())


def _title(level: str) -> str:
    return KIND_TITLE if level == KIND else level_title(level)


def _columns(context: Context, level: str, since: dt.date, then: dt.date | None) -> tuple[Column, ...]:
    unit, moved = context.unit, f"Siden {danish.date(since)}"
    now = (
        Column("label", _title(level), "text", CROSSWALK if level == KIND else ""),
        Column("adjusted_budget", "Korrigeret budget", unit, missing=NO_BUDGET),
        Column("posted_kr", "Bogført", unit),
        Column("ahead_kr", "Endnu ikke bogført", unit, "Leveret eller bevilget frem til årets slutning."),
        Column("committed_kr", "Disponeret", unit, "Bogført og endnu ikke bogført."),
        Column("rest_kr", "Rest til tilgang og ændringer", unit, "Korrigeret budget minus disponeret.", NO_BUDGET),
        Column("inflow_count", "Tilgang, antal", "integer", f"{moved}: nye indsatser."),
        Column("inflow_kr", "Tilgang", unit, f"{moved}: deres udgift i året."),
        Column("outflow_count", "Afgang, antal", "integer", f"{moved}: afsluttede og udgåede indsatser."),
        Column("outflow_kr", "Afgang", unit, f"{moved}: det, de ikke længere koster i året."),
        Column("changes_count", "Ændringer, antal", "integer", f"{moved}: andre datoer eller en anden pris."),
        Column("changes_kr", "Ændringer", unit, f"{moved}: virkningen i året."),
        Column("bills_kr", "Regninger mod det ventede", unit, f"{moved}: resten, så de fire summer til ændringen."),
    )
    if then is None:
        return now
    return (
        *now,
        Column("then_kr", "Disponeret sidste år", unit, f"Som det var kendt {danish.date(then)}."),
        Column("later_kr", "Kom til senere", unit, "Regnskabet minus det, der da var disponeret."),
        Column("later_prior_kr", "Heraf tidligere år", unit, "Regninger fra årene før, bogført senere."),
    )


def _by_kind(paragraphs: pl.DataFrame, crosswalk: pl.DataFrame) -> pl.DataFrame:
    """The paragraphs added up per kind of help, SEL and BL together; no budget where none of them has one."""
    told = [name for name in (*MONEYS, *COUNTS) if name in paragraphs.columns]
    sums = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in told]
    named = with_kinds(paragraphs.drop("label").rename({"key": "paragraph"}), crosswalk)
    kinds = named.group_by(KIND).agg(*sums).with_columns(key=pl.col(KIND), label=pl.col(KIND)).drop(KIND)
    return kinds.with_columns(pl.col(name).cast(MONEY) for name in MONEYS if name in told)


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """Every row with its rest and its sum; a key without a budget keeps none. The largest stands first."""
    told = [name for name in (*MONEYS, *COUNTS) if name in frame.columns and name != "adjusted_budget"]
    filled = frame.with_columns(pl.col(told).fill_null(0)).with_columns(
        rest_kr=(pl.col("adjusted_budget") - pl.col("committed_kr")).cast(MONEY)
    )
    return filled.sort("committed_kr", "key", descending=[True, False])


def _whole(rows: pl.DataFrame) -> pl.DataFrame:
    """The line of the sums. The rest is that of the whole budget, also where a key has none."""
    moneys = [pl.col(name).sum().cast(MONEY) for name in MONEYS if name in rows.columns and name != "rest_kr"]
    counts = [pl.col(name).sum() for name in COUNTS]
    none = pl.col("adjusted_budget").count() == 0
    sums = rows.select(*moneys, *counts, none.alias("none")).with_columns(
        adjusted_budget=pl.when(~pl.col("none")).then("adjusted_budget"), label=pl.lit("I alt")
    )
    return sums.with_columns(rest_kr=(pl.col("adjusted_budget") - pl.col("committed_kr")).cast(MONEY)).drop("none")


def _headline(whole: pl.DataFrame) -> str:
    committed = sum_kr(whole, "committed_kr")
    if whole["adjusted_budget"].item() is None:
        return f"Der er disponeret {money(committed)}; {NO_BUDGET}."
    rest, budget = sum_kr(whole, "rest_kr"), sum_kr(whole, "adjusted_budget")
    start = f"Der er disponeret {money(committed)} af et korrigeret budget på {money(budget)}"
    if rest < 0:
        return f"{start}: {money(-rest)} mere, end der er."
    return f"{start}: {money(rest)} er tilbage til tilgang og ændringer."


def _sentences(whole: pl.DataFrame, since: dt.date, then: dt.date | None) -> tuple[str, ...]:
    words = {"inflow": "ny", "outflow": "afsluttet", "changes": "ændret"}
    several = {"inflow": "nye", "outflow": "afsluttede", "changes": "ændrede"}
    parts = ", ".join(
        f"{plural(int(whole[f'{name}_count'].item()), word, several[name])} ({signed(sum_kr(whole, f'{name}_kr'))})"
        for name, word in words.items()
    )
    moved = f"Siden {danish.long_date(since)}: {parts}; regninger mod det ventede {signed(sum_kr(whole, 'bills_kr'))}"
    if then is None:
        return moved, NO_LAST_YEAR
    later, prior = sum_kr(whole, "later_kr"), sum_kr(whole, "later_prior_kr")
    course = f"kom {money(later)} til" if later >= 0 else f"blev det {money(-later)} mindre"
    return moved, (
        f"Den {danish.long_date(then)} var der disponeret {money(sum_kr(whole, 'then_kr'))}; frem til årets slutning "
        f"{course}, heraf {signed(prior)} fra regninger fra tidligere år."
    )


def build(
    context: Context,
    *,
    levels: Mapping[str, pl.DataFrame],
    since: dt.date,
    then: dt.date | None,
    crosswalk: pl.DataFrame,
) -> CommitmentsView:
    """`levels`: level -> `key, label, adjusted_budget` and the columns of `forecast.disposal`; `since`: what the moves
    are counted from; `then`: the date last year, None where that year is not known; `crosswalk`: `law.paragraphs()`,
    which adds the paragraphs up per kind of help."""
    every = {**levels, KIND: _by_kind(levels["paragraph"], crosswalk)} if "paragraph" in levels else levels
    tables, whole = {}, pl.DataFrame()
    for level, frame in every.items():
        rows = _filled(frame)
        whole = _whole(rows)
        shown = pl.concat([rows, whole], how="diagonal")
        tables[level] = Table(f"Disponering, pr. {_title(level).lower()}", _columns(context, level, since, then),
                              shown, totals=1)  # fmt: skip
    return CommitmentsView(context, _headline(whole), _sentences(whole, since, then), tables, (NOTE,))
