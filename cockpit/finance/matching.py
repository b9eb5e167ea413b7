"""From posting to grant: by grant id; citizen, provider and month; citizen and month; provider and amount; else none.

Every posting carries the rule that found its grant (`matched_by`), so that a receipt can show kroner per rule.
"""

import polars as pl

from cockpit.finance.commitments import grant_months
from cockpit.finance.timeline import FAR, granted, month_end_of

RULES = ("grant_id", "citizen_provider_month", "citizen_month", "provider_amount", "none")


def match(postings: pl.DataFrame, grants: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    """The postings with `grant_id` replaced by the grant found (null where none) and `matched_by`.

    `postings` needs `citizen, provider, paragraph, grant_id, amount, service_month`. A grant answers for a month that
    it touches. Of several grants that fit, the one under the posting's own paragraph is taken, then the one that
    started last, then the lowest id. Provider and amount count only for postings without a citizen, and only where
    exactly one grant of the provider costs exactly that amount that month.
    """
    rows = postings.with_row_index("row")
    own = rows.select("row", "grant_id").join(grants.select("grant_id").unique(), on="grant_id")
    found = [own.with_columns(matched_by=pl.lit(RULES[0]))]
    left = rows.join(own, on="row", how="anti")
    active = _candidates(grants)
    for rule, on in ((RULES[1], ["citizen", "provider"]), (RULES[2], ["citizen"])):
        hits = _by_month(left, active, on).with_columns(matched_by=pl.lit(rule))
        found.append(hits)
        left = left.join(hits, on="row", how="anti")
    found.append(_by_amount(left, grants, prices).with_columns(matched_by=pl.lit(RULES[3])))
    matches = pl.concat(found)
    return (
        rows.drop("grant_id")
        .join(matches, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("matched_by").fill_null(RULES[4]))
        .drop("row")
    )


def _candidates(grants: pl.DataFrame) -> pl.DataFrame:
    return granted(grants).select(
        "citizen",
        "provider",
        "grant_id",
        "start_date",
        grant_paragraph="paragraph",
        until=pl.col("ends_on").fill_null(FAR),
    )


def _by_month(left: pl.DataFrame, grants: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Row -> grant_id, by the keys and the service month."""
    keys = [*on, "service_month", "paragraph"]
    asked = left.filter(pl.all_horizontal(pl.col(on).is_not_null())).select("row", *keys)
    month_end = month_end_of("service_month")
    answers = (
        asked.select(keys)
        .unique()
        .join(grants.drop_nulls(on), on=on)
        .filter((pl.col("start_date") <= month_end) & (pl.col("until") >= pl.col("service_month")))
        .with_columns(other=(pl.col("grant_paragraph") != pl.col("paragraph")).fill_null(value=False))
        .sort("other", "start_date", "grant_id", descending=[False, True, False])
        .unique(keys, keep="first", maintain_order=True)
        .select(*keys, "grant_id")
    )
    return asked.join(answers, on=keys, nulls_equal=True).select("row", "grant_id")


def _by_amount(left: pl.DataFrame, grants: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    """Row -> grant_id, where one grant of the provider costs exactly the amount in the service month."""
    asked = left.filter(pl.col("citizen").is_null(), pl.col("provider").is_not_null(), pl.col("amount") > 0)
    asked = asked.select("row", "provider", "service_month", "amount")
    of_them = granted(grants).join(asked.select("provider").unique(), on="provider", how="semi")
    if asked.is_empty() or of_them.is_empty():
        return pl.DataFrame(schema={"row": pl.UInt32(), "grant_id": pl.String()})
    first, last = asked.select(first=pl.col("service_month").min(), last=month_end_of("service_month").max()).row(0)
    costs = grant_months(of_them, first, last, prices).join(of_them.select("grant_id", "provider"), on="grant_id")
    alike = ["provider", "month", "cost_kr"]
    alone = costs.filter(pl.col("cost_kr") > 0).filter(pl.len().over(alike) == 1).select("grant_id", *alike)
    return asked.join(alone, left_on=["provider", "service_month", "amount"], right_on=alike).select("row", "grant_id")
