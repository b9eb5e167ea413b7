"""What an unknown table is taken for, all in one: which list, which column is what, and what no column says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cockpit.contracts.dataset import Dataset
from cockpit.contracts.dataset import dataset as contract_of
from cockpit.ingest.assigned import assigned, evidence, lacking
from cockpit.ingest.by_heading import KNOWN_WORD, by_heading
from cockpit.ingest.evidence import Evidence
from cockpit.ingest.guess import Guess
from cockpit.ingest.headings import normal
from cockpit.ingest.layout import Table
from cockpit.ingest.meant import changed_from, meant_dataset, names_of
from cockpit.ingest.profile import Profile
from cockpit.ingest.strangers import stranger
from cockpit.ingest.styles import constants_of

_LAW = re.compile(r"(?i)paragraf\w*|\w*lov\w*|barnets|stk\.?|pkt\.?|litra|jf\.?|nr\.?|sel\b|bl\b")
_WORD = re.compile(r"[A-Za-zÆØÅæøå]{4,}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """`given`: column -> guess. `constants`: field -> the one value of every row. `also`: field -> heading of a column
    that means another field, and says this one too. `before`: the saved profile that knew the file before it changed.
    `stranger`: the Danish sentence that the file is none of the lists; empty where it is one."""

    contract: Dataset
    seen: Mapping[str, Evidence]
    given: Mapping[str, Guess]
    constants: Mapping[str, str]
    also: Mapping[str, str]
    before: Profile | None
    missing: tuple[str, ...]
    stranger: str


def meaning_of(table: Table, file_name: str, saved: Sequence[Profile] = (), dataset: str | None = None) -> Meaning:
    """What the table is. `dataset`: a person says which list, and is taken at their word."""
    before = changed_from(table, saved, dataset)
    seen = evidence(table)
    contract = contract_of(dataset or meant_dataset(table, file_name, saved, seen))
    given = _given(table, contract, seen, before)
    headings = {guess.field: table.headings[column] for column, guess in given.items()}
    constants = constants_of(headings, contract, names_of(table, file_name))
    also = _also(headings, {guess.field: seen[column].texts for column, guess in given.items()}, contract)
    told = dict.fromkeys([*constants, *also], 1.0)
    sure = {**_called(table, contract), **told, **{one.field: one.confidence for one in given.values()}}
    known = dataset is not None or before is not None
    return Meaning(
        contract=contract,
        seen=seen,
        given=given,
        constants=constants,
        also=also,
        before=before,
        missing=lacking(contract, [*headings, *told]),
        stranger="" if known else stranger(contract, sure, len(table.headings)),
    )


def _given(
    table: Table, contract: Dataset, seen: Mapping[str, Evidence], before: Profile | None
) -> Mapping[str, Guess]:
    answered = _answered(table, before) if before else {}
    guessed = assigned(table, contract, seen)
    return {**{column: guess for column, guess in guessed.items() if _free(column, guess, answered)}, **answered}


def _called(table: Table, contract: Dataset) -> dict[str, float]:
    """Field -> how well a heading names it that is the contract's own, or a known other word for it: the list is known
    by that too, where the cells look like something else."""
    names = {spec.name: [by_heading(heading, spec.name, contract.name)[0] for heading in table.headings.values()]
             for spec in contract.readable()}  # fmt: skip
    return {name: max(shares) for name, shares in names.items() if max(shares, default=0.0) >= KNOWN_WORD}


def _answered(table: Table, profile: Profile) -> dict[str, Guess]:
    """Column -> what a person said of it before."""
    at = table.normal_headings
    reason = f"Som i profilen «{profile.title}»."
    return {
        at[normal(heading)]: Guess(name, 1.0, reason)
        for name, headings in profile.columns.items()
        for heading in headings
        if normal(heading) in at
    }


def _free(column: str, guess: Guess, answered: Mapping[str, Guess]) -> bool:
    return column not in answered and guess.field not in {taken.field for taken in answered.values()}


def _also(headings: Mapping[str, str], cells: Mapping[str, Sequence[str]], contract: Dataset) -> dict[str, str]:
    """`Ophold § 107` in one column: what the citizen gets, and after which paragraph."""
    wanted = "service" in contract.required() and "service" not in headings and "paragraph" in headings
    said = [_LAW.sub("", cell) for cell in cells.get("paragraph", ())] if wanted else []
    return {"service": headings["paragraph"]} if any(_WORD.search(cell) for cell in said) else {}
