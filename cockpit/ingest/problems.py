"""What is wrong with which row: one line per broken rule, kept as a frame until the receipt is written."""

from collections.abc import Iterable

import polars as pl

from cockpit.contracts.finding import Severity
from cockpit.ingest.rules import RULES

SCHEMA = {"index": pl.UInt32(), "field": pl.String(), "code": pl.String(), "value": pl.String()}


class Problems:
    """Collects broken rules by the row's place in the table."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] = []

    def add(self, code: str, field: str, broken: pl.Series, value: pl.Series | None = None) -> None:
        """Every row where `broken` is true breaks rule `code` in `field`; `value` is what the file says there."""
        places = broken.fill_null(value=False).arg_true().cast(pl.UInt32)
        if places.is_empty():
            return
        said = pl.Series([""] * len(places)) if value is None else value.gather(places).cast(pl.String)
        lines = pl.DataFrame({"index": places, "value": said})
        self._frames.append(
            lines.select(
                "index", pl.lit(field).alias("field"), pl.lit(code).alias("code"), pl.col("value").fill_null("")
            )
        )

    def take(self, other: "Problems") -> None:
        """Everything that another noted, after one's own."""
        self._frames += other._frames

    def spread(self, places: pl.Series) -> "Problems":
        """Problems of different texts as problems of the rows they stand in. `places`: each row's text."""
        result = Problems()
        rows = pl.DataFrame({"index": places}).with_row_index("at") if self._frames else None
        for lines in self._frames:
            if rows is not None:
                wanted = rows.filter(pl.col("index").is_in(lines.get_column("index").implode()))
                spread = wanted.join(lines, on="index", how="left", maintain_order="left")
                result._frames.append(spread.select(pl.col("at").alias("index"), "field", "code", "value"))
        return result

    def frame(self) -> pl.DataFrame:
        """Every line, by row."""
        lines = pl.concat([pl.DataFrame(schema=SCHEMA), *self._frames])
        return lines if len(self._frames) < 2 else lines.sort("index", maintain_order=True)


def of_severity(problems: pl.DataFrame, severities: Iterable[Severity]) -> pl.DataFrame:
    """The lines of rules that are so grave."""
    wanted = set(severities)
    codes = [code for code, rule in RULES.items() if rule.severity in wanted]
    return problems.filter(pl.col("code").is_in(codes))
