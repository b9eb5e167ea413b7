"""From posting to grant: by grant id; citizen, provider and month; citizen and month; provider and amount; else none.

Every posting carries the rule that found its grant (`matched_by`), so that a receipt can show kroner per rule. Texts
are turned into running numbers first: three million postings are matched by comparing whole numbers.
"""

import polars as pl

from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.chart import OPERATION
from cockpit.finance.commitments import grant_months
from cockpit.finance.paragraphs import kind
from cockpit.finance.timeline import FAR, ends, granted

ACTIVITY = "aktivitetsstyret"
RULES = ("grant_id", "citizen_provider_month", "citizen_month", "provider_amount", "none")
SURE = RULES[:2]
"""Matches that are sure enough to tell on which account a grant is booked."""
_RULE = pl.Enum(RULES)
LATE_MONTHS = 2
ANOTHER = 3
"""The rank of a grant that is another kind of help than the posting is about."""
PLACE = 1_000_000
"""More than any number of providers or paragraphs."""
_HITS = {"row": pl.UInt32(), "grant": pl.UInt32()}


def match(postings: pl.DataFrame, grants: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    """The postings, in their order, with `grant` (row number in `grants`, null where none) and `matched_by`.

    `postings` needs `citizen, provider, paragraph, account_paragraph, grant_id, amount, service_month, dated, steering,
    dranst`. What an own provider takes in for a place is no bill of the grant. A grant answers for a month that it
    touches; where a posting only says when it was booked, also for up to `LATE_MONTHS` after. Of several grants that
    fit, the one under the paragraph of the posting (else of its account) is taken, then one of the same kind of help
    (before or after barnets lov), then the one that started last, then the lowest id. Citizen and month alone do not
    find a grant of another kind. Provider and amount count only for postings without a citizen, and only where exactly
    one grant of the provider costs exactly that amount that month.
    """
    wanted = ("grant_id", "citizen", "provider", "service_month", "dated", "amount")
    every = postings.select(*wanted, about=pl.coalesce("paragraph", "account_paragraph"), sold=_sold())
    rows = every.with_row_index("row").filter(~pl.col("sold")).drop("sold")
    numbered = grants.with_row_index("grant")
    ids = numbered.select("grant_id", "grant").unique("grant_id", keep="first", maintain_order=True)
    by_id = rows.select("row", "grant_id").drop_nulls("grant_id").join(ids, on="grant_id").select("row", "grant")
    hits = [_named(by_id, RULES[0])]
    left = _without(rows, by_id)
    coded, candidates = _coded(left, numbered)
    for rule, on in ((RULES[1], ["citizen_no", "provider_no"]), (RULES[2], ["citizen_no"])):
        keyed = coded.drop_nulls(on).with_columns(key=_key(on))
        answers = _ordered(keyed.unique("key").join(candidates.drop_nulls(on), on=on), sure="provider_no" in on)
        asked = keyed.select("row", "key", "service_month", "dated")
        for back in range(LATE_MONTHS + 1):
            found = _by_month(_booked_late(asked, back), answers)
            hits.append(_named(found, rule))
            asked = _without(asked, found)
        coded = _without(coded, pl.concat(hits[-LATE_MONTHS - 1 :]))
    hits.append(_named(_by_amount(left, numbered, prices), RULES[3]))
    return _attached(postings, pl.concat(hits))


def _sold() -> pl.Expr:
    """Income from operation on an account that no grant steers: an own provider's sale of a place or its side of an
    internal settlement. It names the citizen, but counting it on the grant would make the buyer's cost vanish."""
    own = ~pl.col("steering").is_in([ACTIVITY, NOT_ALLOCATED])
    return own & (pl.col("dranst") == OPERATION) & (pl.col("amount") < 0)


def _named(hits: pl.DataFrame, rule: str) -> pl.DataFrame:
    return hits.select("row", "grant", matched_by=pl.lit(rule, dtype=_RULE))


def _without(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    return rows.join(found, on="row", how="anti") if not found.is_empty() else rows


def _attached(postings: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    joined = postings.with_row_index("row").join(hits, on="row", how="left", maintain_order="left").drop("row")
    return joined.with_columns(pl.col("matched_by").fill_null(pl.lit(RULES[4], dtype=_RULE)).cast(pl.String))


def _coded(left: pl.DataFrame, grants: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Postings of known citizens, and the grants that may answer, with texts as running numbers."""
    asked = left.select("row", "citizen", "provider", "service_month", "dated", "about").drop_nulls("citizen")
    answering = granted(grants).select(
        "grant", "citizen", "provider", "start_date", until=ends(grants).fill_null(FAR), about="paragraph"
    )
    numbers = {f"{name}_no": _number(name, answering[name]) for name in ("citizen", "provider")}
    asked = asked.with_columns(**numbers).drop_nulls("citizen_no").drop("citizen", "provider")
    answering = answering.with_columns(**numbers)
    topics = _topics(asked, answering)
    theirs = answering.join(topics, on="about", how="left").rename({"topic": "own_topic", "kind": "own_kind"})
    return asked.join(topics, on="about", how="left").drop("about"), theirs.select(
        "grant", "citizen_no", "provider_no", "start_date", "until", "own_topic", "own_kind"
    )


def _number(name: str, named: pl.Series) -> pl.Expr:
    """The column as the place of its text among those `named`; null where it is none of them."""
    texts = pl.Enum(named.drop_nulls().unique().sort())
    return pl.col(name).cast(texts, strict=False).to_physical().cast(pl.UInt32)


def _topics(asked: pl.DataFrame, answering: pl.DataFrame) -> pl.DataFrame:
    """`about` (a paragraph)` -> topic, kind` as running numbers."""
    every = pl.concat([frame.select("about").unique() for frame in (asked, answering)]).drop_nulls().unique()
    return every.sort("about").with_row_index("topic").with_columns(kind=kind(pl.col("about")).rank("dense"))


def _booked_late(coded: pl.DataFrame, months: int) -> pl.DataFrame:
    """Those that may be for so many months before they were booked; all for none."""
    if not months:
        return coded
    return coded.filter(~pl.col("dated")).with_columns(pl.col("service_month").dt.offset_by(f"-{months}mo"))


def _rank() -> pl.Expr:
    """0 the posting's own paragraph, 1 the same kind of help, 2 one of them unknown, 3 something else."""
    same, alike = pl.col("topic") == pl.col("own_topic"), pl.col("kind") == pl.col("own_kind")
    return pl.when(same).then(0).when(alike).then(1).when(alike.is_null()).then(2).otherwise(ANOTHER)


def _by_month(asked: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """`row, grant`, by the key and the service month.

    Which grants may answer is settled once per citizen and paragraph, not per month: nearly always it is a single one.
    """
    pairs = asked.select("row", "key", "service_month").join(candidates, on="key")
    running = pairs.filter(pl.col("service_month").is_between("from_month", "until"))
    single = running.filter(~pl.col("several")).select("row", "grant")
    first = running.filter("several").group_by("row").agg(pl.col("order").min()).join(candidates, on="order")
    return pl.concat([single, first.select("row", "grant")])


def _key(on: list[str]) -> pl.Expr:
    """Citizen, provider (where asked for) and topic as one number: one comparison a posting instead of three."""
    provider = pl.col("provider_no") if "provider_no" in on else pl.lit(0)
    topic = pl.col("topic").cast(pl.Int64).fill_null(PLACE - 1)
    return (pl.col("citizen_no").cast(pl.Int64) * PLACE + provider) * PLACE + topic


def _ordered(candidates: pl.DataFrame, *, sure: bool) -> pl.DataFrame:
    """The grants that may answer each question; `order` says which goes first. `sure`: also those of another kind."""
    fitting = candidates.with_columns(rank=_rank()).filter((pl.col("rank") < ANOTHER) | pl.lit(sure))
    best_first = fitting.sort("rank", "start_date", "grant", descending=[False, True, False]).with_row_index("order")
    from_month = pl.col("start_date").dt.month_start()
    return best_first.select("key", "order", "grant", "until", from_month=from_month, several=pl.len().over("key") > 1)


def _by_amount(left: pl.DataFrame, grants: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    """`row, grant`, where one grant of the provider costs exactly the amount in the service month."""
    asked = left.filter(pl.col("citizen").is_null(), pl.col("provider").is_not_null(), pl.col("amount") > 0)
    of_them = granted(grants).join(asked.select("provider").unique(), on="provider", how="semi")
    if asked.is_empty() or of_them.is_empty():
        return pl.DataFrame(schema=_HITS)
    months = pl.col("service_month")
    first, last = asked.select(first=months.min(), last=months.max().dt.month_end()).row(0)
    who = of_them.unique("grant_id", keep="first", maintain_order=True).select("grant_id", "provider", "grant")
    costs = grant_months(of_them, first, last, prices).filter(pl.col("cost_kr") > 0).join(who, on="grant_id")
    amount_due = costs.select("grant", "provider", service_month="month", amount="cost_kr")
    found = asked.join(amount_due, on=["provider", "service_month", "amount"])
    return found.filter(pl.len().over("row") == 1).select("row", "grant")
