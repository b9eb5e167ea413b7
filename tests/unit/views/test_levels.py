import pytest

from cockpit.contracts.forecast_table import ACCOUNT_LEVELS, COMPONENTS, LEVELS, ROW_SCHEMA
from cockpit.views import levels


def test_every_level_component_and_field_has_danish_words() -> None:
    assert set(levels.LEVEL) == {*LEVELS, *ACCOUNT_LEVELS}
    assert set(levels.COMPONENT) == {*COMPONENTS, "prior_years"}
    assert all(levels.heading(name) != name for name in ROW_SCHEMA)


def test_no_two_words_are_the_same() -> None:
    titles = [term.title for words in (levels.COMPONENT, levels.FIGURE) for term in words.values()]
    assert len(titles) == len(set(titles))


def test_every_definition_is_one_sentence() -> None:
    for words in (levels.LEVEL, levels.COMPONENT, levels.FIGURE):
        for term in words.values():
            assert term.definition[0].isupper()
            assert term.definition.endswith(".")


def test_a_citizens_grant_is_never_called_bevilling() -> None:
    """On finance screens *bevilling* means the council's appropriation only."""
    texts = [term.title + term.definition for words in (levels.LEVEL, levels.COMPONENT) for term in words.values()]
    assert not any("bevilling" in text.lower() for text in texts)


def test_the_key_of_what_is_not_allocated() -> None:
    assert levels.key_label("-") == "Ikke fordelt"
    assert levels.key_label("5.38.50", "§ 108") == "§ 108"
    assert levels.key_label("5.38.50") == "5.38.50"


def test_an_unknown_level_is_an_error() -> None:
    with pytest.raises(KeyError):
        levels.level_title("borger")
