"""Explanations at material deviations: written at each close, last close's proposed again."""

import datetime as dt

import polars as pl
from pydantic import ValidationError

from cockpit import finance
from cockpit.access import require
from cockpit.contracts import danish
from cockpit.contracts.action import Explanation
from cockpit.contracts.entry import Entry, EntryKind
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import Figures, figures, moments, newest, ranged_rows
from cockpit.usecases.followup import narrowed
from cockpit.usecases.locks import why_fixed
from cockpit.usecases.ranges import errors


def explain(
    cockpit: Cockpit,
    scope: Scope,
    area: str,
    paragraph: str = "",
    text: str = "",
    as_of: dt.date | None = None,
    year: int | None = None,
    *,
    seen: int | None = None,
) -> Entry:
    """Write why an area, or a paragraph in it, deviates at a close. Refused without a text, on an area or paragraph
    that the close does not have, in a locked month, and where somebody else wrote since (`seen`). AccessDenied outside
    own areas."""
    require_place(scope, area)
    day = as_of or newest(cockpit)
    _refuse_no_close(cockpit, day)
    if fixed := why_fixed(cockpit, day):
        raise Refused(fixed)
    refuse_unknown(figures(cockpit, scope, day, year), area, paragraph)
    try:
        said = Explanation(year=year or day.year, as_of=day, area=area, paragraph=paragraph, text=text.strip())
    except ValidationError as error:
        raise Refused("Skriv en forklaring på mellem 1 og 2.000 tegn.") from error
    body = said.model_dump(mode="json")
    return cockpit.store.write_entry(scope.user, EntryKind.EXPLANATION, said.key, body, area=area, seen=seen)


def _refuse_no_close(cockpit: Cockpit, day: dt.date) -> None:
    """Refused on a day that no page can be asked for: what is written there would never be read."""
    days = moments(cockpit)
    if day not in days:
        newest_first = ", ".join(map(danish.date, days[:3]))
        raise Refused(f"{danish.date(day)} er ikke en lukning i data. De nyeste er {newest_first}.")


def require_place(scope: Scope, area: str) -> None:
    """Whoever writes about an area must answer for it: finance for all, a manager for own areas."""
    require(scope, Role.CONTROLLER, Role.MANAGER)
    if scope.areas and area not in scope.areas:
        raise AccessDenied(f"Du har ikke ansvaret for {area}. Vælg et af dine egne politikområder.")


def refuse_unknown(found: Figures, area: str, paragraph: str) -> None:
    """Refused where no line of the forecast lies there."""
    there = found.result.leaves.filter(pl.col("area") == area)
    if there.is_empty():
        raise Refused(f"Politikområdet «{area}» findes ikke i tallene pr. {found.as_of:%d-%m-%Y}.")
    if paragraph and there.filter(pl.col("paragraph") == paragraph).is_empty():
        raise Refused(f"Der er ingen tal på {paragraph} i {area} pr. {found.as_of:%d-%m-%Y}.")


def deviations(cockpit: Cockpit, found: Figures) -> pl.DataFrame:
    """`ROW_SCHEMA` + `area`, `paragraph` (empty: the area as a whole): the material deviations of the areas and of the
    paragraphs in them, largest first within each area, areas by size."""
    settings, known = cockpit.settings, errors(cockpit)
    areas = ranged_rows(found, "area", known)
    tested = "untested" if known is None else "tested"
    every = found.result.once(f"areas_and_paragraphs_{tested}", lambda: _areas_and_paragraphs(found, areas, known))
    asks = finance.material(
        pl.col("overspend"), pl.col("adjusted_budget"), settings.materiality_kr, settings.materiality_share
    )
    size = pl.col("overspend").abs()
    rows = every.filter(asks)
    whole = areas.select(area="key", of_area=size)
    ranked = rows.join(whole, on="area", how="left").with_columns(part=pl.col("paragraph") != "", size=size)
    by = ["of_area", "area", "part", "size", "paragraph"]
    return ranked.sort(by, descending=[True, False, False, True, False], nulls_last=True).drop(
        "of_area", "part", "size"
    )


def _areas_and_paragraphs(found: Figures, areas: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    parts = [areas.with_columns(area=pl.col("key"), paragraph=pl.lit(""))]
    for area in areas["key"]:
        inside = ranged_rows(narrowed(found, {"area": area}), "paragraph", known)
        parts.append(inside.with_columns(area=pl.lit(area), paragraph=pl.col("key")))
    return pl.concat(parts)


def explanations(
    cockpit: Cockpit, scope: Scope, as_of: dt.date, year: int
) -> tuple[dict[tuple[str, str], Entry], dict[tuple[str, str], Entry]]:
    """By area and paragraph: what is written at this close, and the newest of the earlier closes of the year, which is
    proposed again."""
    now: dict[tuple[str, str], Entry] = {}
    before: dict[tuple[str, str], tuple[dt.date, Entry]] = {}
    for entry in cockpit.store.entries(EntryKind.EXPLANATION, scope):
        said = Explanation.model_validate(entry.body)
        if said.year != year or said.as_of > as_of:
            continue
        if said.as_of == as_of:
            now[said.place] = entry
        elif said.place not in before or before[said.place][0] < said.as_of:
            before[said.place] = (said.as_of, entry)
    return now, {place: entry for place, (_, entry) in before.items()}
