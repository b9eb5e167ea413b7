"""The two tables of explanations and action plans."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import polars as pl

from cockpit.contracts.action import ACTION_STATUS_TITLE, ActionPlan
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.entry import Entry
from cockpit.views.context import Context
from cockpit.views.row import figure_column, ready, sum_kr
from cockpit.views.table import Column, Table

MISSING, PROPOSED, EXPLAINED = "mangler", "bekræft sidste", "forklaret"
GONE, SMALL = "findes ikke længere i tallene", "er ikke længere så stor"
_SHORT = {
    "forecast": "Forventet", "adjusted_budget": "Korr. budget", "deviation_word": "Mer/mindre",
    "deviation_pct": "Afv. pct.",
}  # fmt: skip
_DEVIATION = ("forecast", "adjusted_budget", "deviation", "deviation_word", "deviation_pct")


def explained_table(
    context: Context,
    deviations: pl.DataFrame,
    written: Mapping[tuple[str, str], Entry],
    proposed: Mapping[tuple[str, str], Entry],
) -> Table:
    """The material deviations, each with its explanation, who wrote it, and whether it is still missing."""
    rows = []
    for place in deviations.select("area", "paragraph").iter_rows():
        entry = written.get(place) or proposed.get(place)
        state = EXPLAINED if place in written else PROPOSED if place in proposed else MISSING
        rows.append((state, str(entry.body["text"]) if entry else None, entry.user if entry else None))
    said = pl.DataFrame(rows, schema=["explained", "text", "user"], orient="row", schema_overrides={
        "explained": pl.String, "text": pl.String, "user": pl.String
    })  # fmt: skip
    where = pl.when(pl.col("paragraph") == "").then(pl.lit("Hele området")).otherwise(pl.col("label")).alias("where")
    frame = pl.concat([ready(deviations, context), said], how="horizontal").with_columns(where)
    columns = (
        Column("area", "Politikområde", "text"),
        Column("where", "Paragraf", "text"),
        *(replace(figure_column(name, context.unit), short=_SHORT.get(name, "")) for name in _DEVIATION),
        Column("explained", "Status", "text", "Mangler, bekræft sidste måneds, eller forklaret ved denne lukning."),
        Column("text", "Forklaring", "text"),
        Column("user", "Skrevet af", "text"),
    )
    note = "" if frame.height else "Ingen afvigelse er så stor, at den skal forklares."
    return Table("Afvigelser der skal forklares", columns, frame, note=note)


def loose_table(
    deviations: pl.DataFrame,
    said: Mapping[tuple[str, str], Entry],
    places: Collection[tuple[str, str]],
) -> Table:
    """The year's explanations that no deviation asks for any more: kept, with what became of the deviation."""
    asked = set(deviations.select("area", "paragraph").iter_rows())
    rows = [
        (area, paragraph or "Hele området", SMALL if (area, paragraph) in places else GONE, str(entry.body["text"]),
         entry.user, entry.at.date())
        for (area, paragraph), entry in sorted(said.items())
        if (area, paragraph) not in asked
    ]  # fmt: skip
    schema = {**dict.fromkeys(("area", "where", "state", "text", "user"), pl.String()), "at": pl.Date()}
    columns = (
        Column("area", "Politikområde", "text"),
        Column("where", "Paragraf", "text"),
        Column("state", "Afvigelsen", "text"),
        Column("text", "Forklaring", "text"),
        Column("user", "Skrevet af", "text"),
        Column("at", "Den", "date"),
    )
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    note = "" if rows else "Hver forklaring hører til en afvigelse, der stadig skal forklares."
    return Table("Forklaringer uden en afvigelse", columns, frame, note=note)


def plans_table(context: Context, plans: Sequence[ActionPlan], effects: pl.DataFrame) -> Table:
    """The plans by number, with a total line: expected, realised, missing and counted effect."""
    told = pl.DataFrame(
        [
            (one.id, one.title, one.area, one.paragraph or "Hele området", one.owner, one.deadline,
             ACTION_STATUS_TITLE[one.status], one.next_year_kr)
            for one in plans
        ],
        schema={
            "id": pl.String(), "title": pl.String(), "area": pl.String(), "where": pl.String(), "owner": pl.String(),
            "deadline": pl.Date(), "status_title": pl.String(), "next_year_kr": MONEY,
        },
        orient="row",
    )  # fmt: skip
    frame = told.join(effects, on="id", how="left").sort("id").with_columns(
        late=pl.when("overdue").then(pl.lit("over frist")).otherwise(pl.lit(""))
    )  # fmt: skip
    columns = (
        Column("id", "Nr.", "text"),
        Column("title", "Handling", "text"),
        Column("area", "Politikområde", "text"),
        Column("where", "Paragraf", "text"),
        Column("owner", "Ansvarlig", "text"),
        Column("deadline", "Frist", "date"),
        Column("status_title", "Status", "text"),
        Column("late", "Frist overskredet", "text", "Handlinger over frist tæller ikke efter.", short="Sen"),
        Column(
            "expected_kr",
            "Ventet effekt",
            context.unit,
            "Ændring af årets udgift; minus er en besparelse.",
            short="Ventet",
        ),
        Column("realised_kr", "Dokumenteret", context.unit, "Målt på de nævnte indsatser og konti.", "ikke målt"),
        Column("missing_kr", "Mangler", context.unit, "Ventet effekt, som tallene ikke viser."),
        Column("counted_kr", "Tæller efter", context.unit, "Indgår i forventet regnskab efter handleplaner."),
        Column("next_year_kr", "Ventet næste år", context.unit, "Ændring af næste års udgift.", short="Næste år"),
    )
    if frame.is_empty():
        return Table("Handleplaner", columns, frame, note="Der er ingen handleplaner endnu.")
    sums = {name: sum_kr(frame, name) for name in ("expected_kr", "realised_kr", "missing_kr", "counted_kr")}
    sums["next_year_kr"] = sum_kr(frame, "next_year_kr")
    last = pl.DataFrame(
        [{"title": "I alt", **sums}], schema={n: t for n, t in frame.schema.items() if n in {"title", *sums}}
    )
    return Table("Handleplaner", columns, pl.concat([frame, last], how="diagonal"), totals=1)
