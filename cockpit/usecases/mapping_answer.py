"""What the command line says of an unknown layout: the screen's columns, reasons and examples as a view."""

from collections.abc import Mapping

from cockpit.contracts.danish import number
from cockpit.contracts.dataset import Dataset, FieldType, dataset, datasets
from cockpit.ingest import ColumnGuess, Proposal
from cockpit.usecases.mapping import layout_changes, sample_values, still_lacking
from cockpit.views.mapping import MappedColumn, MappingView, build

EXAMPLES = 2
STRANGER = (
    "Er den alligevel en af listerne, så sig hvilken med --dataset ({lists}). "
    "Ellers skal den ikke indlæses: lad den ude."
)


def mapping_answer(
    proposal: Proposal, choices: Mapping[str, str], constants: Mapping[str, str], also: Mapping[str, str]
) -> MappingView:
    """The proposal with the choices as they stand."""
    contract = dataset(proposal.dataset)
    columns = [_column(column, choices.get(column.heading, ""), proposal, contract) for column in proposal.columns]
    headline = (
        f"{proposal.file_name}: {number(proposal.rows)} rækker, overskrifter i række {proposal.header_row}. "
        f"{proposal.stranger or f'Ligner {contract.title}.'}"
    )
    return build(headline, columns, _notes(proposal, contract, choices, constants, also))


def _lists() -> str:
    return ", ".join(f"{one.name}: {one.title}" for one in datasets().values())


def _column(column: ColumnGuess, field: str, proposal: Proposal, contract: Dataset) -> MappedColumn:
    own, cells = field == (column.field or ""), column.samples[:EXAMPLES]
    pairs: tuple[tuple[str, str | None], ...] = tuple((cell, None) for cell in cells)
    if field:
        read = sample_values(cells, field, contract.name, proposal.style)
        coded = contract.field(field).type in (FieldType.CODE, FieldType.PARAGRAPH)
        unread = "ukendt kode, gives med --codes" if coded else "kan ikke læses"
        pairs = tuple((one.raw, one.read or unread) for one in read)
    return MappedColumn(
        heading=column.heading,
        field=field,
        title=contract.field(field).heading if field else "",
        sure=column.confidence if own else None,
        pairs=pairs,
        reason=column.reason if own else "Valgt af brugeren.",
    )


def _notes(
    proposal: Proposal,
    contract: Dataset,
    choices: Mapping[str, str],
    constants: Mapping[str, str],
    also: Mapping[str, str],
) -> list[str]:
    style = proposal.style
    lines = [STRANGER.format(lists=_lists())] if proposal.stranger else []
    lines += [f"{contract.field(name).heading} er «{value}» for alle rækker." for name, value in constants.items()]
    lines += [f"{contract.field(name).heading} læses også af kolonnen «{heading}»." for name, heading in also.items()]
    lines.append(f"Tal læses med {'punktum' if style.decimal == 'point' else 'komma'} som decimaltegn.")
    lines.append(f"Datoer læses med {'dagen' if style.day_first else 'måneden'} først.")
    if proposal.changed_from:
        told = "; ".join(layout_changes(proposal)) or "intet i kolonnerne"
        lines.append(f"Filen ligner profilen «{proposal.changed_from.title}», men er ændret siden: {told}.")
    lacking = [name for name in still_lacking(contract.name, choices) if name not in {*constants, *also}]
    if lacking:
        names = ", ".join(contract.field(name).heading for name in lacking)
        lines.append(f"Mangler: {names}. Brug --field «Overskrift=felt» eller --constant «felt=værdi».")
    return lines
