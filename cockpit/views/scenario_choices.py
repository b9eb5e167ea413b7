"""What a change of a scenario may name, in the words by which it is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.forecast_table import NOT_ALLOCATED


@dataclass(frozen=True, slots=True)
class Choices:
    """What a change may name: areas, providers, paragraphs, grants (id, what it is), and the action plans (id, title).
    `whole`: whether a scenario may be of everything."""

    areas: tuple[str, ...]
    whole: bool
    providers: tuple[str, ...]
    paragraphs: tuple[str, ...]
    grants: tuple[tuple[str, str], ...]
    plans: tuple[tuple[str, str], ...]


def choices(leaves: pl.DataFrame, plans: Sequence[tuple[str, str]], *, whole: bool) -> Choices:
    """The names that occur in `leaves`; of providers, paragraphs and grants those with something committed."""
    committed = leaves.filter(pl.col("component") == "committed")
    return Choices(
        areas=_names(leaves, "area"),
        whole=whole,
        providers=_names(committed, "provider"),
        paragraphs=_names(committed, "paragraph"),
        grants=_named_grants(committed),
        plans=tuple(plans),
    )


def _names(leaves: pl.DataFrame, column: str) -> tuple[str, ...]:
    return tuple(leaves.filter(pl.col(column) != NOT_ALLOCATED)[column].unique().sort())


def _named_grants(committed: pl.DataFrame) -> tuple[tuple[str, str], ...]:
    """Each grant with what it is and is committed to, dearest first: an id alone says nothing to who must choose."""
    known = committed.filter(pl.col("grant_id") != NOT_ALLOCATED)
    sums = known.group_by("grant_id").agg(pl.col("paragraph", "provider").sort().first(), pl.col("amount_kr").sum())
    lines = sums.sort("amount_kr", "grant_id", descending=[True, False]).rows()
    return tuple(
        (grant, f"{paragraph} · {provider} · {danish.kr(amount)} disponeret · {grant}")
        for grant, paragraph, provider, amount in lines
    )
