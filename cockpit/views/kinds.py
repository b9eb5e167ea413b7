"""The crosswalk that keeps a series whole when the legal basis changes: SEL and BL under one kind of service."""

import polars as pl

from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.law import base_paragraph

GROUP: dict[str, str] = {"children": "Børn og unge", "adults": "Voksne"}
OTHER_KIND = "Øvrige paragraffer"


def with_kinds(frame: pl.DataFrame, crosswalk: pl.DataFrame) -> pl.DataFrame:
    """The frame (`paragraph`) with `label`, `kind` and `group_title` in Danish.

    `crosswalk`: `law.paragraphs()`. A paragraph with stk. or nr. that has no line of its own takes that of its base.
    """
    words = crosswalk.select(
        "code", "title", "kind", pl.col("group").replace_strict(GROUP, default="–").alias("group_title")
    )
    codes = frame.select(pl.col("paragraph").unique())["paragraph"]
    known = set(words["code"])
    usual = [code if code in known or code == NOT_ALLOCATED else base_paragraph(code) for code in codes]
    keys = pl.DataFrame({"paragraph": codes, "code": usual}, schema={"paragraph": pl.String, "code": pl.String})
    loose = pl.col("paragraph") == NOT_ALLOCATED
    return (
        frame.join(keys.join(words, on="code", how="left"), on="paragraph", how="left", maintain_order="left")
        .with_columns(
            pl.when(loose)
            .then(pl.lit(NOT_ALLOCATED_LABEL))
            .otherwise(pl.concat_str("paragraph", "title", separator=" ", ignore_nulls=True))
            .alias("label"),
            pl.when(loose)
            .then(pl.lit(NOT_ALLOCATED_LABEL))
            .otherwise(pl.col("kind").fill_null(OTHER_KIND))
            .alias("kind"),
            pl.col("group_title").fill_null("–"),
        )
        .drop("code", "title")
    )
