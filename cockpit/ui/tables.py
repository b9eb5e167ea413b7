"""A view's table on the screen: Danish text over raw values, so that a click on a heading sorts numbers as numbers."""

import pickle
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import polars as pl
import streamlit as st
from streamlit.typing import DataframeState

from cockpit.contracts import danish
from cockpit.views import Column, Table
from cockpit.views.table import NO_VALUE

KEPT = 400
"""Written tables held at once."""
MAX_STYLED_CELLS = 200_000
"""Beyond this the text is written directly: pandas refuses to style more than 262,144 cells."""
ON_SCREEN = 200
"""Rows of a long ranked list that are shown: nobody reads more, and each costs time at every click on the page."""
WHOLE_ROWS = 16
"""A table of so many rows, a year of months among them, is shown without a scroll bar of its own."""
DATE_WIDTH = 100
"""Pixels of a column of dates: where most are empty, the browser would cut the others."""
PER_CHARACTER, PADDING, TEXT_PADDING, LONGEST, MEASURED_ROWS = 7, 8, 20, 14, 200
"""Pixels of a character, and beside a figure, whose digits are narrower, or a text. Texts of more than `LONGEST`
characters are left to the browser, and so are tables of more rows."""
TWO_LINES = 66
"""Pixels of a row in which a long text is broken: Streamlit breaks none in rows of 64 or less."""
CROWDED, FIRST_CHARACTERS, FIRST_WIDTH = 12, 44, 245
"""From so many columns on, longer names get so many pixels: the last figures matter more than a name's end."""
NO_WIDTHS: Mapping[str, int] = {}
WIDE = 7
"""From this many columns on a table is scrolled sideways, so its first column stays."""


def _in_words(table: Table, column: Column) -> bool:
    """Whether empty cells of the column say why they are empty: a number column cannot, so its text is shown."""
    return column.missing != NO_VALUE and table.frame[column.name].null_count() > 0


def _said_once(table: Table) -> Table:
    """Words that say why a cell is empty stand in the row's first such cell, and in a wide table in short: repeated or
    long, they push figures off the screen."""
    said: dict[str, pl.Series] = {}
    columns = []
    wide = len(table.columns) > WIDE
    for whole in table.columns:
        column = replace(whole, missing=whole.missing_short) if wide and whole.missing_short else whole
        empty = table.frame[column.name].is_null()
        known = said.setdefault(column.missing, empty)
        repeats = known is not empty and bool((known | ~empty).all())
        columns.append(replace(column, missing=NO_VALUE) if repeats else column)
    return replace(table, columns=tuple(columns))


def _plain(table: Table) -> pl.DataFrame:
    """The shown columns under Danish headings; money as float, for the browser sorts floats and not decimals."""
    return pl.DataFrame(
        pl.Series(column.heading, map(column.text, table.frame[column.name]), dtype=pl.String)
        if _in_words(table, column)
        else table.frame[column.name].alias(column.heading)
        for column in table.columns
    ).with_columns(pl.selectors.decimal().cast(pl.Float64))


def _written(table: Table) -> dict[str, Any]:
    """What pandas would make of the table's Danish texts and bold total lines, as far as Streamlit reads it."""
    rows = list(table.danish().iter_rows())
    body = [
        [{"id": f"row{row}_col{place}", "display_value": text} for place, text in enumerate(texts)]
        for row, texts in enumerate(rows)
    ]
    bold = [cell["id"] for cells in body[len(body) - table.totals :] for cell in cells]
    return {"body": body, "cellstyle": [{"props": [("font-weight", "bold")], "selectors": bold}] if bold else []}


def _styled(table: Table) -> Any:
    """The raw values with their texts over them. Pandas would take 30 microseconds for a cell's HTML, which nobody
    shows: 100 ms for the tables of a page."""
    styler = _plain(table).to_pandas().style
    styler._translate = lambda *_: _written(table)
    return styler


def _width(table: Table, column: Column) -> int | None:
    """Pixels of a column whose values are longer than its heading: the browser goes by the heading and a sample, and
    would cut the figure from the left, minus sign and first digits. None where the browser may choose."""
    if column.kind == "date":
        return DATE_WIDTH
    if not table.frame.height or table.frame.height > MEASURED_ROWS:
        return None
    longest = max(len(column.text(value)) for value in table.frame[column.name])
    if len(table.columns) >= CROWDED and column is table.columns[0] and longest > FIRST_CHARACTERS:
        return FIRST_WIDTH
    if column.kind == "text":
        return PER_CHARACTER * longest + TEXT_PADDING if len(column.heading) < longest <= LONGEST else None
    return PER_CHARACTER * longest + PADDING if len(column.short or column.heading) < longest else None


