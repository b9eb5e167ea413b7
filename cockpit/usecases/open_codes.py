"""Codes that a file leaves open: which texts, in how many rows and for how many kroner; and how they are answered."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cockpit.contracts import danish
from cockpit.contracts.dataset import Dataset, FieldType, dataset
from cockpit.contracts.finding import Finding
from cockpit.contracts.imports import Reading
from cockpit.usecases.codes import read_profile

OPEN = frozenset({"unknown_code", "ambiguous_day", "unknown_paragraph"})
"""Findings that a person can answer by naming a code of the contract."""
PARAGRAPHS = "en paragraf som SEL § 107 eller BL § 32, stk. 1, nr. 3"
_ASKED = (FieldType.CODE, FieldType.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A text of a field that means no code yet. `amount_kr` is None where no kroner are known."""

    field: str
    text: str
    rows: int
    amount_kr: Decimal | None

    @property
    def worth(self) -> str:
        """`8 rækker, 1.234,00 kr.`"""
        rows = "1 række" if self.rows == 1 else f"{danish.number(self.rows)} rækker"
        return rows if self.amount_kr is None else f"{rows}, {danish.kr(self.amount_kr, 2)}"


def open_codes(findings: Iterable[Finding], fields: Mapping[str, str], contract: Dataset) -> tuple[OpenCode, ...]:
    """The findings that a code answers, in their order. `fields`: heading in the file -> field."""
    asked = [(fields.get(one.column, ""), one) for one in findings if one.code in OPEN and one.value]
    return tuple(
        OpenCode(field, one.value, one.count, one.amount_kr)
        for field, one in asked
        if field and contract.field(field).type in _ASKED
    )


def open_codes_of(reading: Reading) -> tuple[OpenCode, ...]:
    """The open codes of a file that was read with a profile."""
    contract, profile = dataset(reading.receipt.dataset), read_profile(reading)
    fields = {
        heading: field.name
        for field in contract.fields
        for heading in (field.heading, *field.aliases, *profile.columns.get(field.name, ()))
    }
    return open_codes(reading.receipt.findings, fields, contract)


def codes_form(contract: Dataset, found: Sequence[OpenCode]) -> str:
    """A file of codes (YAML) to be filled in: the codes of each field, each open text with its rows and kroner."""
    lines = []
    for name in dict.fromkeys(one.field for one in found):
        lines.append(f"{name}:  # {', '.join(contract.field(name).codes) or PARAGRAPHS}")
        lines += [f"  {json.dumps(one.text, ensure_ascii=False)}:  # {one.worth}" for one in found if one.field == name]
    return "\n".join(lines)
