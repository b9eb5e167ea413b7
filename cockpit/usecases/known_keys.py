"""Whether a key that a person wrote is one that the figures have: an amount on a misspelt one would stand by itself."""

from difflib import get_close_matches

from cockpit import law
from cockpit.contracts.errors import Refused
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import closes, figures

TOTAL, PARAGRAPH, GRANT = "total", "paragraph", "grant"
_NAMED = {"committee": "Udvalget", "area": "Politikområdet", "function": "Funktionen", PARAGRAPH: "Paragraffen",
          "provider": "Leverandøren", "team": "Teamet", GRANT: "Indsatsen"}  # fmt: skip


def known_key(cockpit: Cockpit, level: str, key: str, year: int) -> str:
    """The key as the figures of a year write it. Refused, with the nearest ones, where they have none like it. A
    paragraph of the law may be one that nobody has yet; where nothing is imported every key passes."""
    if level == TOTAL:
        return TOTAL
    paragraph = law.normalise_paragraph(key) if level == PARAGRAPH else None
    written = paragraph or key
    there = _keys(cockpit, level, year) if paragraph is None and closes(cockpit) else set()
    if paragraph is not None or not there or written in there:
        return written
    near = get_close_matches(written, sorted(there), n=3)
    meant = f" Mente du {' eller '.join(f'«{one}»' for one in near)}?" if near else ""
    raise Refused(f"{_NAMED[level]} «{key}» findes ikke i tallene for {year}.{meant}")


def _keys(cockpit: Cockpit, level: str, year: int) -> set[str]:
    """Every key of the forecast at the newest close, and those of the chart."""
    column = "grant_id" if level == GRANT else level
    found = set(figures(cockpit, Scope.engine(), None, year).result.leaves[column])
    accounts = cockpit.store.read("accounts", Scope.engine())
    charted = set(accounts[column].drop_nulls()) if column in accounts.columns else set()
    return found | charted | {NOT_ALLOCATED}