def _columns(table: Table, widths: Mapping[str, int]) -> dict[str, Any]:
    return {
        column.heading: st.column_config.Column(
            column.short or None,
            help=_help(column) or None,
            alignment="left" if column.kind in ("text", "date") else "right",
            width=widths.get(column.name) or _width(table, column),
            pinned=position == 0 and len(table.columns) > WIDE,
        )
        for position, column in enumerate(table.columns)
    }


def _help(column: Column) -> str:
    return f"{column.heading}: {column.help}" if column.short else column.help


def _data(table: Table) -> Any:
    small = table.frame.height * len(table.columns) <= MAX_STYLED_CELLS
    return _styled(table) if small else table.danish()


def _height(table: Table, height: int | None) -> int | Literal["content", "auto"]:
    return height or ("content" if table.frame.height <= WHOLE_ROWS else "auto")


def _title(table: Table, *, title: bool) -> None:
    if title:
        st.markdown(f"**{table.title}**")


def table(
    shown: Table,
    *,
    key: str,
    height: int | None = None,
    title: bool = True,
    row_height: int | None = None,
    widths: Mapping[str, int] = NO_WIDTHS,
) -> None:
    """Show a table with its title and note; a sentence where it has no rows. `widths`: pixels of columns by name; in
    rows of `TWO_LINES` a long text is broken."""
    _title(shown, title=title)
    if shown.frame.is_empty():
        st.caption(shown.note or "Ingen rækker.")
        return
    _drawn(key, pickle.dumps(shown), shown, height, row_height, tuple(widths.items()))
    if shown.note:
        st.caption(shown.note)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _drawn(
    key: str,
    content: bytes,  # noqa: ARG001 - the cache's key
    _shown: Table,
    height: int | None,
    row_height: int | None,
    widths: tuple[tuple[str, int], ...],
) -> None:
    """A table that nobody chooses in, sent again as it was written the first time: writing takes 10 to 50 ms."""
    _shown = _said_once(_shown)
    st.dataframe(
        _data(_shown),
        hide_index=True,
        column_config=_columns(_shown, dict(widths)),
        key=key,
        height=_height(_shown, height),
        row_height=row_height,
        placeholder=NO_VALUE,
        alt=_shown.title,
    )


def choosable(
    shown: Table, *, key: str, height: int | None = None, widths: Mapping[str, int] = NO_WIDTHS
) -> int | None:
    """Show a table whose rows can be clicked; the position of the chosen row, never one of the total lines."""
    chosen = _clicked(shown, "single-row", key, height, None, widths)
    return chosen[0] if chosen else None


def first_columns(shown: Table, count: int) -> Table:
    """The table with its first columns only, where the screen has room for no more; the workbook has them all."""
    return replace(shown, columns=shown.columns[:count])


def largest(shown: Table) -> Table:
    """The first `ON_SCREEN` rows of a ranked table and its total lines; the workbook has them all."""
    body = shown.frame.height - shown.totals
    if body <= ON_SCREEN:
        return shown
    frame = shown.frame.head(ON_SCREEN).vstack(shown.frame.tail(shown.totals))
    cut = f"De {ON_SCREEN} største af {danish.number(body)} linjer. Hent alle som Excel."
    return replace(shown, frame=frame, note=f"{shown.note} {cut}".strip())


def without(shown: Table, *names: str) -> Table:
    """The table without some of its columns, where the screen has no room or says it in another way; the workbook has
    them all."""
    return replace(shown, columns=tuple(column for column in shown.columns if column.name not in names))


def plain(text: str) -> str:
    """A text as it stands, whatever it holds of markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+!|$~<>:" else sign for sign in text)


def text_table(shown: Table, *, title: bool = True) -> None:
    """A small table of words, every line in full: nothing to sort, nothing cut off."""
    _title(shown, title=title)
    if shown.note:
        st.caption(shown.note)
    st.table(shown.danish(), border="horizontal", hide_index=True, alt=shown.title)


def many_choosable(
    shown: Table,
    *,
    key: str,
    height: int | None = None,
    row_height: int | None = None,
    widths: Mapping[str, int] = NO_WIDTHS,
) -> list[int]:
    """Show a table in which several rows can be ticked; the positions of those that are."""
    return _clicked(shown, "multi-row", key, height, row_height, widths)


def _clicked(
    shown: Table,
    mode: Literal["single-row", "multi-row"],
    key: str,
    height: int | None,
    row_height: int | None = None,
    widths: Mapping[str, int] = NO_WIDTHS,
) -> list[int]:
    if shown.frame.is_empty():
        st.caption(shown.note or "Ingen rækker.")
        return []
    shown = _said_once(shown)
    state: DataframeState = st.dataframe(
        _data(shown),
        hide_index=True,
        column_config=_columns(shown, widths),
        key=key,
        height=_height(shown, height),
        row_height=row_height,
        placeholder=NO_VALUE,
        alt=shown.title,
        on_select="rerun",
        selection_mode=mode,
    )
    if shown.note:
        st.caption(shown.note)
    return [row for row in state.selection.rows if row < shown.frame.height - shown.totals]
