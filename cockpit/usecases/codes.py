"""Codes that a person gives: which text of an export means which code of the contract. Kept, and used the next month.

What is answered on the screen, or given in a file beside an import that takes effect, is kept as a line of the journal
for each layout (profile), field and text, and put into that layout whenever a file is read.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from cockpit import law
from cockpit.access import require
from cockpit.contracts.dataset import DatasetField, FieldType, dataset, datasets
from cockpit.contracts.entry import Entry, EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import Reading
from cockpit.contracts.scope import Role, Scope
from cockpit.ingest import Profile
from cockpit.usecases.cockpit import Cockpit

Codes = Mapping[str, Mapping[str, str]]
"""Field -> text in the file -> code."""

_FILE = TypeAdapter(dict[str, dict[str, str | None]])
_KEY = 300


class KeptCode(BaseModel):
    """What one text of one field means in one layout."""

    profile: str
    profile_title: str = ""
    dataset: str
    field: str
    text: str
    code: str

    @property
    def key(self) -> str:
        """What the line is about."""
        return _key(self.profile, self.field, self.text)


def _key(profile: str, field: str, text: str) -> str:
    return f"{profile}/{field}/{text}"[:_KEY]


def read_codes(path: Path) -> Codes:
    """The codes in a YAML file, those left blank apart; Refused in Danish where it is not field -> text -> code, or
    names a field that no list has."""
    try:
        found = _FILE.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise Refused(
            f"{path.name} kan ikke læses som koder. Ventet YAML: felt, derunder «tekst i filen: kode», for eksempel\n"
            'paragraph:\n  "Ophold §107": "SEL § 107"'
        ) from error
    known = {spec.name for contract in datasets().values() for spec in contract.readable()}
    if strange := sorted(set(found) - known):
        raise Refused(
            f"{path.name}: ingen liste har feltet {', '.join(strange)}. Brug navnene, som «cockpit check» viser."
        )
    return {name: {text: code for text, code in values.items() if code} for name, values in found.items()}


def with_codes(profile: Profile, codes: Codes) -> Profile:
    """The profile with these codes of its dataset's fields added; what a person gives wins over the profile's own."""
    own = _own(codes, profile.dataset)
    if not own:
        return profile
    merged = {name: dict(values) for name, values in profile.codes.items()}
    for name, values in own.items():
        merged[name] = {**merged.get(name, {}), **values}
    return profile.model_copy(update={"codes": merged})


def _own(codes: Codes, name: str) -> Codes:
    """The codes of the dataset's fields."""
    fields = {spec.name for spec in dataset(name).readable()}
    return {field: values for field, values in codes.items() if field in fields}


def choices(spec: DatasetField) -> list[str]:
    """The codes that a text of the field may mean; empty where the field is open."""
    if spec.type is FieldType.PARAGRAPH:
        return list(law.paragraphs()["code"])
    return list(spec.codes)


def read_profile(reading: Reading) -> Profile:
    """The layout that a file was read with."""
    return Profile.from_yaml(reading.profile_text)


def keep_codes(cockpit: Cockpit, scope: Scope, profile: Profile, codes: Codes, reason: str = "") -> int:
    """Keep what each text means in the layout, from now on; how many were kept. Refused where a code is none of the
    field's."""
    require(scope, Role.CONTROLLER)
    contract = dataset(profile.dataset)
    kept = [
        KeptCode(
            profile=profile.name, profile_title=profile.title, dataset=contract.name, field=name, text=text, code=code
        )
        for name, values in codes.items()
        for text, code in values.items()
    ]
    for one in kept:
        _refuse_unknown(contract.field(one.field), one.code)
    for one in kept:
        cockpit.store.write_entry(scope.user, EntryKind.CODES, one.key, one.model_dump(), reason=reason)
    return len(kept)


def refuse_wrong_codes(readings: Sequence[Reading], codes: Codes) -> None:
    """Refused in Danish where a code is none of its field's, in any of the lists that were read."""
    for name in {reading.receipt.dataset for reading in readings if reading.profile_text}:
        for field, values in _own(codes, name).items():
            for code in values.values():
                _refuse_unknown(dataset(name).field(field), code)


def keep_given(cockpit: Cockpit, scope: Scope, readings: Sequence[Reading], codes: Codes) -> int:
    """Keep the codes that were given beside an import for every layout that it was read with; how many are new."""
    before = {one.key: one.code for _, one in kept_codes(cockpit, scope)}
    layouts = {reading.profile_text for reading in readings if reading.profile_text}
    return sum(
        keep_codes(cockpit, scope, profile, _not_kept(profile, codes, before), reason="Givet ved indlæsningen")
        for profile in map(Profile.from_yaml, sorted(layouts))
    )


def _not_kept(profile: Profile, codes: Codes, before: Mapping[str, str]) -> Codes:
    return {
        field: {text: code for text, code in values.items() if before.get(_key(profile.name, field, text)) != code}
        for field, values in _own(codes, profile.dataset).items()
    }


def change_code(cockpit: Cockpit, scope: Scope, entry: Entry, code: str | None) -> None:
    """Let a kept text mean another code, or (None) nothing again. Refused where another changed it meanwhile."""
    require(scope, Role.CONTROLLER)
    kept = KeptCode.model_validate(entry.body)
    if code is not None:
        _refuse_unknown(dataset(kept.dataset).field(kept.field), code)
    body = kept.model_copy(update={"code": code or kept.code}).model_dump()
    cockpit.store.write_entry(
        scope.user, EntryKind.CODES, entry.key, body, removed=code is None, seen=entry.id, reason="Rettet under Koder"
    )


def _refuse_unknown(spec: DatasetField, code: str) -> None:
    allowed = choices(spec)
    if spec.type is FieldType.PARAGRAPH and law.normalise_paragraph(code) is not None:
        return
    if allowed and code not in allowed:
        raise Refused(f"«{code}» er ikke en kode for {spec.heading}. Vælg en af: {', '.join(allowed[:12])}.")


def kept_codes(cockpit: Cockpit, scope: Scope) -> tuple[tuple[Entry, KeptCode], ...]:
    """Every kept code with its line of the journal, by layout, field and text."""
    require(scope, Role.CONTROLLER, Role.ADMIN, Role.ENGINE)
    lines = cockpit.store.entries(EntryKind.CODES, Scope.engine())
    return tuple((line, KeptCode.model_validate(line.body)) for line in lines)


def with_kept_codes(cockpit: Cockpit, profiles: Sequence[Profile]) -> tuple[Profile, ...]:
    """The profiles, each with the codes kept for it."""
    kept: dict[str, dict[str, dict[str, str]]] = {}
    for _, one in kept_codes(cockpit, Scope.engine()):
        kept.setdefault(one.profile, {}).setdefault(one.field, {})[one.text] = one.code
    return tuple(with_codes(profile, kept.get(profile.name, {})) for profile in profiles)


def same_codes(before: str, after: str) -> bool:
    """Whether two readings' profiles (YAML) give the same codes: if not, the same file reads differently."""
    return before == after or _codes(before) == _codes(after)


def _codes(text: str) -> object:
    return (yaml.safe_load(text) or {}).get("codes", {}) if text else {}
