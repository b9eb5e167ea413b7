"""Data -> Historik: the course of the data, each step with the fingerprint before and after it, so that anybody can see
that what was taken back is gone."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.imports import DataAction, DataMove
from cockpit.views.table import Column, Table

SHOWN = 16
"""Characters of a content hash that a person compares."""
_ACTION = {
    DataAction.IMPORT: "indlæsning af nr. {}",
    DataAction.UNDO: "fortrydelse af nr. {}",
    DataAction.REBUILD: "genopbygning fra de oprindelige filer",
    None: "ændring",
}
_COLUMNS = (
    Column("number", "Trin", "integer"),
    Column("at", "Tidspunkt", "text"),
    Column("what", "Hændelse", "text"),
    Column("user", "Af", "text"),
    Column("before", "Fingeraftryk før", "text"),
    Column("after", "Fingeraftryk efter", "text"),
    Column("same", "Det samme som", "text", "Et tidligere trin med nøjagtigt de samme data, til sidste øre."),
)
NOTE = (
    "Fingeraftrykket er regnet af alle rækker gennem hele tiden (SHA-256; her de første 16 tegn). To ens fingeraftryk "
    "er nøjagtigt de samme data. Efter en fortrydelse skal det være det samme som før indlæsningen."
)


@dataclass(frozen=True, eq=False, slots=True)
class CourseView:
    """The steps, newest first, and what is to be said of the newest."""

    table: Table
    proof: str


def build(moves: Sequence[DataMove]) -> CourseView:
    """`moves` oldest first."""
    rows = [
        (
            move.number,
            f"{move.at:%d-%m-%Y %H:%M}",
            _capital(name(move)),
            move.user,
            move.before[:SHOWN],
            move.after[:SHOWN],
            _capital(_same(moves, place)),
        )
        for place, move in enumerate(moves)
    ]
    schema = {column.name: pl.Int64() if column.kind == "integer" else pl.String() for column in _COLUMNS}
    frame = pl.DataFrame(rows[::-1], schema=schema, orient="row")
    return CourseView(Table("Datagrundlagets gang", _COLUMNS, frame, note=NOTE), proof(moves))


def name(move: DataMove) -> str:
    """What happened, as `indlæsning af nr. 41–44`."""
    return _ACTION[move.action].format(_numbers(move.imports))


def same_as(moves: Sequence[DataMove], place: int) -> int | None:
    """The newest earlier state with the same rows as after step `place`: how many steps had been taken then (0: before
    anything was imported). None where the data have never been so."""
    states = [moves[0].before, *(move.after for move in moves[:place])]
    return next((steps for steps in range(place, -1, -1) if states[steps] == moves[place].after), None)


def proof(moves: Sequence[DataMove]) -> str:
    """What the newest step did to the data, in a sentence that can be checked against the table."""
    if not moves:
        return ""
    place, seal = len(moves) - 1, moves[-1].after[:SHOWN]
    same = _same(moves, place)
    if same == _UNCHANGED:
        return f"Datagrundlaget er uændret (fingeraftryk {seal})."
    if same:
        return f"Datagrundlaget er nøjagtigt det samme som {same} (fingeraftryk {seal})."
    return f"Datagrundlaget har nu fingeraftryk {seal}; før var det {moves[-1].before[:SHOWN]}."


_UNCHANGED = "før dette trin"


def _same(moves: Sequence[DataMove], place: int) -> str:
    steps = same_as(moves, place)
    if steps is None:
        return ""
    return _UNCHANGED if steps == place else f"før {name(moves[steps])}"


def _numbers(numbers: Sequence[int]) -> str:
    """`41–43 og 45`: runs of numbers."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return danish.listed(texts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
