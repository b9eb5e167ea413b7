import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.law import base_paragraph, normalise_paragraph, paragraphs


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SEL §107", "SEL § 107"),
        ("servicelovens § 107, stk. 2", "SEL § 107, stk. 2"),
        ("§ 52.3.7", "SEL § 52, stk. 3, nr. 7"),
        ("SEL §52,3,7", "SEL § 52, stk. 3, nr. 7"),
        ("§52, stk.3, nr.7", "SEL § 52, stk. 3, nr. 7"),
        ("BL §32 stk 1 nr 3", "BL § 32, stk. 1, nr. 3"),
        ("barnets lov § 32.1.3", "BL § 32, stk. 1, nr. 3"),
        ("Barnets Lov paragraf 46", "BL § 46"),
        ("Barnetslov § 46", "BL § 46"),
        ("lov om social service § 96", "SEL § 96"),
        ("Serviceloven §85", "SEL § 85"),
        ("Længerevarende botilbud (SEL § 108)", "SEL § 108"),
        ("§108 Længerevarende", "SEL § 108"),
        ("§ 108 Ungeplan", "BL § 108"),
        ("§ 85 Hjemmetræning", "BL § 85"),
        ("§ 85 Socialpædagogisk støtte", "SEL § 85"),
        ("SEL § 85 i egen bolig", "SEL § 85"),
        ("Midlertidigt botilbud § 107 efter 12. maj", "SEL § 107"),
        ("§ 107", "SEL § 107"),
        ("SEL 107", "SEL § 107"),
        ("§107 SEL", "SEL § 107"),
        ("SEL107", "SEL § 107"),
        ("SEL-107", "SEL § 107"),
        ("SEL.§107", "SEL § 107"),
        ("SEL par 107", "SEL § 107"),
        ("Serviceloven §85 ", "SEL § 85"),
        ("§ 107 i serviceloven", "SEL § 107"),
        ("BL 32.1.3", "BL § 32, stk. 1, nr. 3"),
        ("BL 32, 1, 3", "BL § 32, stk. 1, nr. 3"),
        ("BL§32stk1nr3", "BL § 32, stk. 1, nr. 3"),
        ("§ 32 stk. 1 nr. 3 BL", "BL § 32, stk. 1, nr. 3"),
        ("BL § 46, stk. 1, 1. pkt.", "BL § 46, stk. 1"),
        ("107", "SEL § 107"),
        ("§ 46", "BL § 46"),
        ("§\N{NO-BREAK SPACE}76a", "SEL § 76 a"),
        ("SEL § 76 a, stk. 2", "SEL § 76 a, stk. 2"),
        ("SEL § 82 a.", "SEL § 82 a"),
    ],
)
def test_spellings_become_one_code(written: str, code: str) -> None:
    assert normalise_paragraph(written) == code


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ingen",
        "SEL",
        "12345",
        "§ 85",  # støtte in one act, hjemmetræning in the other
        "§ 108",
        "§ 32",
        "§ 114",
        "§§ 46-47",
        "§ 107 / 108",
        "§ 82 a-d",
        "§ 41 og § 42",
        "BL § 46 stk. 1-2",
        "§ 104, 2 dage",
        "§ 41, 42",
        "§ 41,42",
        "S107",  # which act?
        "BL § 32, stk. 1, nr. 3a",
        "SEL § 52, stk. 3, pkt. 7",
        "Sundhedslovens § 86",
        "ABL § 105",
        "SEL § 52 eller BL § 46",
        "SEL/BL § 85",
        "§ 192",
    ],
)
def test_what_is_ambiguous_or_unknown_is_never_guessed(written: str) -> None:
    assert normalise_paragraph(written) is None


@given(st.sampled_from(paragraphs()["code"].to_list()))
def test_every_canonical_code_stands_as_it_is(code: str) -> None:
    assert normalise_paragraph(code) == code
    assert normalise_paragraph(code.replace(" ", "").replace("SEL", "SEL ").replace("BL", "BL ")) == code


@given(st.text(max_size=40))
def test_any_text_gives_a_code_of_the_canonical_form_or_nothing(text: str) -> None:
    code = normalise_paragraph(text)
    assert code is None or code.startswith(("SEL § ", "BL § "))


def test_base_paragraph_drops_subsection_and_number() -> None:
    assert base_paragraph("SEL § 52, stk. 3, nr. 7") == "SEL § 52"
    assert base_paragraph("SEL § 76 a, stk. 2") == "SEL § 76 a"
    assert base_paragraph("BL § 46") == "BL § 46"
