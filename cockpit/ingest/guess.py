"""What one column of an unknown file may be: its heading and its cells weighed together."""

from dataclasses import dataclass, replace

from cockpit.contracts.dataset import Dataset, DatasetField, FieldType
from cockpit.ingest.agreement import agreement
from cockpit.ingest.by_heading import by_heading
from cockpit.ingest.cellwords import kind_of
from cockpit.ingest.evidence import Evidence
from cockpit.ingest.words import lexicon, words

LIFT = 0.2
"""What fully agreeing cells add to a heading that says the same."""
BY_CONTENT = {
    FieldType.CPR: (0.75, "CPR-numre"),
    FieldType.PARAGRAPH: (0.6, "paragraffer"),
    FieldType.CODE: (0.5, "koder fra listen"),
    FieldType.ACCOUNT: (0.5, "kontonumre"),
    FieldType.PERIOD: (0.48, "regnskabsperioder"),
    FieldType.MONEY: (0.42, "beløb"),
    FieldType.DATE: (0.41, "datoer"),
    FieldType.INTEGER: (0.42, "årstal"),
}
"""Type -> how sure its cells alone make it, and what they are called."""
TELLING = (FieldType.CPR, FieldType.PARAGRAPH, FieldType.CODE, FieldType.ACCOUNT, FieldType.PERIOD)
"""Types whose cells tell more than which type it is: of dates and amounts a list has many that are not asked for."""
SURE_OF_CONTENT = 0.8
VARIED = 0.08
"""What it adds that the cells are several of a field's codes, and not one that other lists may have too."""
NAMED_IN_CELLS = 0.42
"""What the cells alone tell where most of them hold words of a field's own."""
KEPT = 0.8
"""How much of what a heading leaves open its cells may fill: they never make a loose name as sure as an exact one."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A field that a column may be, how sure (0-1), and why in Danish."""

    field: str
    confidence: float
    reason: str


def guesses(heading: str, seen: Evidence, contract: Dataset, whose: str = "") -> list[Guess]:
    """The guess for every field that the column may be, surest first. `whose`: the heading with what it is the name
    of, where the column before it tells."""
    found = [_guess(heading, seen, spec, contract) for spec in contract.readable()]
    if whose:
        beside = (_guess(whose, seen, spec, contract) for spec in contract.readable())
        found = [
            max(one, _told(other), key=lambda guess: guess.confidence) for one, other in zip(found, beside, strict=True)
        ]
    part = not lexicon().parts.isdisjoint(words(heading))
    may_be = [
        guess for guess in found if guess.confidence > 0 and not (part and not contract.field(guess.field).part_of)
    ]
    return sorted(may_be, key=lambda guess: (-guess.confidence, guess.field))


def _told(guess: Guess) -> Guess:
    return replace(guess, reason=f"Navnet til kolonnen før: {guess.reason}")


def _guess(heading: str, seen: Evidence, spec: DatasetField, contract: Dataset) -> Guess:
    """Heading and cells weighed together: cells that cannot be the field nearly rule it out, cells that look like
    nothing else make up for a heading that says nothing."""
    share, reason = by_heading(heading, spec.name, contract.name)
    agrees = agreement(spec, seen)
    told = share * (1 + 0.9 * agrees) if agrees < 0 else share + LIFT * agrees * min(1.0, 2 * share)
    alone, name = BY_CONTENT.get(spec.type, (0.0, ""))
    look = f"Cellerne ligner {name}." if name and agrees >= SURE_OF_CONTENT else ""
    alone = (alone + (0.05 if spec.required else 0.0)) if look and (spec.required or spec.type in TELLING) else 0.0
    if look and spec.type is FieldType.CODE and seen.varied:
        alone += VARIED
    if kind_of(seen) == spec.name:
        alone, look = NAMED_IN_CELLS, f"Cellerne ligner «{spec.heading}»."
    if alone > told:
        return Guess(spec.name, alone, look)
    return Guess(spec.name, min(told, share + KEPT * (1 - share)), f"{reason} {look}".strip())
