"""Codes that a person gives beside a file: which text of the export means which code of the contract."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from cockpit.contracts.errors import Refused
from cockpit.ingest import Profile

Codes = Mapping[str, Mapping[str, str]]
"""Field -> text in the file -> code."""

_FILE = TypeAdapter(dict[str, dict[str, str]])


def read_codes(path: Path) -> Codes:
    """The codes in a YAML file; Refused in Danish where it is not field -> text -> code."""
    try:
        return _FILE.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise Refused(
            f"{path.name} kan ikke læses som koder. Ventet YAML: felt, derunder «tekst i filen: kode», for eksempel\n"
            'paragraph:\n  "Ophold §107": "SEL § 107"'
        ) from error


def with_codes(profile: Profile, codes: Codes) -> Profile:
    """The profile with these codes added; what a person gives wins over the profile's own."""
    if not codes:
        return profile
    merged = {name: dict(values) for name, values in profile.codes.items()}
    for name, values in codes.items():
        merged[name] = {**merged.get(name, {}), **values}
    return profile.model_copy(update={"codes": merged})
