"""Codes that a person gives beside a file."""

from pathlib import Path

import pytest

from cockpit.contracts.errors import Refused
from cockpit.ingest import Profile
from cockpit.usecases.codes import read_codes, with_codes


def test_codes_are_read_and_win_over_the_profiles_own(tmp_path: Path) -> None:
    path = tmp_path / "koder.yaml"
    path.write_text('paragraph:\n  "Ophold §107": "SEL § 107"\n', encoding="utf-8")
    codes = read_codes(path)
    own = {"paragraph": {"Ophold §107": "SEL § 108", "Andet": "SEL § 85"}}
    profile = Profile(name="p", title="P", dataset="grants", codes=own)
    assert with_codes(profile, codes).codes == {"paragraph": {"Ophold §107": "SEL § 107", "Andet": "SEL § 85"}}


@pytest.mark.parametrize("text", ["- en liste", "paragraph: tekst", "{"])
def test_a_file_that_holds_no_codes_is_refused_with_an_example(tmp_path: Path, text: str) -> None:
    path = tmp_path / "koder.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"koder\.yaml kan ikke læses"):
        read_codes(path)
