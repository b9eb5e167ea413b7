"""The data dictionary in Danish, written from the contracts: what each list is, and what each of its fields means."""

from collections.abc import Iterable

from cockpit.contracts.dataset import Dataset, DatasetField, Personal, datasets
from cockpit.contracts.paths import ROOT
from cockpit.reports.template import TYPE_WORDS, choices, required_words, visible

PAGE = ROOT / "docs" / "data-dictionary.md"
PERSONAL_WORDS: dict[Personal, str] = {
    Personal.NONE: "",
    Personal.INDIRECT: "indirekte",
    Personal.SENSITIVE: "følsom",
    Personal.IDENTIFIER: "nøgle",
}
_INTRO = """# Dataordbog

Siden er dannet af kontrakterne i `schemas/datasets/`. Ret dem, ikke siden, og kør \
`python -m cockpit.reports.dictionary`.

Overskrifterne er standardskabelonens og genkendes altid, som de står. *Personoplysning* siger, hvordan feltet må \
bruges: *nøgle* erstattes af et pseudonym ved døren og forlader aldrig huset, *følsom* og *indirekte* ses kun af dem, \
der må se enkelte sager.
"""
_HEAD = (
    "| Overskrift | Felt | Skal udfyldes | Type | Enhed | Personoplysning | Betydning | Koder | Genkendes også som |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _line(dataset: Dataset, field: DatasetField) -> str:
    cells = (
        field.heading,
        f"`{field.name}`",
        required_words(dataset, field),
        TYPE_WORDS[field.type],
        field.unit,
        PERSONAL_WORDS[field.personal],
        field.meaning,
        ", ".join(choices(field)),
        ", ".join(field.aliases),
    )
    return f"| {' | '.join(map(_cell, cells))} |"


def _headings(dataset: Dataset, names: Iterable[str]) -> str:
    return ", ".join(dataset.field(name).heading for name in names)


def _replaces(dataset: Dataset) -> str:
    if not dataset.replaces:
        return "Et nyt udtræk erstatter hele listen fra samme kilde."
    return f"Et nyt udtræk erstatter det, det dækker i samme kilde: {_headings(dataset, dataset.replaces)}."


def _section(dataset: Dataset) -> str:
    facts = [f"En række kendes på: {_headings(dataset, dataset.key)}.", _replaces(dataset)]
    if dataset.one_of:
        facts.append(f"Mindst én af disse skal være udfyldt: {_headings(dataset, dataset.one_of)}.")
    if dataset.amount:
        facts.append(f"Kontrolsummen er summen af {dataset.field(dataset.amount).heading}.")
    if dataset.ends:
        facts.append(
            "En række, der mangler i et senere udtræk, bliver stående og markeres, for det leverede er leveret."
        )
    facts += [
        f"Kolonnen {field.heading} ({', '.join(field.aliases)}) læses også: {field.meaning}" for field in dataset.door
    ]
    lines = "\n".join(_line(dataset, field) for field in visible(dataset))
    return f"## {dataset.title} (`{dataset.name}`)\n\n{dataset.meaning}\n\n{' '.join(facts)}\n\n{_HEAD}\n{lines}\n"


def render() -> str:
    """The whole dictionary as Markdown, the datasets in the order in which a batch takes them in."""
    return "\n".join([_INTRO, *map(_section, datasets().values())])


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
