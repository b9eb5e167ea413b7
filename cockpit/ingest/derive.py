"""Fields that are made at the door: a grant's id, a citizen known by case number, periods, protected families."""

import hashlib

import polars as pl

from cockpit.contracts.dataset import MONEY, Dataset, dataset
from cockpit.ingest import dates, people
from cockpit.ingest.cast import Typed
from cockpit.ingest.codes import paragraph_as_said
from cockpit.ingest.profile import Profile
from cockpit.ingest.values import matching

GRANT_KEY = ("citizen", "paragraph", "service", "provider", "start_date")
ID_HEX = 16
SAME_ID = "id"
CREDIT = "K"


def derive(typed: Typed, contract: Dataset, profile: Profile, key: bytes, height: int) -> None:
    """Add what the file does not say itself. Works on all rows; nothing is invented, all of it follows from the row."""
    _protect_families(typed, profile, key)
    for part in contract.door:
        if part.taken_off is not None:
            _take_off(typed, part.name, part.taken_off)
        if part.sign_of is not None:
            _sign(typed, part.name, part.sign_of)
    if contract.name == "grants":
        _citizen_kind(typed, profile, key, height)
        _grant_ids(typed, profile, height)
    if contract.name == "postings":
        _periods(typed)


def _take_off(typed: Typed, part: str, whole: str) -> None:
    """Debit and credit in columns of their own become one amount: debit less credit, an empty one of the two nought.
    A system that writes its credits with a minus has them added."""
    credit = typed.columns.pop(part, None)
    debit = typed.columns.get(whole)
    if credit is None or debit is None:
        return
    sign = 1 if (credit < 0).sum() > (credit > 0).sum() else -1
    both = pl.DataFrame({"debit": debit, "credit": credit})
    net = pl.col("debit").fill_null(0) + sign * pl.col("credit").fill_null(0)
    said = pl.any_horizontal(pl.all().is_not_null())
    typed.columns[whole] = both.select(pl.when(said).then(net).cast(MONEY).alias(whole)).to_series()


def _sign(typed: Typed, part: str, whole: str) -> None:
    """An amount without sign beside `K` is taken off. Where a credit has its minus already, all signs stay."""
    kind, amount = typed.columns.pop(part, None), typed.columns.get(whole)
    if kind is None or amount is None:
        return
    credit = (kind == CREDIT).fill_null(value=False)
    if not (amount.filter(credit) < 0).any():
        typed.columns[whole] = (
            amount.to_frame()
            .select(pl.when(pl.lit(credit)).then(-pl.col(whole)).otherwise(whole).cast(MONEY).alias(whole))
            .to_series()
        )


def _protect_families(typed: Typed, profile: Profile, key: bytes) -> None:
    """A foster family is a private person: its name gives way to a keyed one, in every dataset the same."""
    provider = typed.columns.get("provider")
    if provider is None:
        return
    words = "|".join(profile.private_providers)
    private = _says(provider, f"^(?:{words})")
    kind = typed.columns.get("provider_kind")
    if kind is not None:
        private = private | _says(kind, words)
    private = private & provider.is_not_null()
    if not private.any():
        return
    names = provider.filter(private)
    different = names.unique()
    protected = [people.private_provider(name, key) for name in different]
    typed.columns["provider"] = provider.scatter(private.arg_true(), names.replace_strict(different, protected))


def _says(text: pl.Series, words: str) -> pl.Series:
    return matching(text, lambda part: part.str.to_lowercase().str.contains(words))


def _citizen_kind(typed: Typed, profile: Profile, key: bytes, height: int) -> None:
    citizen = typed.columns.get("citizen", pl.Series("citizen", [None] * height, dtype=pl.String))
    case = typed.columns.get("case_id")
    by_case = citizen.is_null() & case.is_not_null() if case is not None else citizen.is_null() & False
    if case is not None and by_case.any():
        cases = people.pseudonyms(f"{profile.source}:" + case.filter(by_case), key)
        citizen = citizen.scatter(by_case.arg_true(), cases)
    kind = pl.select(pl.when(by_case).then(pl.lit("case")).when(citizen.is_not_null()).then(pl.lit("cpr"))).to_series()
    typed.columns["citizen"], typed.columns["citizen_kind"] = citizen, kind


def _grant_ids(typed: Typed, profile: Profile, height: int) -> None:
    """A stable hash of source, citizen, paragraph, service, provider and start. Several price lines of one grant get
    a number after it, in the order of price and end, so that the file's order does not matter. The paragraph counts as
    the file says it: a grant stays the same when a person tells later what its code means."""
    given = typed.columns.get("grant_id", pl.Series("grant_id", [None] * height, dtype=pl.String))
    if not given.is_null().any():
        return
    schema = dataset("grants").polars_schema()
    parts = {name: typed.columns.get(name, pl.Series([None] * height, dtype=schema[name])) for name in
             (*GRANT_KEY, "unit_price", "price_unit", "end_date")}  # fmt: skip
    if "paragraph" in typed.said:
        parts["paragraph"] = paragraph_as_said(typed.said["paragraph"])
    frame = pl.DataFrame(parts)
    basis = frame.select(
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in GRANT_KEY], separator="|")
    )
    seed = f"{profile.source}|"
    ids = [hashlib.sha256((seed + text).encode()).hexdigest()[:ID_HEX] for text in basis.to_series()]
    order = [pl.col(name).cast(pl.String).fill_null("") for name in ("unit_price", "price_unit", "end_date")]
    line = frame.with_columns(pl.Series(SAME_ID, ids)).select(pl.struct(order).rank("dense").over(SAME_ID)).to_series()
    made = pl.DataFrame({"id": ids, "line": line}).select(
        pl.when(pl.col("line") > 1).then(pl.col("id") + "-" + pl.col("line").cast(pl.String)).otherwise("id")
    )
    typed.columns["grant_id"] = pl.select(pl.coalesce(pl.lit(given), pl.lit(made.to_series()))).to_series()


def _periods(typed: Typed) -> None:
    """An empty period is the posting date's month; a bare number belongs to the posting date's year, a late one booked
    in the next spring to the year before."""
    day = typed.columns.get("posting_date")
    if day is None:
        return
    written = typed.columns.get("period", pl.Series([None] * len(day), dtype=pl.String))
    if not written.is_null().any():
        return
    said = typed.said.get("period", written)
    frame = pl.DataFrame({"written": written, "day": day, "number": dates.bare_period_number(said)})
    year = pl.col("day").dt.year() - ((pl.col("number") >= 11) & (pl.col("day").dt.month() <= 4)).cast(pl.Int32)
    numbered = pl.format("{}-{}", year, pl.col("number").cast(pl.String).str.zfill(2))
    typed.columns["period"] = frame.select(
        pl.coalesce("written", numbered, pl.col("day").dt.strftime("%Y-%m")).alias("period")
    ).to_series()
