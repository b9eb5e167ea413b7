"""Small literal frames that the tests of views, charts and reports count on by hand. Amounts in mio. kr."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl

from cockpit.contracts.data import ADJUSTMENT_SCHEMA
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import COMPONENTS, ROW_SCHEMA
from cockpit.contracts.scope import Role
from cockpit.views import Context, FollowupView, OverviewView, Selection, followup, overview
from cockpit.views.followup_tables import with_parts

MILLION = 1_000_000


def context(**changes: Any) -> Context:
    base: dict[str, Any] = {
        "as_of": dt.date(2026, 3, 31),
        "year": 2026,
        "role": Role.CONTROLLER,
        "deviation_sign": "underspend_positive",
        "stamp": "snapshot-000001 · i1 · s0 · 0.1.0 · 1f9a0c2e",
        "municipality": "Egen Kommune",
    }
    return Context(**(base | changes))


def million(value: float | str | None) -> Decimal | None:
    return None if value is None else (Decimal(str(value)) * MILLION).quantize(Decimal("0.01"))


def row(key: str, level: str = "area", *, original: Any = None, adjusted: Any = None, **figures: Any) -> dict[str, Any]:
    """A row of the forecast from its components in mio. kr.; the forecast is their sum."""
    parts = {name: million(figures.get(name, 0)) for name in COMPONENTS}
    forecast = sum(parts.values(), Decimal(0))
    budget = million(adjusted)
    ranges = {name: million(figures.get(name)) for name in ("low80", "high80", "low95", "high95")}
    return {
        "as_of": dt.date(2026, 3, 31),
        "year": 2026,
        "level": level,
        "key": key,
        "label": figures.get("label", key),
        "original_budget": million(original),
        "adjusted_budget": budget,
        **parts,
        "prior_years": million(figures.get("prior_years", 0)),
        "forecast": forecast,
        **ranges,
        "overspend": None if budget is None else forecast - budget,
        "stamp": "s",
    }


def rows(*lines: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(lines), schema=ROW_SCHEMA)


def total() -> pl.DataFrame:
    ranges = {"low80": 455, "high80": 470, "low95": 450.5, "high95": 474.7}
    return rows(
        row(
            "total",
            "total",
            original=450,
            adjusted=455.2,
            posted=120,
            prior_years=6,
            committed=330,
            outflow=-5,
            inflow=17.3,
            **ranges,
        )
    )


def areas() -> pl.DataFrame:
    """Two areas and what is not allocated; they sum to `total`."""
    return rows(
        row("Børn", original=209, adjusted=210, posted=60, prior_years=6, committed=150, inflow=17.3),
        row("Voksne", original=241, adjusted=245.2, posted=60, committed=180, outflow=-5.5),
        row("-", outflow=0.5),
    )


def months() -> pl.DataFrame:
    """Period 00 with 1 mio., three closed months of 40, nine coming of 38; budget 37.5 and last year 36 a month."""
    lines = [(0, 1, None, None, None)]
    lines += [(month, 40 if month <= 3 else None, None if month <= 3 else 38, 37.5, 36) for month in range(1, 13)]
    lines += [(13, None, None, None, 2)]
    names = ("actual_kr", "forecast_kr", "budget_kr", "last_year_kr")
    data = [(month, *map(million, values)) for month, *values in lines]
    return pl.DataFrame(data, schema={"month": pl.Int8, **dict.fromkeys(names, MONEY)}, orient="row")


def movements() -> pl.DataFrame:
    lines = [
        ("new", "g1", "SEL § 107", "Solgården", "Voksne", "Team 1", million(1.2), "Ny indsats: SEL § 107 · Solgården"),
        (
            "ended",
            "g2",
            "SEL § 85",
            "Åhuset",
            "Voksne",
            "Team 2",
            million(-2.5),
            "Afsluttet indsats: SEL § 85 · Åhuset",
        ),
        ("ledger", "-", "-", "-", "Børn", "-", million(0.1), "Rettelse i tidligere måneder: konto 5"),
    ]
    texts = dict.fromkeys(("kind", "grant_id", "paragraph", "provider", "area", "team"), pl.String)
    return pl.DataFrame(lines, schema={**texts, "amount_kr": MONEY, "label": pl.String}, orient="row")


def adjustments(*lines: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(lines), schema=ADJUSTMENT_SCHEMA, orient="row")


def parts(**kroner: float) -> pl.DataFrame:
    """The parts of Voksne's budget in mio. kr.; Børn has none."""
    names = ("original", "reallocations", "supplementary", "carry_over", "applied_for", "expected_carry_over")
    row_ = {"key": "Voksne", **{name: million(kroner.get(name)) for name in names}}
    return pl.DataFrame([row_], schema={"key": pl.String, **dict.fromkeys(names, MONEY)})


def rates() -> pl.DataFrame:
    schema = {"key": pl.String, "rate_1": pl.Float64, "rate_2": pl.Float64, "share_1": pl.Float64}
    return pl.DataFrame([("Voksne", 0.25, None, 0.24)], schema=schema, orient="row")


def budgeted(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with the parts of their budget and earlier years' rates, as the follow-up takes them."""
    return with_parts(frame, parts(), rates())


def year() -> OverviewView:
    return overview.build(
        context(), total=total(), areas=areas(), paragraphs=areas(), months=months(), movements=movements()
    )


def follow() -> FollowupView:
    return followup.build(
        context(),
        selection=Selection(),
        preset="led",
        here=budgeted(total()),
        rows=budgeted(areas()),
        adjustments=adjustments(),
    )
