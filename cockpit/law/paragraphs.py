"""The paragraphs that a grant or an account may name, and the kind of service that stays the same across the acts."""

from functools import cache

import polars as pl
import yaml

from cockpit.contracts.paths import REFERENCE

PARAGRAPH_SCHEMA: dict[str, pl.DataType] = {
    "code": pl.String(),
    "title": pl.String(),
    "act": pl.String(),
    "kind": pl.String(),
    "group": pl.String(),
    "ladder_step": pl.Int8(),
    "source": pl.String(),
}
TAKEN_OVER = {2024: "BL"}
"""The act that took over paragraphs of another one, by the year: barnets lov on 1 January 2024."""


@cache
def _table() -> pl.DataFrame:
    content = yaml.safe_load((REFERENCE / "paragraphs.yaml").read_text(encoding="utf-8"))
    rows = [
        (f"{act} {section}", title, act, kind, group, step, source)
        for group, acts in content.items()
        for act, sections in acts.items()
        for section, (title, kind, step, source) in sections.items()
    ]
    return pl.DataFrame(rows, schema=PARAGRAPH_SCHEMA, orient="row").sort("code")


def paragraphs() -> pl.DataFrame:
    """One row a paragraph, by code: `title` and `kind` (Danish; kind is the same under SEL and BL), `act` (SEL/BL),
    `group` (children/adults), `ladder_step` (1 = least intrusive; null = no service), `source` (S read, U unverified).
    """
    return _table().clone()


def taken_over(year: int) -> list[str]:
    """The kinds of help that a new act took over in a year; none in most."""
    new = pl.col("act") == TAKEN_OVER.get(year, "")
    return _table().filter(new)["kind"].unique().sort().to_list()
