"""Om tallene: every word of the forecast, every dataset and every dated parameter, from where the code takes them."""

from collections.abc import Mapping

import polars as pl

from cockpit import law
from cockpit.contracts.dataset import Dataset, FieldType, Personal, datasets
from cockpit.contracts.paths import ROOT
from cockpit.views import Column, Table
from cockpit.views.levels import COMPONENT, FIGURE, LEVEL, Term

CHAPTER = "Sådan regnes forventet regnskab"
_TYPE: dict[FieldType, str] = {
    FieldType.TEXT: "tekst",
    FieldType.CPR: "CPR-nummer",
    FieldType.DATE: "dato",
    FieldType.PERIOD: "periode",
    FieldType.MONEY: "beløb",
    FieldType.NUMBER: "tal",
    FieldType.INTEGER: "heltal",
    FieldType.BOOLEAN: "ja/nej",
    FieldType.CODE: "kode",
    FieldType.PARAGRAPH: "paragraf",
    FieldType.ACCOUNT: "konto",
}
_PERSONAL: dict[Personal, str] = {
    Personal.NONE: "nej",
    Personal.INDIRECT: "indirekte",
    Personal.SENSITIVE: "følsom",
    Personal.IDENTIFIER: "ja, pseudonymiseres",
}


def _terms(title: str, terms: Mapping[str, Term]) -> Table:
    frame = pl.DataFrame(
        {"title": [term.title for term in terms.values()], "definition": [term.definition for term in terms.values()]}
    )
    return Table(title, (Column("title", "Ord", "text"), Column("definition", "Betydning", "text")), frame)


def components() -> Table:
    """What each part of the forecast is."""
    return _terms("Leddene i forventet regnskab", COMPONENT)


def figures() -> Table:
    """What the forecast is compared with, and how."""
    return _terms("Tallene ved siden af", FIGURE)


def levels() -> Table:
    """What the rows can be."""
    return _terms("Niveauerne", LEVEL)


def dictionary(contract: Dataset) -> Table:
    """A dataset's fields as the data dictionary prints them."""
    fields = [field for field in contract.fields if not field.hidden]
    frame = pl.DataFrame(
        {
            "heading": [field.heading for field in fields],
            "meaning": [field.meaning for field in fields],
            "type": [_TYPE[field.type] + (f", {field.unit}" if field.unit else "") for field in fields],
            "required": ["ja" if field.required else "nej" for field in fields],
            "codes": [", ".join(field.codes) for field in fields],
            "personal": [_PERSONAL[field.personal] for field in fields],
        }
    )
    columns = (
        Column("heading", "Kolonne", "text"),
        Column("meaning", "Betydning", "text"),
        Column("type", "Type", "text"),
        Column("required", "Skal være der", "text"),
        Column("codes", "Koder", "text"),
        Column("personal", "Personoplysning", "text"),
    )
    return Table(contract.title, columns, frame, note=contract.meaning)


def dictionaries() -> tuple[Table, ...]:
    """Every dataset's dictionary, in the order of a batch."""
    return tuple(map(dictionary, datasets().values()))


def handbook() -> str:
    """The chapter of the user guide on how the forecast is computed: one text, read in two places."""
    guide = (ROOT / "docs" / "brugervejledning.md").read_text(encoding="utf-8")
    _, _, rest = guide.partition(f"## {CHAPTER}\n")
    return rest.partition("\n## ")[0].strip()


def law_values() -> Table:
    """Every number of the law by date, with its source and how sure it is."""
    rows = [
        {
            "title": parameter.title,
            "from_date": dated.from_date,
            "value": dated.value,
            "unit": parameter.unit,
            "reference": parameter.reference,
            "status": "kontrolleret" if dated.status == "verified" else "ikke verificeret",
        }
        for parameter in law.parameters().values()
        for dated in parameter.values
    ]
    frame = pl.DataFrame(rows).sort("title", "from_date", descending=[False, True])
    columns = (
        Column("title", "Sats eller frist", "text"),
        Column("from_date", "Gælder fra", "date"),
        Column("value", "Værdi", "number", missing="ophørt"),
        Column("unit", "Enhed", "text"),
        Column("reference", "Kilde", "text"),
        Column("status", "Status", "text"),
    )
    return Table("Lovens tal", columns, frame, note=f"Udgave {law.version()}.")
