"""Map an unknown layout once: see the columns with best guesses, decide, look at the result, save it under a name."""

import re
from collections.abc import Mapping

import polars as pl

from cockpit import ingest
from cockpit.access import require
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import Reading
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.checking import Upload
from cockpit.usecases.cockpit import Cockpit

PREVIEW_ROWS = 8
_NOT_A_NAME = re.compile(r"[^a-z0-9æøå]+")


def propose(scope: Scope, upload: Upload, dataset: str | None = None) -> ingest.Proposal:
    """The file's columns with the best guess for each and the reason. Refused where there is no table."""
    require(scope, Role.CONTROLLER)
    return ingest.propose(upload.path, upload.name, dataset=dataset)


def make_profile(
    scope: Scope,
    proposal: ingest.Proposal,
    choices: Mapping[str, str],
    title: str,
    *,
    dataset: str | None = None,
    codes: Mapping[str, Mapping[str, str]] | None = None,
    options: Mapping[str, object] | None = None,
) -> ingest.Profile:
    """The profile that these choices make, not yet saved. `choices`: heading -> field. `options`: `decimal`,
    `day_first`, `lists`, `constants`. Refused without a name, or where a required field has no column."""
    require(scope, Role.CONTROLLER)
    name = _NOT_A_NAME.sub("_", title.strip().lower()).strip("_")
    if not name:
        raise Refused("Giv profilen et navn, så den kan bruges igen næste måned.")
    profile = ingest.profile_from(proposal, choices, name, dataset, title=title.strip(), codes=codes)
    return ingest.Profile.model_validate({**profile.model_dump(), **(options or {})})


def preview(cockpit: Cockpit, scope: Scope, upload: Upload, profile: ingest.Profile) -> tuple[Reading, ...]:
    """The file read with the profile; nothing is saved."""
    require(scope, Role.CONTROLLER)
    hints = ingest.Hints(profile=profile.name)
    return ingest.read(upload.path, upload.name, key=cockpit.store.pseudonym_key, profiles=(profile,), hints=hints)


def preview_rows(reading: Reading) -> pl.DataFrame:
    """The first typed rows, for a look; persons by pseudonym."""
    used = [name for name in reading.frame.columns if reading.frame[name].null_count() < reading.frame.height]
    return reading.frame.select(used).head(PREVIEW_ROWS)


def save_profile(cockpit: Cockpit, scope: Scope, profile: ingest.Profile) -> None:
    """Keep the profile; it is used by itself from now on."""
    require(scope, Role.CONTROLLER)
    shipped = {one.name for one in ingest.shipped_profiles()}
    if profile.name in shipped:
        raise Refused(f"Navnet «{profile.title}» hører til en profil, der følger med. Vælg et andet.")
    cockpit.store.save_profile(scope.user, profile.name, profile.to_yaml())
