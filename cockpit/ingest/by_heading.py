"""What a column of an unknown file may be by its heading alone: the standard template's own word, a known other word,
another system's, or words that mean the same."""

import re
from functools import cache

from cockpit.contracts.dataset import DatasetField, datasets
from cockpit.ingest.abbreviated import written_out
from cockpit.ingest.headings import normal, summed
from cockpit.ingest.shipped import shipped_profiles
from cockpit.ingest.words import lexicon, likeness, readings, words

NOTHING = "-"
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]\s*$")
"""`Takst (kr.)` is *Takst*."""
_EITHER = re.compile(r"(?<=\w{3})\s*/\s*(?=\w{3})")
KNOWN_WORD = 0.9
ONE_OF_TWO = 0.9
"""`Opholdssted/leverandør` names both, and `Grup.` is how both *gruppe* and *gruppering* begin; either alone says a
little less."""


@cache
def by_heading(heading: str, name: str, dataset: str) -> tuple[float, str]:
    """How well the heading alone names the field, and the reason."""
    bare = summed(heading)
    word, spec = normal(_IN_BRACKETS.sub("", bare) or bare), datasets()[dataset].field(name)
    if word == normal(spec.heading):
        return 0.95, f"Overskriften er standardskabelonens «{spec.heading}»."
    if word in map(normal, spec.aliases):
        return KNOWN_WORD, f"«{heading}» er et kendt andet ord for «{spec.heading}»."
    if system := _system(word, name, dataset):
        return 0.85, f"{system} bruger «{heading}» for «{spec.heading}»."
    read, *others = readings(heading)
    others += written_out(heading, dataset)
    others += map(words, _EITHER.split(heading)) if "/" in heading else ()
    near = max(_compared(read, dataset, spec), *(ONE_OF_TWO * _compared(other, dataset, spec) for other in others), 0.0)
    return 0.85 * near, f"«{heading}» læses som «{spec.heading}»."


@cache
def _systems() -> dict[tuple[str, str, str], str]:
    return {
        (profile.dataset, name, normal(heading)): profile.system
        for profile in shipped_profiles()
        if not profile.standard
        for name, headings in profile.columns.items()
        for heading in headings
    }


def _system(word: str, name: str, dataset: str) -> str | None:
    return _systems().get((dataset, name, word))


def _compared(read: tuple[str, ...], dataset: str, spec: DatasetField) -> float:
    phrases = lexicon().phrases.get(dataset, {}).get(spec.name, ()) or _elsewhere(spec.name)
    return max(likeness(read, words(phrase)) for phrase in (spec.heading, *spec.aliases, *phrases))


@cache
def _elsewhere(name: str) -> tuple[str, ...]:
    """What the field of that name is called in other lists, for one that has no words of its own for it."""
    return tuple(phrase for fields in lexicon().phrases.values() for phrase in fields.get(name, ()))


@cache
def means_nothing(heading: str, dataset: str) -> float:
    """How well the heading names a column that many exports have and nobody uses."""
    phrases = lexicon().phrases.get(dataset, {}).get(NOTHING, ())
    return max((0.85 * likeness(words(heading), words(phrase)) for phrase in phrases), default=0.0)
