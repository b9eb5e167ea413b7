"""Why the forecast is not the budget: bars that sum to the deviation to the øre, over everything, not over some of it.

Every leaf and every budget line is of one class: the service that grants steer (split in volume, mix and price within
a kind of help, SEL and BL together), bills of earlier years, refunds, what an approved method gives beyond the model,
skøn, and accounts that no grant steers.
"""

import datetime as dt

import polars as pl

from cockpit import finance
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.paragraphs import kind
from cockpit.forecast.compute import ForecastResult
from cockpit.forecast.paragraphs import SERVICE
from cockpit.forecast.rows import EXPECTED, KNOWN

SERVICE_CLASS, PRIOR, REFUNDS, SKOEN, FRAME = "service", "prior_years", "refunds", "adjustment", "frame"
METHOD = "method"
BARS = ("basis", "volume", "mix", "price", "unsplit", PRIOR, FRAME, REFUNDS, METHOD, SKOEN)
"""In the order in which they are drawn."""
REFUND_DRANST = "2"
ONE_DAY = 0.002
ZERO = pl.lit(0).cast(MONEY)


def why(result: ForecastResult, data: MunicipalityData) -> pl.DataFrame:
    """`group, bar, amount_kr`, kr., overspend +: the deviation from the adjusted budget in bars (`BARS`) per kind of
    help (`-` where none is known). All together they sum to forecast - adjusted budget. Formula 6.

    `basis` leads from the budget to last year where no persons are budgeted; `mix` is what of the change of the unit
    price comes from other providers than last year; `unsplit` is service that has no persons to compare with. Sorted by
    group, bars in order; bars of 0 kr. are left out.
    """
    now = _classed(result, data)
    budget = _budget(result, data)
    split = finance.price_volume(_inputs(result, now, budget))
    mixed = split.join(_mix_share(result), left_on="key", right_on="group", how="left")
    moved = pl.col("forecast_persons") * pl.col("basis_price_kr").cast(pl.Float64) * (pl.col("share") - 1)
    mix = pl.when(pl.col("basis") != "ingen").then(moved.round(2).cast(MONEY)).otherwise(ZERO).fill_null(ZERO)
    bars = mixed.with_columns(mix_kr=mix).select(
        group="key",
        basis="basis_kr",
        volume="volume_kr",
        mix="mix_kr",
        price=(pl.col("price_kr") - pl.col("mix_kr")).cast(MONEY),
        unsplit="unexplained_kr",
    )
    own = bars.unpivot(index="group", variable_name="bar", value_name="amount_kr")
    whole = pl.concat([own, _others(now, budget)]).filter(pl.col("amount_kr") != 0)
    order = pl.col("bar").replace_strict({bar: place for place, bar in enumerate(BARS)}, return_dtype=pl.Int32)
    return whole.sort("group", order)


def _class(result: ForecastResult, data: MunicipalityData) -> pl.Expr:
    listed = finance.chart(data.accounts, [result.year])
    refund_accounts = listed.filter(pl.col("dranst") == REFUND_DRANST)["account"].implode()
    service = pl.col("account").is_in(result.service_accounts.implode()) & pl.col("component").is_in(SERVICE)
    return (
        pl.when(pl.col("component") == "adjustment").then(pl.lit(SKOEN))
        .when((pl.col("component") == "refunds") | pl.col("account").is_in(refund_accounts)).then(pl.lit(REFUNDS))
        .when("prior_year").then(pl.lit(PRIOR))
        .when(service).then(pl.lit(SERVICE_CLASS))
        .otherwise(pl.lit(FRAME))
    )  # fmt: skip


def _grouped(frame: pl.DataFrame) -> pl.DataFrame:
    """With `group`: the kind of help of the paragraph; `-` where there is none."""
    codes = frame.select(pl.col("paragraph").fill_null(NOT_ALLOCATED).unique()).with_columns(
        group=kind(pl.col("paragraph"))
    )
    told = dict(codes.iter_rows())
    return frame.with_columns(
        group=pl.col("paragraph").fill_null(NOT_ALLOCATED).replace_strict(told, return_dtype=pl.String)
    )


def _classed(result: ForecastResult, data: MunicipalityData) -> pl.DataFrame:
    without_method = pl.concat([
        result.leaves, result.method.with_columns((-pl.col("amount_kr")).cast(MONEY))
    ]).with_columns(cls=_class(result, data))  # fmt: skip
    return _grouped(pl.concat([without_method, result.method.with_columns(cls=pl.lit(METHOD))]))


def _budget(result: ForecastResult, data: MunicipalityData) -> pl.DataFrame:
    """`group, cls, amount_kr, persons` of every budget line. One that names a paragraph and no account is of service;
    one that names neither can not be split, and stands against the service under `-`."""
    lines = _grouped(finance.budget_lines(data, result.year))
    listed = finance.chart(data.accounts, [result.year])
    refund_accounts = listed.filter(pl.col("dranst") == REFUND_DRANST)["account"].implode()
    steered = pl.col("account").is_in(result.service_accounts.implode()) | pl.col("account").is_null()
    cls = (
        pl.when(pl.col("account").is_in(refund_accounts)).then(pl.lit(REFUNDS))
        .when(steered.fill_null(value=True)).then(pl.lit(SERVICE_CLASS)).otherwise(pl.lit(FRAME))
    )  # fmt: skip
    persons = pl.col("full_year_persons").cast(pl.Float64)
    return lines.select("group", cls=cls, amount_kr=pl.col("adjusted_budget").fill_null(ZERO), persons=persons)


def _sum(name: str) -> pl.Expr:
    return pl.col(name).sum().cast(MONEY)


