"""The profiles that come with the product: the standard template of every dataset, and the systems' own layouts."""

from functools import cache

from cockpit.contracts.dataset import Dataset, datasets
from cockpit.contracts.paths import PROFILES
from cockpit.ingest.headings import normal
from cockpit.ingest.profile import Profile

CAN_DERIVE = {"grants": frozenset({"grant_id"})}
"""Required fields that are made at the door where the file lacks them."""


def _standard(contract: Dataset) -> Profile:
    return Profile(
        name=f"standard_{contract.name}",
        title=f"Standardskabelon: {contract.title}",
        dataset=contract.name,
        system="Standard",
        columns={field.name: (field.heading, *field.aliases) for field in contract.readable()},
        standard=True,
    )


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """Systems' layouts first, then the standard templates."""
    files = sorted(PROFILES.glob("*.yaml"))
    systems = tuple(Profile.from_yaml(path.read_text(encoding="utf-8")) for path in files)
    return systems + tuple(_standard(contract) for contract in datasets().values())


def vocabulary(profiles: tuple[Profile, ...]) -> frozenset[str]:
    """Every heading that any profile or contract knows, normalised."""
    words = {word for profile in profiles for words in profile.columns.values() for word in words}
    words |= {word for profile in profiles for mark in profile.marks for word in mark}
    words |= {field.heading for contract in datasets().values() for field in contract.readable()}
    return frozenset(map(normal, words))
