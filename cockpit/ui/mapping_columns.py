"""The columns of the mapping screen: what each means, why, and how its cells read with that, beside the raw text."""

from collections.abc import Mapping

import streamlit as st

from cockpit import usecases
from cockpit.contracts.danish import pct
from cockpit.contracts.dataset import Dataset, FieldType
from cockpit.ingest import ColumnGuess, Proposal, Style
from cockpit.ui.tables import plain

_UNUSED = ""
_WIDTHS = [3, 3, 4]


def choose_columns(proposal: Proposal, contract: Dataset, style: Style, mark: str) -> dict[str, str]:
    """Heading -> field, as the person leaves it; the best guesses are chosen beforehand."""
    st.markdown(
        f"**Kolonnerne** – {proposal.rows} rækker, overskrifterne står i række {proposal.header_row}. "
        "Bedste bud er valgt; ret det, der er forkert. Til højre står, hvordan cellerne så bliver læst."
    )
    if proposal.missing:
        st.warning(f"Intet bud på: {', '.join(proposal.missing)}. Vælg en kolonne til hver, eller skriv en fast værdi.")
    choices = {}
    for number, column in enumerate(proposal.columns):
        choices[column.heading] = _column(column, contract, style, f"felt-{mark}-{contract.name}-{number}")
    return choices


def _column(column: ColumnGuess, contract: Dataset, style: Style, key: str) -> str:
    fields = {field.name: field for field in contract.readable()}
    options = [_UNUSED, *fields]
    found, chosen, why = st.columns(_WIDTHS, vertical_alignment="center")
    found.markdown(f"**{plain(column.heading)}**  \n{_raw(column)}")
    field = chosen.selectbox(
        f"{column.heading} betyder",
        options,
        index=options.index(column.field) if column.field in fields else 0,
        format_func=lambda name: _field_title(name, contract),
        label_visibility="collapsed",
        key=key,
    )
    with why:
        if field and column.samples:
            st.markdown(_read(column, field, contract, style))
        st.caption(_why(column, field, contract))
    return field


def _why(column: ColumnGuess, field: str, contract: Dataset) -> str:
    """The reason for the suggestion, and how sure it is; beside another choice what the suggestion was."""
    if column.field is None:
        return plain(column.reason) if not field else ""
    sure = f"{plain(column.reason)} Sikkerhed {pct(column.confidence, 0)}."
    return sure if field == column.field else f"Forslaget var {contract.field(column.field).heading}: {sure}"


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"


def _raw(column: ColumnGuess) -> str:
    return ", ".join(map(_code, column.samples)) or "*tom*"


def _read(column: ColumnGuess, field: str, contract: Dataset, style: Style) -> str:
    """Raw text → typed value, one pair a line, where they differ; what cannot be read is said so."""
    coded = contract.field(field).type in (FieldType.CODE, FieldType.PARAGRAPH)
    unread = ":orange[kode, der spørges om nedenfor]" if coded else ":red[kan ikke læses]"
    pairs = dict.fromkeys(usecases.sample_values(column.samples, field, contract.name, style))
    if all(pair.raw == pair.read for pair in pairs):
        return "Læses, som det står."
    return "  \n".join(
        f"{_code(pair.raw)} → " + (f"**{plain(pair.read)}**" if pair.read is not None else unread) for pair in pairs
    )


def _field_title(name: str, contract: Dataset) -> str:
    if name == _UNUSED:
        return "(bruges ikke)"
    field = contract.field(name)
    return f"{field.heading} – skal være der" if field.required else field.heading


def shared(proposal: Proposal, choices: Mapping[str, str], contract: Dataset, mark: str) -> dict[str, str]:
    """Field -> heading of a column that says it beside its own field, as `Ophold § 107` says help and paragraph; asked
    for every text that must be there and has no column."""
    found = {}
    used = [heading for heading, field in choices.items() if field]
    for name in usecases.still_lacking(contract.name, choices):
        spec = contract.field(name)
        if spec.type is not FieldType.TEXT or not used:
            continue
        proposed = proposal.also.get(name, "")
        heading = st.selectbox(
            f"{spec.heading} står ikke i en kolonne for sig – læs også",
            [_UNUSED, *used],
            index=used.index(proposed) + 1 if proposed in used else 0,
            format_func=lambda text: f"kolonnen «{text}»" if text else "(ingen: en fast værdi for alle rækker)",
            key=f"ogsaa-{mark}-{contract.name}-{name}",
            width=420,
        )
        if heading:
            found[name] = heading
    return found


def constants(
    proposal: Proposal, choices: Mapping[str, str], also: Mapping[str, str], contract: Dataset, mark: str
) -> dict[str, str]:
    """Field -> one value for every row: asked for what must be there and no column says, and for what a heading told
    (`Pris pr. døgn`). Never a person's number."""
    chosen = set(choices.values())
    lacking = [name for name in usecases.still_lacking(contract.name, choices) if name not in chosen | also.keys()]
    wanted = [name for name in lacking if contract.field(name).type is not FieldType.CPR]
    wanted += [name for name in proposal.constants if name not in chosen and name not in wanted]
    answers = {}
    for name in wanted:
        spec = contract.field(name)
        answers[name] = st.text_input(
            f"{spec.heading} står ikke i en kolonne – fast værdi for alle rækker",
            value=proposal.constants.get(name, ""),
            placeholder=", ".join(spec.codes) or "ingen",
            help=spec.meaning,
            key=f"fast-{mark}-{contract.name}-{name}",
            width=420,
        )
    return answers
