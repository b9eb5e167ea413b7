"""What a column of an unknown file may be: by its heading, by other systems' headings, by what stands in it."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from cockpit.contracts.dataset import Dataset, DatasetField, FieldType, datasets
from cockpit.ingest import amounts, dates, people, values
from cockpit.ingest.codes import paragraph_values
from cockpit.ingest.headings import normal
from cockpit.ingest.layout import Table
from cockpit.ingest.shipped import CAN_DERIVE, shipped_profiles

LIKENESS = 0.8
MOST = 0.8
SOME = 0.6
SAMPLE_ROWS = 500
_ACCOUNT = re.compile(r"\d{8,16}|\d\.\d\d\.\d\d[\d.]*")


@dataclass(frozen=True, slots=True)
class Guess:
    """A field that a column may be, how sure (0-1), and why in Danish."""

    field: str
    confidence: float
    reason: str


def guesses(heading: str, sample: pl.Series, contract: Dataset) -> list[Guess]:
    """Every guess for a column, surest first. `sample`: some of its cells as text."""
    found = [*_by_heading(heading, contract), *_by_system(heading, contract), *_by_content(sample, contract)]
    return sorted(found, key=lambda guess: (-guess.confidence, guess.field))


def _by_heading(heading: str, contract: Dataset) -> Iterator[Guess]:
    word = normal(heading)
    for spec in _open_fields(contract):
        if word == normal(spec.heading):
            yield Guess(spec.name, 0.95, f"Overskriften er standardskabelonens «{spec.heading}».")
        elif word in map(normal, spec.aliases):
            yield Guess(spec.name, 0.9, f"«{heading}» er et kendt andet ord for «{spec.heading}».")
        else:
            likeness = max(_likeness(word, normal(name)) for name in (spec.heading, *spec.aliases))
            if likeness >= LIKENESS:
                yield Guess(spec.name, 0.7 * likeness, f"«{heading}» ligner «{spec.heading}».")


def _likeness(one: str, other: str) -> float:
    if min(len(one), len(other)) >= 4 and (one.startswith(other) or other.startswith(one)):
        return 0.9
    return difflib.SequenceMatcher(None, one, other).ratio()


def _by_system(heading: str, contract: Dataset) -> Iterator[Guess]:
    word = normal(heading)
    for profile in shipped_profiles():
        if profile.standard or profile.dataset != contract.name:
            continue
        for name, headings in profile.columns.items():
            if word in map(normal, headings):
                title = contract.field(name).heading
                yield Guess(name, 0.85, f"{profile.system} bruger «{heading}» for «{title}».")


def _open_fields(contract: Dataset) -> list[DatasetField]:
    return [spec for spec in contract.fields if not spec.hidden]


def _by_content(sample: pl.Series, contract: Dataset) -> Iterator[Guess]:
    text = values.cleaned(sample).drop_nulls()
    if text.is_empty():
        return
    kind = _kind_of(text)
    if kind is None:
        return
    wanted, confidence, reason = kind
    for spec in _open_fields(contract):
        if spec.type is wanted:
            yield Guess(spec.name, confidence + (0.05 if spec.required else 0), reason)


def _kind_of(text: pl.Series) -> tuple[FieldType, float, str] | None:
    """What most of the cells look like; the most telling kinds first."""
    dated = text.str.contains(r"\d[-./]\d|\d{4}-\d").sum() >= MOST * len(text)
    kroner = text.str.contains(r"[,.]\d{1,2}\b").any()
    kinds = (
        (_share(people.is_cpr(people.canonical(cell)) for cell in text), FieldType.CPR, 0.75, "CPR-numre"),
        (_read(paragraph_values(text)) + MOST - SOME, FieldType.PARAGRAPH, 0.65, "paragraffer"),
        (dated * _read(dates.date(text)), FieldType.DATE, 0.35, "datoer"),
        (_read(dates.period(text)), FieldType.PERIOD, 0.5, "regnskabsperioder"),
        (_share(_ACCOUNT.fullmatch(cell) is not None for cell in text), FieldType.ACCOUNT, 0.45, "kontonumre"),
        (kroner * _read(amounts.money(text)), FieldType.MONEY, 0.4, "beløb"),
    )
    for share, kind, confidence, name in kinds:
        if share >= MOST:
            return kind, confidence, f"Cellerne ligner {name}."
    return None


def _share(truths: Iterable[bool]) -> float:
    found = list(truths)
    return sum(found) / len(found)


def _read(parsed: pl.Series) -> float:
    return parsed.count() / len(parsed)


def assigned(table: Table, contract: Dataset) -> dict[str, Guess]:
    """Column -> guess, the surest first; a column is one field and a field one column."""
    head = table.frame.head(SAMPLE_ROWS)
    possible = {name: guesses(heading, head.get_column(name), contract) for name, heading in table.headings.items()}
    every = [(guess, column) for column, found in possible.items() for guess in found]
    given: dict[str, Guess] = {}
    for guess, column in sorted(every, key=lambda item: -item[0].confidence):
        if column not in given and guess.field not in {taken.field for taken in given.values()}:
            given[column] = guess
    return given


def lacking(contract: Dataset, fields: Iterable[str]) -> tuple[str, ...]:
    """Headings of the required fields that are neither given nor made at the door."""
    given = set(fields) | CAN_DERIVE.get(contract.name, frozenset())
    missing = [contract.field(name).heading for name in contract.required() if name not in given]
    if contract.one_of and not given & set(contract.one_of):
        missing.append(" eller ".join(contract.field(name).heading for name in contract.one_of))
    return tuple(missing)


def likely_dataset(table: Table) -> str:
    """The dataset that most of the columns would be guessed for."""

    def fit(contract: Dataset) -> float:
        given: Mapping[str, Guess] = assigned(table, contract)
        fields = [guess.field for guess in given.values()]
        return sum(guess.confidence for guess in given.values()) - len(lacking(contract, fields)) / 2

    return max(datasets().values(), key=fit).name
