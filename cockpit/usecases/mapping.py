"""Map an unknown layout once: see the columns with best guesses, decide, look at the result, save it under a name."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

from cockpit import ingest
from cockpit.access import require
from cockpit.contracts.dataset import dataset as contract_of
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import Reading
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.staging import Upload

PREVIEW_ROWS = 8
_NOT_A_NAME = re.compile(r"[^a-z0-9æøå]+")


def propose(cockpit: Cockpit, scope: Scope, upload: Upload, dataset: str | None = None) -> ingest.Proposal:
    """The file's columns with the best guess for each and the reason; where a saved profile knew the file before it
    changed, its answers. Refused where there is no table."""
    require(scope, Role.CONTROLLER)
    return ingest.propose(upload.path, upload.name, dataset=dataset, saved=saved_profiles(cockpit, scope))


def saved_profiles(cockpit: Cockpit, scope: Scope) -> tuple[ingest.Profile, ...]:
    """The profiles that people made, the newest of each name."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    return tuple(ingest.Profile.from_yaml(text) for text in cockpit.store.profiles().values())


def make_profile(
    scope: Scope,
    proposal: ingest.Proposal,
    choices: Mapping[str, str],
    title: str,
    *,
    dataset: str | None = None,
    codes: Mapping[str, Mapping[str, str]] | None = None,
    style: ingest.Style | None = None,
    lists: Literal["all", "active"] = "all",
    constants: Mapping[str, str] | None = None,
) -> ingest.Profile:
    """The profile that these choices make, not yet saved. `choices`: heading -> field; `constants`: field -> value of
    every row. A style left out is as the proposal found it. Refused without a name, or where a required field has
    neither column nor value."""
    require(scope, Role.CONTROLLER)
    name = _NOT_A_NAME.sub("_", title.strip().lower()).strip("_")
    if not name:
        raise Refused("Giv profilen et navn, så den kan bruges igen næste måned.")
    return ingest.profile_from(
        proposal,
        choices,
        name,
        dataset,
        title=title.strip(),
        codes=codes,
        style=style,
        lists=lists,
        constants=constants,
    )


def sample_values(cells: Sequence[str], field: str, dataset: str, style: ingest.Style) -> tuple[ingest.Sample, ...]:
    """Raw cells beside what they read as in that field, for a look. Nothing is kept."""
    plain = ingest.Profile(
        name="sample", title="", dataset=dataset, decimal=style.decimal, day_first=style.day_first, standard=True
    )
    return ingest.samples(cells, field, plain)


def still_lacking(dataset: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    """Required fields that no column is chosen for, by name. A citizen may be known by the case number alone."""
    contract, given = contract_of(dataset), set(choices.values())
    made = {"grant_id"} | ({"citizen"} if "case_id" in given else set())
    return tuple(
        name for name in contract.required() if name not in given and not (dataset == "grants" and name in made)
    )


def layout_changes(proposal: ingest.Proposal) -> tuple[str, ...]:
    """What is new, lost or renamed since the saved profile that knew the file, in Danish."""
    profile = proposal.changed_from
    if profile is None:
        return ()
    return ingest.changed_since(profile, [column.heading for column in proposal.columns])


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
