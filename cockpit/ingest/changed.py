"""A layout that is not as it was: which headings are new, lost or renamed."""

import difflib
from collections.abc import Sequence

from cockpit.contracts.dataset import dataset
from cockpit.ingest.headings import normal
from cockpit.ingest.profile import Profile
from cockpit.ingest.words import likeness, words

SAME = 0.6
"""From here on a lost and a new heading are taken for one that was renamed."""
NEARLY = 0.85
"""So much of the letters alike is the same heading, spelt otherwise."""


def layout_changes(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """One Danish line a change, in the file's order: renamed, new, lost. Nothing where the headings are the same; case,
    spaces and order are no change."""
    was, now = {normal(text): text for text in before}, {normal(text): text for text in after}
    lost = [text for key, text in was.items() if key not in now]
    new = [text for key, text in now.items() if key not in was]
    renamed: list[tuple[str, str]] = []
    for text in list(new):
        near = max(lost, key=lambda old: _alike(old, text), default=None)
        if near is not None and _alike(near, text) >= SAME:
            renamed.append((near, text))
            lost.remove(near)
            new.remove(text)
    lines = [f"«{old}» hedder nu «{text}»" for old, text in renamed]
    lines += [f"«{text}» er en ny kolonne" for text in new]
    return tuple(lines + [f"«{text}» mangler" for text in lost])


def lost_fields(profile: Profile, before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The contract's headings of the fields that a column told of before, and none does now."""
    was, now = set(map(normal, before)), set(map(normal, after))
    lost = []
    for spec in dataset(profile.dataset).readable():
        read = set(map(normal, (spec.heading, *profile.columns.get(spec.name, ()))))
        if (read | set(map(normal, spec.aliases))) & was and not read & now:
            lost.append(spec.heading)
    return tuple(lost)


def _alike(old: str, new: str) -> float:
    letters = difflib.SequenceMatcher(None, normal(old), normal(new)).ratio()
    return max(likeness(words(old), words(new)), letters if letters >= NEARLY else 0.0)


def changed_since(profile: Profile, headings: Sequence[str]) -> tuple[str, ...]:
    """What is new, lost or renamed since the saved profile that knew the file, in Danish."""
    before = [names[0] for names in profile.columns.values() if names]
    return layout_changes([*before, *profile.ignore], headings)
