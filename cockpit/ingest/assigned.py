"""What the columns of an unknown file are, decided all together so that the whole file is explained as well as it can
be; and so which dataset it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from cockpit.contracts.dataset import Dataset, datasets
from cockpit.ingest.agreement import IDENTIFIERS
from cockpit.ingest.by_heading import means_nothing
from cockpit.ingest.evidence import MOST, Evidence
from cockpit.ingest.guess import SURE_OF_CONTENT, Guess, guesses
from cockpit.ingest.layout import Table
from cockpit.ingest.match import without_lone_parts
from cockpit.ingest.profile import TOTAL_WORDS
from cockpit.ingest.relations import numbering, of_other_years, reversed_span, rising
from cockpit.ingest.rows import without_totals
from cockpit.ingest.shipped import CAN_DERIVE
from cockpit.ingest.words import words

SAMPLE_ROWS = 500
ENOUGH = 0.4
"""What a column must score to be proposed at all."""
SECOND = 0.8
"""A column that loses what it says to a better one is another of the same (a price a month beside the price a day), not
something that it says much less well."""
FIRST = 1e-5
"""Of two columns that are equally good the first is meant."""
HALF_EMPTY = 0.5
"""How much less a column that says nothing in most rows is worth."""
NAME, NUMBERS, WHOSE = ("navn",), ("nummer", "kode"), {"cpr": "borger"}
MISSING, FOUND, SURELY = 0.5, 0.3, 3
"""What a lacking required field costs a dataset, what a found one is worth, and to what power confidences are summed
(one column that is surely a field says more than two that may be) when files are told apart."""
NAMED = 0.5
WHOSE_LIST = 2.0
"""What it costs a list of citizens' help that neither a citizen nor a case is found in it: prices have paragraphs and
days too."""
NEARLY = 0.8
"""A heading that names a field better than this share of what it names nothing, is not taken for nothing."""


def evidence(table: Table) -> dict[str, Evidence]:
    """Column -> what stands in it."""
    head = without_totals(replace(table, frame=table.frame.head(SAMPLE_ROWS)), TOTAL_WORDS)
    seen = {name: Evidence.of(head.get_column(name)) for name in table.headings}
    for column in numbering(replace(table, frame=head), seen):
        seen[column].numbers_texts = True
    return seen


def assigned(table: Table, contract: Dataset, seen: Mapping[str, Evidence] | None = None) -> dict[str, Guess]:
    """Column -> guess. A column is one field and a field one column, and all columns are decided together: the
    assignment with the greatest sum, so that one column's second best gives way to another's only choice."""
    seen = seen or evidence(table)
    named, old = named_by_neighbour(table, seen), of_other_years(table, seen)
    possible = [
        [] if column in old else guesses(heading, seen[column], contract, named.get(column, ""))
        for column, heading in table.headings.items()
    ]
    fields = [spec.name for spec in contract.readable()]
    scores = np.zeros((len(possible), len(fields) + len(possible)))
    for row, (found, (column, heading)) in enumerate(zip(possible, table.headings.items(), strict=True)):
        nothing = means_nothing(named.get(column, heading), contract.name)
        best = max((guess.confidence for guess in found), default=0.0)
        for guess in found:
            if guess.confidence >= best * SECOND:
                scores[row, fields.index(guess.field)] = _weighed(guess.confidence, seen[column].filled) - row * FIRST
        scores[row, len(fields) :] = nothing if nothing > max(ENOUGH, best * NEARLY) else ENOUGH
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - a second to load, and few files are guessed at

    rows, places = linear_sum_assignment(scores, maximize=True)
    columns = list(table.headings)
    given = {
        columns[row]: next(guess for guess in possible[row] if guess.field == fields[place])
        for row, place in zip(rows, places, strict=True)
        if place < len(fields) and scores[row, place] > 0
    }
    given |= _last_resort(contract, given, dict(zip(columns, possible, strict=True)), seen)
    given = _in_order(given, table, contract)
    kept = without_lone_parts({guess.field: column for column, guess in given.items()}, table, contract)
    return {column: guess for column, guess in given.items() if guess.field in kept}


def _in_order(given: dict[str, Guess], table: Table, contract: Dataset) -> dict[str, Guess]:
    """First and last day as their days say, where neither heading says it for sure."""
    at = {guess.field: column for column, guess in given.items()}
    span = reversed_span(at, table, contract)
    if span is None or min(given[at[name]].confidence for name in span) >= SURE_OF_CONTENT:
        return given
    first, last = (at[name] for name in span)
    return given | {
        last: replace(given[first], reason=f"Dagene ligger før dem i «{table.headings[first]}»."),
        first: replace(given[last], reason=f"Dagene ligger efter dem i «{table.headings[last]}»."),
    }


def _weighed(confidence: float, filled: float) -> float:
    """Of two columns that may be the same field, the one that more rows fill is meant."""
    return confidence - HALF_EMPTY * (1 - filled) * max(0.0, confidence - ENOUGH)


def named_by_neighbour(table: Table, seen: Mapping[str, Evidence]) -> dict[str, str]:
    """Column -> heading in words, for names that do not say of what: `Kreditornr. | Navn 1` is *kreditor navn*."""
    found: dict[str, str] = {}
    for before, column in pairwise(table.headings):
        subject = words(table.headings[before])
        subject = tuple(WHOSE.get(word, word) for word in subject if word not in NUMBERS)
        if words(table.headings[column]) == NAME and subject and seen[before].letters < 1 - MOST:
            found[column] = " ".join((*subject, *NAME))
    return found


def _last_resort(
    contract: Dataset, given: Mapping[str, Guess], possible: Mapping[str, list[Guess]], seen: Mapping[str, Evidence]
) -> dict[str, Guess]:
    """A required field that no column was guessed for takes the best of the columns that are left: an export whose
    only day is the voucher's is posted on that day, one with numbers that rise has them for its vouchers."""
    taken = {guess.field for guess in given.values()} | CAN_DERIVE.get(contract.name, frozenset())
    found: dict[str, Guess] = {}
    for name in (name for name in contract.required() if name not in taken):
        left = [
            (guess, column)
            for column, guesses_of in possible.items()
            if column not in given and column not in found
            for guess in (*guesses_of, *_risen(name, seen[column]))
            if guess.field == name and guess.confidence >= ENOUGH
        ]
        if left:
            guess, column = max(left, key=lambda pair: pair[0].confidence)
            found[column] = replace(guess, reason=f"{guess.reason} Filen har ingen bedre kolonne.")
    return found


