"""Metode pr. paragraf: what the back-test proposes, what a person approved for the year, and why."""

import datetime as dt
from decimal import Decimal

import polars as pl

from cockpit.access import require
from cockpit.contracts import danish
from cockpit.contracts.data import ChosenMethod
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.forecast import chosen
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import chosen_methods, figures
from cockpit.usecases.ranges import errors
from cockpit.views.methods import METHOD_TITLES


def proposed_methods(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> pl.DataFrame:
    """`forecast.chosen.PROPOSALS` at a close, beside the method in force. Empty where the back-test is not there yet,
    and for a reader who is bounded to areas or teams: a paragraph reaches across them."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    if scope.areas or scope.teams:
        return pl.DataFrame(schema=chosen.PROPOSALS)
    found = figures(cockpit, scope, as_of)
    told = chosen.tested(errors(cockpit), found.data.methods, found.year)
    without_skoen = found.result.leaves.filter(pl.col("component") != "adjustment")
    return chosen.proposals(told, found.result.simple, without_skoen, found.as_of)


def approved_methods(cockpit: Cockpit, as_of: dt.date | None = None) -> tuple[tuple[ChosenMethod, str, str], ...]:
    """Every approved method with its reason and who approved it, the newest year first; at a close, or now."""
    found = cockpit.store.entries(EntryKind.METHOD, Scope.engine(), as_of)
    told = [(ChosenMethod.model_validate(entry.body), entry.reason, entry.user) for entry in found]
    return tuple(sorted(told, key=lambda one: (-one[0].year, one[0].paragraph)))


def approve_method(cockpit: Cockpit, scope: Scope, paragraph: str, reason: str) -> ChosenMethod:
    """Let the method that is proposed for a paragraph count for the year, from the newest close on. Refused where none
    is proposed, or without a reason."""
    require(scope, Role.CONTROLLER)
    _require_reason(reason)
    if errors(cockpit) is None:
        raise Refused(
            "Prøven på tidligere år er ikke regnet efter den seneste ændring af data, så ingen metode kan foreslås. "
            "Vent, til den er regnet, eller kør «cockpit backtest»."
        )
    proposals = proposed_methods(cockpit, scope)
    row = proposals.filter(pl.col("paragraph") == paragraph)
    if row.is_empty():
        raise Refused(
            f"Der er ingen foreslået metode for {paragraph}. Et forslag kræver, at en simpel metode har ramt klart "
            "bedre end den nuværende i alle de afsluttede år, der kan prøves. Læg et skøn, hvis du ved noget andet."
        )
    choice = _choice(row.row(0, named=True), figures(cockpit, scope).year)
    body = choice.model_dump(mode="json")
    cockpit.store.write_entry(scope.user, EntryKind.METHOD, choice.key, body, reason=reason)
    return choice


def drop_method(cockpit: Cockpit, scope: Scope, paragraph: str, reason: str, year: int | None = None) -> ChosenMethod:
    """Let the model count again for a paragraph, from the newest close on; earlier closes keep the method. Refused
    where no method is approved, or without a reason."""
    require(scope, Role.CONTROLLER)
    _require_reason(reason)
    wanted = year or figures(cockpit, scope).year
    for choice in chosen_methods(cockpit, None):
        if (choice.paragraph, choice.year) == (paragraph, wanted):
            body = choice.model_dump(mode="json")
            cockpit.store.write_entry(scope.user, EntryKind.METHOD, choice.key, body, reason=reason, removed=True)
            return choice
    raise Refused(f"Der er ikke godkendt nogen metode for {paragraph} i {wanted}.")


def method_title(method: str) -> str:
    """The Danish name of a method."""
    return METHOD_TITLES[method]


def _choice(row: dict[str, object], year: int) -> ChosenMethod:
    names = ("paragraph", "method", "effect_kr", "model_error", "method_error")
    return ChosenMethod.model_validate({name: row[name] for name in names} | {"year": year})


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Skriv hvorfor: begrundelsen står i historikken og følger tallet.")


def effect_text(choice: ChosenMethod) -> str:
    """What an approval moved, in words."""
    size = danish.kr(abs(choice.effect_kr))
    if choice.effect_kr == Decimal(0):
        return "Det flytter ikke det forventede regnskab."
    return f"Det forventede regnskab blev {size} {'højere' if choice.effect_kr > 0 else 'lavere'}."
