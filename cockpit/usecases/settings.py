"""The municipality's settings: seen, changed with a reason, and every change kept."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from cockpit.access import require
from cockpit.contracts import danish
from cockpit.contracts.calendar import month_end
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.contracts.settings import SettingKind, Settings, SettingSpec, setting_specs
from cockpit.usecases.adjusting import parse_amount
from cockpit.usecases.cockpit import Cockpit
from cockpit.views.settings import SettingsView, allowed, build

_COMMON_YEAR = 2026
"""Of which the months' last days are taken."""


def settings(cockpit: Cockpit, scope: Scope) -> SettingsView:
    """Every setting with its value, and every change with its reason."""
    require(scope, Role.CONTROLLER, Role.ADMIN)
    return build(cockpit.settings, cockpit.store.settings_versions())


def change_settings(
    cockpit: Cockpit, scope: Scope, texts: Mapping[str, str], reason: str, seen: int | None = None
) -> Settings:
    """Save the settings named in `texts` (name -> value as a Dane writes it) as a new version; the others stay.

    Refused, with nothing saved, for an unknown name, a value that the setting may not have (every such is named),
    without a reason, where nothing would change, and where another than version `seen` is in force by now."""
    require(scope, Role.CONTROLLER, Role.ADMIN)
    before, said = cockpit.settings, {_spec(name).name: text for name, text in texts.items()}
    chosen = _valid(before, said)
    if chosen == before:
        raise Refused("Ingen indstilling er ændret, så der er intet at gemme.")
    return cockpit.store.save_settings(scope.user, chosen, reason, seen)


def _spec(name: str) -> SettingSpec:
    """By the name in code or by the title on the screen."""
    known = setting_specs()
    found = next((spec for spec in known if name.casefold() in (spec.name, spec.title.casefold())), None)
    if found is None:
        raise Refused(f"Ingen indstilling hedder «{name}». Vælg en af: {', '.join(spec.name for spec in known)}.")
    return found


def _valid(before: Settings, said: Mapping[str, str]) -> Settings:
    changed = {name: _read(_spec(name), text) for name, text in said.items()}
    try:
        return Settings.model_validate({**before.model_dump(), **changed})
    except ValidationError as error:
        wrong = dict.fromkeys(str(one["loc"][0]) for one in error.errors())
        raise Refused(" ".join(_wrong(_spec(name), said[name]) for name in wrong) + " Intet er gemt.") from None


def _read(spec: SettingSpec, text: str) -> Any:
    """The value that a text means; Refused where it means none."""
    cleaned = text.strip()
    match spec.kind:
        case SettingKind.CHOICE:
            codes = {title.casefold(): code for code, title in spec.choices.items()}
            return codes.get(cleaned.casefold(), cleaned)
        case SettingKind.MONTHS:
            return tuple(sorted({_month(spec, part) for part in cleaned.split(",") if part.strip()}))
        case SettingKind.TEXT:
            return cleaned
    try:
        number = parse_amount(cleaned.removesuffix("%"))
    except Refused:
        raise Refused(f"{_wrong(spec, text)} Intet er gemt.") from None
    if spec.kind is SettingKind.SHARE:
        return float(number / 100)
    return number


def _month(spec: SettingSpec, text: str) -> tuple[int, int]:
    name = text.strip().casefold()
    found = [number for number, month in enumerate(danish.MONTHS, 1) if name in (month, month[:3], str(number))]
    if not found:
        raise Refused(f"{_wrong(spec, text)} Intet er gemt.")
    return found[0], month_end(_COMMON_YEAR, found[0]).day


def _wrong(spec: SettingSpec, text: str) -> str:
    found = f"der stod «{text.strip()}»" if text.strip() else "der stod ingenting"
    return f"«{spec.title}» skal være {allowed(spec)}; {found}."