def _risen(name: str, seen: Evidence) -> list[Guess]:
    fits = name in IDENTIFIERS and max(seen.cpr, seen.date, seen.period) < MOST and rising(seen)
    return [Guess(name, ENOUGH, "Numrene stiger ned gennem filen.")] if fits and not seen.counting else []


def lacking(contract: Dataset, fields: Iterable[str]) -> tuple[str, ...]:
    """Headings of the required fields that are neither given nor made at the door."""
    given = set(fields) | CAN_DERIVE.get(contract.name, frozenset())
    missing = [contract.field(name).heading for name in contract.required() if name not in given]
    if contract.one_of and not given & set(contract.one_of):
        missing.append(" eller ".join(contract.field(name).heading for name in contract.one_of))
    return tuple(missing)


def likely_dataset(table: Table, names: Sequence[str] = (), seen: Mapping[str, Evidence] | None = None) -> str:
    """The dataset that most of the columns would be guessed for. `names`: what file and sheet are called."""
    seen = seen or evidence(table)
    told = {word for name in names for word in words(name)}

    def fit(contract: Dataset) -> float:
        given = assigned(table, contract, seen)
        fields = [guess.field for guess in given.values()]
        required = sum(contract.field(name).required for name in fields)
        named = NAMED * bool(told & set(words(contract.title)))
        sure = sum(guess.confidence**SURELY for guess in given.values())
        nobody = WHOSE_LIST * ("citizen" in contract.required() and not {"citizen", "case_id"} & set(fields))
        return sure + FOUND * required + named - nobody - MISSING * len(lacking(contract, fields))

    return max(datasets().values(), key=fit).name
