"""The calculation handbook on *Om tallene* is the spec tests themselves, in Danish and in full."""

import ast

import pytest

from cockpit.ui.worked_examples import CHAPTERS, FOLDER, chapters

ENGLISH = {"the", "and", "what", "is", "of", "a", "that"}


def test_every_chapter_is_there_with_a_rule_and_its_checks() -> None:
    found = chapters()
    assert len(found) == len(CHAPTERS)
    assert [one.title for one in found if not one.rule or not one.checks] == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_is_shown_is_danish_and_stands_as_it_was_written(name: str) -> None:
    """Markdown would take a `$` for a formula, and a dollar sign is no Danish amount."""
    text = FOLDER.joinpath(f"test_{name}.py").read_text(encoding="utf-8")
    module = ast.parse(text)
    tests = [one for one in module.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")]
    for said in filter(None, [ast.get_docstring(module), *map(ast.get_docstring, tests)]):
        words = said.casefold().split()
        assert sum(word in ENGLISH for word in words) <= len(words) / 6, said
        assert "$" not in said
