"""Text columns become the contract's columns: one field at a time, whole columns at a time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import polars as pl

from cockpit.contracts.dataset import POLARS_TYPE, Dataset, DatasetField, FieldType, Personal
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.ingest import amounts, dates, people, values
from cockpit.ingest.codes import account_text, code_values, paragraph_values, replaced
from cockpit.ingest.problems import Problems
from cockpit.ingest.profile import Profile
from cockpit.ingest.roughly import days_of
from cockpit.ingest.rules import UNREADABLE
from cockpit.ingest.shares import PERCENT, SHARE, share

THREADS = 2
IDENTIFIERS = ("grant_id", "case_id", "household", "pipeline_id")
CALENDAR = {"year": dates.year, "month": dates.month}
NUMBERS = ("voucher", "account", "function", "grouping", "art", "cost_centre")


@dataclass(slots=True)
class Typed:
    """Typed columns by field, the cleaned text they came from, and what was wrong. `numbers` are the citizens'
    canonical numbers until their dates of birth are taken; they never leave this room."""

    columns: dict[str, pl.Series] = field(default_factory=dict)
    said: dict[str, pl.Series] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)


def typed_columns(text: pl.DataFrame, contract: Dataset, profile: Profile, key: bytes) -> Typed:
    """Cast every field that the table holds. `text`: one text column per field."""
    specs = [spec for spec in contract.readable() if spec.name in text.columns]
    result = Typed()
    with ThreadPoolExecutor(THREADS) as pool:
        read = pool.map(lambda spec: _column(text.get_column(spec.name), spec, profile, key), specs)
        for spec, (said, value, problems) in zip(specs, read, strict=True):
            result.said[spec.name], result.columns[spec.name] = said, value
            result.problems.take(problems)
    return result


def _column(text: pl.Series, spec: DatasetField, profile: Profile, key: bytes) -> tuple[pl.Series, pl.Series, Problems]:
    """The cleaned text, the value and the problems; where texts repeat, each different text is read once."""
    coded = values.coded(text)
    if coded is None:
        return _read(text, spec, profile, key)
    keys, places = coded
    said, value, problems = _read(keys, spec, profile, key)
    return said.gather(places), value.gather(places), problems.spread(places)


def _read(text: pl.Series, spec: DatasetField, profile: Profile, key: bytes) -> tuple[pl.Series, pl.Series, Problems]:
    problems = Problems()
    said = values.cleaned(text)
    mapped = replaced(said, profile.codes.get(spec.name, {}))
    return said, _value(mapped, said, spec, profile, key, problems), problems


def _value(
    text: pl.Series, said: pl.Series, spec: DatasetField, profile: Profile, key: bytes, problems: Problems
) -> pl.Series:
    if spec.type is FieldType.TEXT:
        return _text(text, spec, key)
    if spec.type is FieldType.CPR:
        return _citizen(text, spec, key, problems)
    if spec.type is FieldType.ACCOUNT:
        account, damaged = account_text(people.mask_hyphenated(text))
        problems.add("damaged_account", spec.name, damaged, said)
        return account
    value = _parsed(text, spec, profile, problems)
    unread = text.is_not_null() & value.is_null()
    if spec.type is FieldType.DATE and unread.any():
        unread = unread & ~dates.is_open_date(text)
        if spec.span is not None and unread.any():
            value = _from_span(text, said, value, unread, spec, problems)
            unread = unread & value.is_null()
        if not spec.rough and unread.any():
            unread = _without_other_order(text, said, unread, spec, profile, problems)
    if spec.type is FieldType.PARAGRAPH and unread.any():
        value = value.scatter(unread.arg_true(), NOT_ALLOCATED)
    _note(text, said, unread, spec, problems)
    return value


def _note(text: pl.Series, said: pl.Series, unread: pl.Series, spec: DatasetField, problems: Problems) -> None:
    if spec.type is FieldType.PERIOD:
        unread = unread & dates.bare_period_number(text).is_null()
    if spec.type is FieldType.CODE and unread.any():
        day = unread & text.str.to_lowercase().is_in(["dag", "dage", "daglig", "pr. dag", "pr dag"])
        problems.add("ambiguous_day", spec.name, day, said)
        unread = unread & ~day
    code = "rough_date" if spec.rough and not spec.required else UNREADABLE[spec.type.value]
    problems.add(code, spec.name, unread, said)


def _without_other_order(
    text: pl.Series, said: pl.Series, unread: pl.Series, spec: DatasetField, profile: Profile, problems: Problems
) -> pl.Series:
    """What is no day in the other order either; `03/31/2026` among days tells that all of them may be wrong."""
    other = unread & dates.date(text, day_first=not profile.day_first).is_not_null()
    problems.add("other_order", spec.name, other, said)
    return unread & ~other


def _from_span(
    text: pl.Series, said: pl.Series, value: pl.Series, unread: pl.Series, spec: DatasetField, problems: Problems
) -> pl.Series:
    """A month or a longer time that stands for a day; where it only guesses at one, the receipt tells."""
    which = spec.span or "first"
    places = unread.arg_true()
    days = days_of(text.gather(places), which)
    if spec.rough:
        problems.add(f"rough_{which}_day", spec.name, unread.clone().scatter(places, days.is_not_null()), said)
    return value.scatter(places, days)


def _text(text: pl.Series, spec: DatasetField, key: bytes) -> pl.Series:
    if spec.name in NUMBERS:
        return people.mask_hyphenated(text)
    return people.mask_identifiers(text, key) if spec.name in IDENTIFIERS else people.mask(text)


def _citizen(text: pl.Series, spec: DatasetField, key: bytes, problems: Problems) -> pl.Series:
    numbers = people.canonicals(text.drop_nulls().unique())
    hidden = [name for name, number in numbers.items() if people.is_hidden(number)]
    odd = [name for name, number in numbers.items() if not people.is_cpr(number) and not people.is_hidden(number)]
    right = pl.DataFrame({"name": list(numbers), "number": list(numbers.values())}).filter(~pl.col("name").is_in(odd))
    failing = right.get_column("name").filter(people.failing_modulus_11(right.get_column("number")))
    problems.add("hidden_cpr", spec.name, text.is_in(hidden))
    problems.add("not_a_cpr", spec.name, text.is_in(odd))
    problems.add("modulus_11", spec.name, text.is_in(failing.implode()))
    return people.pseudonyms(text, key, numbers)


def _parsed(text: pl.Series, spec: DatasetField, profile: Profile, problems: Problems) -> pl.Series:
    comma = profile.decimal == "comma"
    if spec.unit in (SHARE, PERCENT):
        value, turned = share(text, spec.unit, comma=comma)
        problems.add("other_percent", spec.name, turned)
        return value
    numbers = {FieldType.MONEY: amounts.money, FieldType.NUMBER: amounts.number, FieldType.INTEGER: amounts.integer}
    plain = {
        FieldType.PERIOD: dates.period,
        FieldType.BOOLEAN: values.boolean,
        FieldType.PARAGRAPH: paragraph_values,
    }
    if spec.type is FieldType.INTEGER and spec.name in CALENDAR:
        return CALENDAR[spec.name](text, comma=comma)
    if spec.type in numbers:
        return numbers[spec.type](text, comma=comma)
    if spec.type is FieldType.DATE:
        return dates.date(text, day_first=profile.day_first)
    return code_values(text, spec) if spec.type is FieldType.CODE else plain[spec.type](text)


def frame_of(columns: dict[str, pl.Series], contract: Dataset, height: int) -> pl.DataFrame:
    """Every column of the contract, in its order and types; fields that the file lacks are null."""
    empty = {name: pl.lit(None, dtype=dtype) for name, dtype in contract.polars_schema().items()}
    given = {name: columns[name] for name in empty if name in columns}
    index = pl.int_range(height, eager=True, dtype=pl.UInt32).to_frame("index")
    return index.select((given.get(name, nothing)).alias(name) for name, nothing in empty.items())


def is_personal_text(spec: DatasetField) -> bool:
    """Whether a set-aside row must not show this field's text at all."""
    return spec.type is FieldType.CPR or (
        spec.personal is Personal.IDENTIFIER and POLARS_TYPE[spec.type] == pl.String()
    )