def _inputs(result: ForecastResult, now: pl.DataFrame, budget: pl.DataFrame) -> pl.DataFrame:
    """`price_volume`'s input per kind of help: its service alone, the other classes are bars of their own."""
    service, planned = (frame.filter(pl.col("cls") == SERVICE_CLASS) for frame in (now, budget))
    amount = pl.col("amount_kr")
    known, coming = (
        amount.filter(pl.col("component").is_in(names)).sum().cast(pl.Float64) for names in (KNOWN, EXPECTED)
    )
    spent = service.group_by("group").agg(forecast_kr=_sum("amount_kr"), known=known, coming=coming)
    persons = pl.when(pl.col("persons").count() > 0).then(pl.col("persons").sum())
    laid = planned.group_by("group").agg(budget_kr=_sum("amount_kr"), budget_persons=persons)
    joined = spent.join(laid, on="group", how="full", coalesce=True)
    for part in (
        _persons(result, result.year, "now"),
        _persons(result, result.year - 1, "last_year_persons"),
        _last_year(result),
    ):
        joined = joined.join(part, on="group", how="left")
    growth = pl.when(pl.col("known") > 0).then(pl.col("coming") / pl.col("known")).otherwise(0.0).clip(-1, 1)
    nothing = dict.fromkeys(("prior_years_kr", "not_steered_budget_kr", "not_steered_forecast_kr"), ZERO)
    filled = joined.with_columns(pl.col("forecast_kr", "budget_kr").fill_null(ZERO), **nothing)
    counted = filled.with_columns(forecast_persons=pl.col("now") * (1 + growth.fill_null(0.0)), key=pl.col("group"))
    return counted.select(*finance.PRICE_VOLUME_INPUT)


def _persons(result: ForecastResult, year: int, name: str) -> pl.DataFrame:
    """Full-year persons of the grants that carry kroner, per kind of help."""
    counted = _volumes(result, ["group"], year)
    return counted.select("group", pl.col("full_year_persons").alias(name))


def _volumes(result: ForecastResult, by: list[str], year: int) -> pl.DataFrame:
    grants = _grouped(finance.granted(result.allocated.grants, "by_grants"))
    return finance.volumes(grants, by, dt.date(year, 1, 1), dt.date(year, 12, 31))


def _earlier_service(result: ForecastResult) -> pl.DataFrame:
    service = pl.col("account").is_in(result.service_accounts.implode()) & ~pl.col("prior_year")
    return _grouped(result.earlier.filter(service, pl.col("year") == result.year - 1))


def _last_year(result: ForecastResult) -> pl.DataFrame:
    return _earlier_service(result).group_by("group").agg(last_year_kr=_sum("amount_kr"))


def _mix_share(result: ForecastResult) -> pl.DataFrame:
    """`group, share`: last year's price at this year's mix of providers over last year's price at last year's mix. A
    provider that is new has last year's average price, so it moves the pure price alone. Null with one provider."""
    keys = ["group", "provider"]
    then = _volumes(result, keys, result.year - 1).select(*keys, before="full_year_persons")
    today = _volumes(result, keys, result.year).select(*keys, now="full_year_persons")
    spent = _earlier_service(result).group_by(keys).agg(kr=pl.col("amount_kr").sum().cast(pl.Float64))
    both = then.join(today, on=keys, how="full", coalesce=True).join(spent, on=keys, how="left").with_columns(
        pl.col("before", "now", "kr").fill_null(0.0)
    )  # fmt: skip
    priced = both.with_columns(known=(pl.col("before") > ONE_DAY) & (pl.col("kr") > 0))
    before, kr = (pl.col(name).filter("known").sum().over("group") for name in ("before", "kr"))
    average = pl.when(before > 0).then(kr / before)
    price = pl.when("known").then(pl.col("kr") / pl.col("before")).otherwise(average)
    lined = priced.with_columns(average=average, price=price)
    return lined.group_by("group").agg(
        share=pl.when(pl.len() > 1).then(
            (pl.col("now") * pl.col("price")).sum() / pl.col("now").sum() / pl.col("average").first()
        )
    ).with_columns(pl.when(pl.col("share").is_finite()).then("share").alias("share"))  # fmt: skip


def _others(now: pl.DataFrame, budget: pl.DataFrame) -> pl.DataFrame:
    """The classes that are no service: forecast less budget, per kind of help."""
    both = pl.concat([
        now.select("group", "cls", "amount_kr"),
        budget.select("group", "cls", -pl.col("amount_kr")),
    ])  # fmt: skip
    sums = both.filter(pl.col("cls") != SERVICE_CLASS).group_by("group", bar="cls").agg(amount_kr=_sum("amount_kr"))
    return sums.select("group", "bar", "amount_kr")


def behind(result: ForecastResult, data: MunicipalityData) -> pl.DataFrame:
    """What stands behind the bars: `cls, group, paragraph, provider, grant_id, account, now_kr, last_year_kr`, one line
    a grant and account, this year's forecast beside last year's accounts. Sorted by the largest change."""
    keys = ["cls", "group", "paragraph", "provider", "grant_id", "account"]
    now = _classed(result, data).group_by(keys).agg(now_kr=_sum("amount_kr"))
    earlier = result.earlier.filter(pl.col("year") == result.year - 1).with_columns(component=pl.lit("posted"))
    then = _grouped(earlier).with_columns(cls=_class(result, data)).group_by(keys).agg(last_year_kr=_sum("amount_kr"))
    both = now.join(then, on=keys, how="full", coalesce=True)
    filled = both.with_columns(pl.col("now_kr", "last_year_kr").fill_null(ZERO)).filter(
        (pl.col("now_kr") != 0) | (pl.col("last_year_kr") != 0)
    )
    change = (pl.col("now_kr") - pl.col("last_year_kr")).abs()
    return filled.sort(change, *keys, descending=[True, *[False] * len(keys)])
