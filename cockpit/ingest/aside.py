"""The rows that could not be read, as the list that a person works through: place, value, reason and every cell."""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.ingest import people
from cockpit.ingest.cast import is_personal_text
from cockpit.ingest.collect import SHEET, Collected, Part
from cockpit.ingest.layout import ROW
from cockpit.ingest.rules import RULES

SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
    "amount_kr": MONEY,
}


def set_aside_frame(aside: pl.DataFrame, collected: Collected, amounts: pl.Series | None, file: str) -> pl.DataFrame:
    """`SCHEMA`, then one text column per heading of the file (`Celle: …`), CPR masked, sorted by sheet and row.
    `aside`: one line per row, as `findings.set_aside_rows` gives it."""
    frames = [_of_part(number, part, aside, collected, amounts) for number, part in enumerate(collected.parts)]
    joined = pl.concat([pl.DataFrame(schema=SCHEMA), *frames], how="diagonal")
    return joined.with_columns(file=pl.lit(file)).sort("sheet", "row")


def _of_part(
    number: int, part: Part, aside: pl.DataFrame, collected: Collected, amounts: pl.Series | None
) -> pl.DataFrame:
    index = aside.get_column("index")
    mine = aside.filter(collected.places.get_column(SHEET).gather(index) == number)
    index = mine.get_column("index")
    rows = collected.places.get_column(ROW).gather(index)
    headings = {name: collected.heading(name) for name in mine.get_column("field").unique()}
    kroner = amounts.gather(index) if amounts is not None else pl.Series([None] * len(index), dtype=MONEY)
    fixed = pl.DataFrame(
        {
            "sheet": [people.mask_text(part.table.sheet)] * len(index),
            "row": rows,
            "column": [headings[name] for name in mine.get_column("field")],
            "value": people.mask(mine.get_column("value")),
            "reason": [_reason(row, headings) for row in mine.iter_rows(named=True)],
            "amount_kr": kroner,
        },
        schema={name: dtype for name, dtype in SCHEMA.items() if name != "file"},
    )
    above = sum(other.table.frame.height for other in collected.parts[:number])
    return pl.concat([fixed, _cells(part, index.cast(pl.Int64) - above)], how="horizontal")


def _reason(row: dict[str, str], headings: dict[str, str]) -> str:
    value = people.mask_text(row["value"])
    return RULES[row["code"]].message.format(heading=headings[row["field"]], value=value)


def _cells(part: Part, places: pl.Series) -> pl.DataFrame:
    """Every cell of the rows. `places`: theirs in the table, counted from its first."""
    lines = part.table.frame[places.cast(pl.UInt32)] if len(places) else part.table.frame.clear()
    contract = part.match.contract
    hidden = {column for name, column in part.match.columns.items() if is_personal_text(contract.field(name))}
    return pl.DataFrame(
        [
            _shown(lines.get_column(column), hidden=column in hidden).alias(f"Celle: {people.mask_text(heading)}")
            for column, heading in part.table.headings.items()
        ]
    )


def _shown(text: pl.Series, *, hidden: bool) -> pl.Series:
    if hidden:
        return pl.select(pl.when(pl.lit(text).is_not_null()).then(pl.lit(people.MASK))).to_series().cast(pl.String)
    return people.mask(text)
