"""The calculation handbook: what the spec tests say in Danish, read from where they are checked at every change."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from cockpit.contracts.paths import ROOT

FOLDER = ROOT / "tests" / "spec"
CHAPTERS = (
    "forecast_year",
    "forecast_model",
    "forecast_ranges",
    "grant_cost",
    "allocation",
    "billed_month",
    "volumes",
    "deviation",
    "price_volume",
    "fixed_prices",
    "why",
    "forecast_bridge",
    "movements",
    "disposal",
    "reconcile",
    "refund",
    "refund_year",
    "between",
    "own_providers",
    "action_plans",
    "published",
    "accuracy",
    "coming_cases",
    "outlook",
    "scenario",
    "data_health",
)
"""The calculating chapters, in the order in which a controller would read them."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One formula's chapter: its rule in words, and the examples that are counted by hand."""

    title: str
    rule: str
    examples: tuple[str, ...]
    checks: int


@cache
def chapters() -> tuple[Chapter, ...]:
    """Every chapter that is there; none where the program is installed without its tests."""
    return tuple(_chapter(path) for path in map(_path, CHAPTERS) if path.is_file())


def _path(name: str) -> Path:
    return FOLDER / f"test_{name}.py"


def _chapter(path: Path) -> Chapter:
    module = ast.parse(path.read_text(encoding="utf-8"))
    title, _, rule = (ast.get_docstring(module) or path.stem).partition("\n")
    tests = [one for one in module.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")]
    return Chapter(title.rstrip("."), rule.strip(), tuple(_examples(tests)), len(tests))


def _examples(tests: list[ast.FunctionDef]) -> Iterator[str]:
    for test in tests:
        said = ast.get_docstring(test)
        if said:
            yield " ".join(said.split())


def worked_examples() -> None:
    """Every chapter folded away under its title, with its rule and its examples."""
    known = chapters()
    if not known:
        st.info("Regneeksemplerne følger med programmets kildekode og er ikke installeret her.", icon=":material/info:")
        return
    st.markdown(
        "Hver regel er skrevet som en prøve, der regnes efter i hånden og kontrolleres, hver gang programmet ændres. "
        "Slår en prøve fejl, bliver ændringen ikke taget i brug."
    )
    for chapter in known:
        with st.expander(f"{chapter.title} ({chapter.checks} prøver)"):
            st.markdown(chapter.rule)
            if chapter.examples:
                st.markdown("**Regnet i hånden**")
                st.markdown("\n".join(f"- {example}" for example in chapter.examples))
