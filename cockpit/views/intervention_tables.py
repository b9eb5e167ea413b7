"""How many interventions there are now, last month and a year ago, beside the budget; and how they come and go."""

import datetime as dt

import polars as pl

from cockpit.contracts import danish
from cockpit.views.figures import Lines
from cockpit.views.table import Column, Table

ACTIVE = "Aktive indsatser er indsatser der løber på månedens sidste dag. Én borger kan have flere."
PERSONS = "Budgettet er helårspersoner, altså et gennemsnit over året, og kan ikke trækkes fra antallet nu."
_TOP_LINES = 6
_COUNTS = ("active_now", "active_before", "change", "active_year_ago", "change_year", "inflow", "outflow")


def yardsticks(month: dt.date) -> tuple[dt.date, dt.date]:
    """First day of the month before, and of the same month a year ago."""
    before = (month - dt.timedelta(days=1)).replace(day=1)
    return before, month.replace(year=month.year - 1)


def _at(months: pl.DataFrame, name: str, day: dt.date, alias: str) -> pl.Expr:
    """The count of one month; unknown, not zero, where the data do not reach back to it."""
    if day not in months["month"]:
        return pl.lit(None, dtype=pl.Int64).alias(alias)
    return pl.col(name).filter(pl.col("month") == day).sum().cast(pl.Int64).alias(alias)


def _counts(months: pl.DataFrame, keys: list[str], month: dt.date) -> pl.DataFrame:
    before, year_ago = yardsticks(month)
    return (
        months.group_by(keys)
        .agg(
            _at(months, "active", month, "active_now"),
            _at(months, "active", before, "active_before"),
            _at(months, "active", year_ago, "active_year_ago"),
            _at(months, "inflow", month, "inflow"),
            _at(months, "outflow", month, "outflow"),
        )
        .with_columns(
            change=pl.col("active_now") - pl.col("active_before"),
            change_year=pl.col("active_now") - pl.col("active_year_ago"),
        )
        .filter(pl.sum_horizontal("active_now", "active_before", "active_year_ago", "inflow", "outflow") > 0)
        .sort("active_now", *keys, descending=[True, *[False] * len(keys)])
    )


def _with_total(rows: pl.DataFrame) -> pl.DataFrame:
    if rows.is_empty():
        return rows
    sums = [pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name) for name in _COUNTS]
    return pl.concat([rows, rows.select(sums).with_columns(label=pl.lit("I alt"))], how="diagonal")


def _columns(title: str) -> tuple[Column, ...]:
    return (
        Column("label", title, "text"),
        Column("active_now", "Aktive nu", "integer", ACTIVE),
        Column("active_before", "Sidste måned", "integer"),
        Column("change", "Ændring på en måned", "integer"),
        Column("active_year_ago", "For et år siden", "integer"),
        Column("change_year", "Ændring på et år", "integer"),
        Column("inflow", "Tilgang i måneden", "integer", "Indsatser der er startet i måneden."),
        Column("outflow", "Afgang i måneden", "integer", "Indsatser der er sluttet i måneden."),
    )


def by_paragraph(months: pl.DataFrame, budget: pl.DataFrame, month: dt.date) -> Table:
    """One row a paragraph, with the budgeted full-year persons where there are any (they are not added up)."""
    persons = budget.group_by("paragraph").agg(
        pl.col("full_year_persons").sum().cast(pl.Float64).alias("budget_persons")
    )
    counts = _counts(months, ["paragraph", "label"], month)
    frame = _with_total(counts.join(persons, on="paragraph", how="left", maintain_order="left"))
    budgeted = Column("budget_persons", "Budget, helårspersoner", "persons", PERSONS)
    columns = (*_columns("Paragraf"), budgeted)
    return Table("Indsatser pr. paragraf", columns, frame, note=PERSONS, totals=int(frame.height > 0))


