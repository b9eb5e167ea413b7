"""Files that are none of the lists the cockpit knows: said so, instead of the nearest list being taken for granted."""

from collections.abc import Iterable, Mapping

from cockpit.contracts.danish import listed
from cockpit.contracts.dataset import Dataset
from cockpit.ingest.assigned import lacking
from cockpit.ingest.shipped import CAN_DERIVE

COMPLETE, LACKING = 0.6, 0.72
"""How sure (0-1, on average) what a list must hold is to be found, where all of it is found, and where some is not: one
of four may lack where the other three are sure."""
NEARLY_ALL = 0.7
"""A file of which this share of the columns are fields of the list is that list, though one that it must have lacks."""
GUESSED = 0.5
AT_LEAST = 2
"""A person's number, or an account, alone makes no list: many have it."""


def stranger(contract: Dataset, sure: Mapping[str, float], columns: int) -> str:
    """The Danish sentence that a file is none of the lists, and what it lacks of the one that it resembles least badly;
    empty where it is that list. `sure`: field -> how sure (0-1) it was found; `columns`: how many the file has."""
    if _is_the_list(contract, sure, columns):
        return ""
    return (
        "Filen ligner ingen af de lister, som cockpittet kender. "
        f"Mindst dårligt ligner den {contract.title}, men {_against(contract, sure).removesuffix('.')}."
    )


def _is_the_list(contract: Dataset, sure: Mapping[str, float], columns: int) -> bool:
    needed = [sure.get(name, 0.0) for name in _needed(contract)]
    if contract.one_of:
        needed.append(max(sure.get(name, 0.0) for name in contract.one_of))
    others = sorted((share for name, share in sure.items() if name not in _needed(contract)), reverse=True)
    needed += [*others, *[0.0] * AT_LEAST][: max(0, AT_LEAST - len(needed))]
    enough = COMPLETE if all(needed) else LACKING
    nearly_all = len(sure) >= NEARLY_ALL * columns and needed.count(0.0) <= 1
    return nearly_all or sum(needed) / len(needed) >= enough


def _needed(contract: Dataset) -> tuple[str, ...]:
    return tuple(name for name in contract.required() if name not in CAN_DERIVE.get(contract.name, ()))


def _against(contract: Dataset, sure: Mapping[str, float]) -> str:
    """`der mangler Startdato, og Ydelse er kun et gæt`."""
    missing = lacking(contract, sure)
    guessed = _headings(contract, (name for name in _needed(contract) if 0 < sure.get(name, 0.0) < GUESSED))
    parts = [f"der mangler {listed(missing)}"] if missing else []
    parts += [f"{listed(guessed)} er kun gættet"] if guessed else []
    found = _headings(contract, sure)
    return ", og ".join(parts) or f"kun {listed(found)} er fundet, og det har mange lister"


def _headings(contract: Dataset, names: Iterable[str]) -> list[str]:
    return [contract.field(name).heading for name in names]
