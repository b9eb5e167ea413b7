"""What every page must keep, read from the files themselves."""

import ast
from pathlib import Path

import pytest

from cockpit import ui
from cockpit.contracts.scope import Role

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "pages").rglob("*.py"))
SCRIPTS = [path for path in SCRIPTS if path.name != "__init__.py"]
NAMES = [path.relative_to(ROOT).as_posix() for path in SCRIPTS]


def test_no_script_lies_directly_in_pages() -> None:
    """Streamlit serves such a file on a deep link without running app.py, so nobody would have signed in."""
    assert [path.name for path in (ROOT / "pages").glob("*.py") if path.name != "__init__.py"] == []


def test_every_script_is_in_the_menu_once_and_the_menu_has_no_other() -> None:
    assert sorted(spec.path for spec in ui.PAGES) == NAMES


def test_addresses_differ() -> None:
    addresses = [spec.address for spec in ui.PAGES]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize("path", SCRIPTS, ids=NAMES)
def test_a_page_is_short(path: Path) -> None:
    assert 20 <= len(path.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("path", SCRIPTS, ids=NAMES)
def test_the_guard_is_the_first_thing_a_page_does(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    first = next(node for node in body[1:] if not isinstance(node, ast.Import | ast.ImportFrom))
    assert ast.unparse(first) == "reader = ui.guard(__file__)"


@pytest.mark.parametrize("path", SCRIPTS, ids=NAMES)
def test_a_page_knows_only_the_screen(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert modules <= {"cockpit", "cockpit.views"}
    assert names <= {"streamlit"}


@pytest.mark.parametrize("path", SCRIPTS, ids=NAMES)
def test_a_page_defines_nothing_and_calculates_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.BinOp, ast.AugAssign, ast.ListComp, ast.DictComp)
    assert [type(node).__name__ for node in ast.walk(tree) if isinstance(node, forbidden)] == []


EXPECTED = {
    Role.CONTROLLER: [
        "Overblik",
        "Budgetopfølgning",
        "Paragraffer",
        "Hvorfor",
        "Disponering",
        "Kontrol af trykte tabeller",
        "Afstemning",
        "Dyre sager og refusion",
        "Egne tilbud",
        "Handleplaner",
        "Hvor godt rammer vi?",
        "Kommende sager",
        "Månedsrapport",
        "Længere frem",
        "Scenarier",
        "Indsatser",
        "Måneden",
        "Indlæsning",
        "Datakvalitet",
        "Koder",
        "Historik",
        "Indstillinger",
        "Om tallene",
    ],
    Role.MANAGER: [
        "Overblik",
        "Budgetopfølgning",
        "Paragraffer",
        "Hvorfor",
        "Disponering",
        "Kontrol af trykte tabeller",
        "Afstemning",
        "Dyre sager og refusion",
        "Egne tilbud",
        "Handleplaner",
        "Hvor godt rammer vi?",
        "Kommende sager",
        "Månedsrapport",
        "Længere frem",
        "Scenarier",
        "Indsatser",
        "Datakvalitet",
        "Om tallene",
    ],
    Role.CASEWORKER: ["Indsatser", "Om tallene"],
    Role.POLITICIAN: ["Overblik", "Om tallene"],
    Role.ADMIN: ["Historik", "Indstillinger", "Om tallene"],
}


@pytest.mark.parametrize("role", EXPECTED, ids=str)
def test_the_pages_of_each_role(role: Role) -> None:
    assert [spec.title for spec in ui.pages_of(role)] == EXPECTED[role]
