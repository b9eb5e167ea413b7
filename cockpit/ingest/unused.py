"""Why a column of an unknown file is not used: what it resembles, and which column was taken instead."""

from collections.abc import Mapping

from cockpit.contracts.dataset import Dataset
from cockpit.ingest.assigned import ENOUGH, NEARLY, named_by_neighbour
from cockpit.ingest.by_heading import by_heading, means_nothing
from cockpit.ingest.evidence import Evidence
from cockpit.ingest.guess import Guess, guesses
from cockpit.ingest.layout import Table
from cockpit.ingest.relations import of_other_years

CLEARLY = 0.6
"""A heading that names a field this well is worth telling, where the cells speak against it."""
NOTHING = "Ligner ingen af felterne; bruges ikke."


def why_unused(
    table: Table, contract: Dataset, seen: Mapping[str, Evidence], given: Mapping[str, Guess]
) -> dict[str, str]:
    """Column -> the reason in Danish, for every column that has no guess. `given`: column -> guess."""
    old, named = of_other_years(table, seen), named_by_neighbour(table, seen)
    taken = {guess.field: (table.headings[column], seen[column], guess) for column, guess in given.items()}
    found: dict[str, str] = {}
    for column, heading in table.headings.items():
        if column in given:
            continue
        whose, possible = named.get(column, ""), guesses(heading, seen[column], contract, named.get(column, ""))
        best = possible[0] if possible else Guess("", 0.0, "")
        if seen[column].empty:
            found[column] = "Kolonnen er tom; bruges ikke."
        elif column in old:
            found[column] = "Gælder et andet år end resten af filen; bruges ikke."
        elif means_nothing(whose or heading, contract.name) > max(ENOUGH, best.confidence * NEARLY):
            found[column] = "Mange udtræk har sådan en kolonne; den bruges ikke."
        else:
            found[column] = _lost(contract, best, seen[column], taken) or _against(heading, contract) or NOTHING
    return found


def _lost(contract: Dataset, best: Guess, seen: Evidence, taken: Mapping[str, tuple[str, Evidence, Guess]]) -> str:
    """The column that took the field instead, and what made it the better one."""
    if best.confidence <= ENOUGH or best.field not in taken:
        return ""
    heading, winner, guess = taken[best.field]
    fuller = winner.filled > seen.filled and guess.confidence <= best.confidence
    better = "ligner det mere" if guess.confidence > best.confidence else "står før den"
    better = "er udfyldt i flere rækker" if fuller else better
    return f"Ligner «{contract.field(best.field).heading}», men «{heading}» {better}; bruges ikke."


def _against(heading: str, contract: Dataset) -> str:
    """The field that the heading alone would be, where the cells cannot be it."""
    shares = {spec.heading: by_heading(heading, spec.name, contract.name)[0] for spec in contract.readable()}
    name = max(shares, key=lambda one: shares[one])
    return f"Overskriften ligner «{name}», men cellerne gør ikke; bruges ikke." if shares[name] >= CLEARLY else ""
