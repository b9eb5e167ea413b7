"""Abbreviations that say what they mean only in their list: `Reg.dato` is the day of registration among grants."""

import re
from functools import cache

from cockpit.contracts.dataset import datasets
from cockpit.ingest.words import begun_by, fold, lexicon, meaning, parts_of, vocabulary, words

_VOWEL = re.compile(r"[aeiouy]")
SHORT = (2, 5)
"""Letters of a part that may be an abbreviation."""
FROM_THREE = 3
"""Two letters are the beginning of too much, unless the list knows one word only that begins so."""
MAX_MEANT = 3


@cache
def written_out(heading: str, dataset: str) -> tuple[tuple[str, ...], ...]:
    """The heading's other readings: each short part once as every word of the dataset that it may abbreviate."""
    parts = parts_of(heading)
    return tuple(
        (*_read(parts[:place]), meant, *_read(parts[place + 1 :]))
        for place, part in enumerate(parts)
        for meant in _meanings(part, dataset)
    )


def _read(parts: tuple[str, ...]) -> tuple[str, ...]:
    return words(" ".join(parts)) if set(parts) - lexicon().empty else ()


@cache
def _meanings(part: str, dataset: str) -> tuple[str, ...]:
    """What the part may stand for in the dataset; nothing where it is a word of its own there."""
    if not SHORT[0] <= len(part) <= SHORT[1] or part in lexicon().empty or part in _own_words(dataset):
        return ()
    of_list = _sayings(dataset)
    begun = begun_by(part, of_list.keys() - {part})
    if not begun and len(part) >= FROM_THREE and not _VOWEL.search(part[1:]):
        skeleton = re.compile(".*".join(part) + ".*")
        begun = {said for word, said in of_list.items() if skeleton.fullmatch(word)}
        return tuple(begun) if len(begun) == 1 else ()
    return tuple(sorted(begun)) if len(begun) <= (MAX_MEANT if len(part) >= FROM_THREE else 1) else ()


@cache
def _sayings(dataset: str) -> dict[str, str]:
    """Every written word that says one of the dataset's own, with the one that it says."""
    return {word: meaning(word) for word in vocabulary() if meaning(word) in _own_words(dataset)}


@cache
def _own_words(dataset: str) -> frozenset[str]:
    """The words that the dataset's fields are called by."""
    phrases = lexicon().phrases.get(dataset, {})
    texts = [text for field, said in phrases.items() if field != "-" for text in said]
    texts += [text for spec in datasets()[dataset].readable() for text in (spec.heading, *spec.aliases)]
    return frozenset(fold(word) for text in texts for word in words(text))
