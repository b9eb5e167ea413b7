"""Why a difference is probably there: what a controller would look for first."""

import datetime as dt

import polars as pl

from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.timeline import month_number

USUAL = 0.9
"""Nine bills in ten have come by then: later than that is late."""
STEP_MONTHS = 2
WAITS = "Regningen er ikke senere, end leverandørens plejer at være"
LATE = "Regningen er senere end leverandørens plejer at være: rykkes, eller er indsatsen ophørt?"
NEVER = "Der er aldrig bogført på indsatsen: mangler regningen, eller er indsatsen ikke begyndt?"
STEP = "Prisen er ændret fra en måned og fremefter: prisstigning, der ikke er registreret"
PARTIAL = "Måneden er kun delvis faktureret"
RATE = "Anden takst eller mængde end bevilget"
TWICE = "Samme måned er faktureret flere gange: kreditnota afventes eller mangler"
ENDED = "Regning efter slutdato: opsigelse, forlængelse der ikke er registreret, eller forkert regning"
EARLY = "Regning før startdato: sen registrering eller forkert måned"
NO_GRANT = "Indsatsen mangler i fagsystemet eller er ikke registreret endnu"
CREDIT = "Kreditnota eller indtægt uden indsats"
NOBODY = "Bilaget nævner ingen borger, og ingen indsats koster netop beløbet"
ELSEWHERE = "Leverandøren har regninger uden borger samme måned: hører de til her?"
PLACE = "Bogført på en anden funktion end indsatsens: omposteres"


def with_reason(lines: pl.DataFrame, compared: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The lines with `age_months` (since the service month), `reason` (Danish) and `waits`.

    `compared`: what is granted and booked per grant and month, with `lag`, from which the providers' habits are read.
    """
    now = as_of.year * 12 + as_of.month - 1
    aged = lines.with_columns(age_months=(pl.lit(now) - month_number(pl.col("month"))).cast(pl.Int32))
    known = aged.join(usual_lag(compared), on="provider", how="left").join(_ever(compared), on="grant_id", how="left")
    lacking = (pl.col("amount_kr") < 0) & pl.col("kind").is_in(["granted_not_invoiced", "other_rate"])
    every = _overall(compared)
    waits = lacking & (pl.col("age_months") <= pl.col("usual").fill_null(every))
    nobodys = lines.filter(pl.col("citizen") == NOT_ALLOCATED, pl.col("amount_kr") > 0)
    here = nobodys.select("provider", "month").unique().with_columns(elsewhere=pl.lit(value=True))
    marked = _stepped(known.with_columns(waits=waits)).join(here, on=["provider", "month"], how="left")
    told = marked.with_columns(reason=_reason())
    return told.drop("usual", "ever", "stepped", "starts", "until", "elsewhere")


def usual_lag(compared: pl.DataFrame) -> pl.DataFrame:
    """`provider, usual`: the months within which nine in ten of a provider's bills have come."""
    return compared.drop_nulls("lag").group_by("provider").agg(usual=_quantile())


def _quantile() -> pl.Expr:
    return pl.col("lag").clip(lower_bound=0).quantile(USUAL, "higher").cast(pl.Int32)


def _overall(compared: pl.DataFrame) -> int:
    found = compared.drop_nulls("lag").select(_quantile()).item() if compared.height else None
    return int(found or 0)


def _ever(compared: pl.DataFrame) -> pl.DataFrame:
    return compared.group_by("grant_id").agg(
        ever=(pl.col("booked_kr") > 0).any(), starts=pl.col("starts").first(), until=pl.col("until").first()
    )


def _stepped(lines: pl.DataFrame) -> pl.DataFrame:
    """A grant whose rate differs by the same share in several months has probably got another price."""
    share = (pl.col("booked_kr").cast(pl.Float64) / pl.col("granted_kr").cast(pl.Float64)).round(2)
    alike = pl.col("month").n_unique().over("grant_id", "kind", share) >= STEP_MONTHS
    return lines.with_columns(stepped=(pl.col("kind") == "other_rate") & alike)


def _reason() -> pl.Expr:
    kind = pl.col("kind")
    ended = (pl.col("until") < pl.col("month")).fill_null(value=True)
    return (
        pl.when("waits").then(pl.lit(WAITS))
        .when((kind == "granted_not_invoiced") & pl.col("elsewhere").fill_null(value=False)).then(pl.lit(ELSEWHERE))
        .when(kind == "granted_not_invoiced")
        .then(pl.when(pl.col("ever").fill_null(value=False)).then(pl.lit(LATE)).otherwise(pl.lit(NEVER)))
        .when(kind == "twice").then(pl.lit(TWICE))
        .when(kind == "other_account").then(pl.lit(PLACE))
        .when(kind == "outside_period").then(pl.when(ended).then(pl.lit(ENDED)).otherwise(pl.lit(EARLY)))
        .when("stepped").then(pl.lit(STEP))
        .when((kind == "other_rate") & (pl.col("amount_kr") < 0)).then(pl.lit(PARTIAL))
        .when(kind == "other_rate").then(pl.lit(RATE))
        .when(pl.col("amount_kr") < 0).then(pl.lit(CREDIT))
        .when(pl.col("citizen") == NOT_ALLOCATED).then(pl.lit(NOBODY))
        .otherwise(pl.lit(NO_GRANT))
    )  # fmt: skip