def by_kind(months: pl.DataFrame, month: dt.date) -> Table:
    """One row a kind of service, SEL and BL together."""
    frame = _with_total(_counts(months.drop("label").rename({"kind": "label"}), ["group_title", "label"], month))
    titled = frame.with_columns(pl.col("group_title").fill_null("")) if frame.height else frame
    columns = (*_columns("Slags indsats"), Column("group_title", "Gruppe", "text"))
    return Table("Indsatser pr. slags", columns, titled, totals=int(frame.height > 0))


def active_lines(months: pl.DataFrame) -> Lines:
    """Active interventions month by month of the kinds that are largest now."""
    kinds = months.group_by("month", "kind").agg(pl.col("active").sum().cast(pl.Float64).alias("value"))
    last = kinds.filter(pl.col("month") == pl.col("month").max())
    top = last.sort("value", "kind", descending=[True, False]).head(_TOP_LINES)["kind"]
    frame = kinds.filter(pl.col("kind").is_in(top.implode())).select(
        "month", pl.col("kind").alias("key"), pl.col("kind").alias("label"), "value"
    )
    return Lines(_active_message(kinds, top), "Aktive indsatser", frame.sort("label", "month"))


def _active_message(kinds: pl.DataFrame, top: pl.Series) -> str:
    """Which of the largest kinds has moved most in a year; their number where the year before is not known."""
    if top.is_empty():
        return "Ingen indsatser"
    now = kinds.select(pl.col("month").max()).item()
    of = pl.col("value").filter
    moved = kinds.filter(pl.col("kind").is_in(top.implode())).group_by("kind").agg(
        (of(pl.col("month") == now).sum() - of(pl.col("month") == now.replace(year=now.year - 1)).sum()).alias("moved")
    )  # fmt: skip
    if kinds.filter(pl.col("month") == now.replace(year=now.year - 1)).is_empty():
        return f"De {danish.number(len(top))} største slags indsatser"
    kind, change = moved.sort(pl.col("moved").abs(), "kind", descending=[True, False]).row(0)
    if not change:
        return f"De {danish.number(len(top))} største slags indsatser er uændrede på et år"
    return f"{kind} er {'vokset' if change > 0 else 'faldet'} mest på et år, med {danish.number(abs(change))}"


def _flow(months: pl.DataFrame) -> pl.DataFrame:
    sums = months.group_by("month").agg(pl.col("inflow", "outflow").sum().cast(pl.Int64))
    return sums.with_columns(net=pl.col("inflow") - pl.col("outflow")).sort("month")


def flow_lines(months: pl.DataFrame) -> Lines:
    """In- and outflow month by month."""
    flow = _flow(months)
    names = {"inflow": "Tilgang", "outflow": "Afgang"}
    frame = flow.unpivot(["inflow", "outflow"], index="month", variable_name="key", value_name="value").select(
        "month",
        "key",
        pl.col("key").replace_strict(names, return_dtype=pl.String).alias("label"),
        pl.col("value").cast(pl.Float64),
    )
    net = int(flow["net"].tail(12).sum())
    word = "flere er kommet til end gået fra" if net > 0 else "færre er kommet til end gået fra"
    message = f"{danish.number(abs(net))} {word} på et år" if net else "Lige mange er kommet til og gået fra på et år"
    return Lines(message, "Indsatser", frame.sort("label", "month"))


def flow_table(months: pl.DataFrame) -> Table:
    """In- and outflow per month, newest first."""
    columns = (
        Column("month_name", "Måned", "text"),
        Column("inflow", "Tilgang", "integer"),
        Column("outflow", "Afgang", "integer"),
        Column("net", "Netto", "integer"),
    )
    flow = _flow(months).sort("month", descending=True)
    names = [f"{danish.MONTHS[month.month - 1]} {month.year}" for month in flow["month"]]
    named = flow.with_columns(pl.Series("month_name", names, dtype=pl.String))
    return Table("Tilgang og afgang pr. måned", columns, named)
