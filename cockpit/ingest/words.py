"""Headings as words: abbreviations written out, compounds taken apart, English turned into Danish.

`Bogf.dt.`, `BogføringsDato` and `Posting date` are all *bogføring dato*. The words stand in `schemas/headings.yaml`.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import yaml

from cockpit.contracts.dataset import datasets
from cockpit.contracts.paths import HEADINGS
from cockpit.ingest.headings import summed

LINKS = ("", "s", "e")
"""What joins the parts of a Danish compound."""
ENDINGS = ("ernes", "erne", "ens", "ets", "ne", "en", "et", "er", "s", "e", "n", "t")
CLOSE = 0.82
MIN_PART, MIN_FUZZY, MIN_STEM = 3, 5, 4
NUMBER_AND_NAME = ("nummer", "navn")
"""`Konto nr. og navn` is *konto*: the whole of it, neither its number nor its name alone."""
_CAMEL = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])")
_PART = re.compile(r"§+|[^\W\d_]+")
_ASIDE = re.compile(r"\b(?:(?:ekskl|excl)[a-z]*\.?|(inkl[a-z]*\.?|incl[a-z]*\.?|efter|after)) (.*)$")
"""`Beløb inkl. moms` is *beløb*, but `Budget inkl. tillæg` the whole of it."""
SORTS = frozenset({"dato", "navn", "nummer", "kode", "kr", "kommune", "type"})
ONLY_THE_SORT = 0.7
"""`Bestillingsdato` and *takst dato* are both days, and of different things."""
MAX_MEANT = 3
"""A beginning that more known words have says nothing."""
_FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "y", "ö": "oe", "ä": "ae"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`meanings`: folded word -> the word it stands for. `phrases`: dataset -> field -> headings in words. Several
    words that are one (`case worker`) stand in `pairs`. `parts`: words that make a column a part of another one.
    `included`: word -> what makes a total of an amount that has it."""

    meanings: dict[str, str]
    pairs: dict[str, str]
    weights: dict[str, float]
    empty: frozenset[str]
    parts: frozenset[str]
    included: dict[str, frozenset[str]]
    phrases: dict[str, dict[str, tuple[str, ...]]]


def fold(text: str) -> str:
    """Lower case, æøå written out."""
    return text.casefold().translate(_FOLD)


@cache
def lexicon() -> Lexicon:
    """The words of `schemas/headings.yaml`."""
    raw = yaml.safe_load(HEADINGS.read_text(encoding="utf-8"))
    meanings: dict[str, str] = {}
    pairs: dict[str, str] = {}
    for word, others in raw["words"].items():
        for other in (word, *others):
            (pairs if " " in other or "." in other else meanings).setdefault(fold(other), fold(word))
    return Lexicon(
        meanings=meanings,
        pairs=pairs,
        weights={fold(word): float(weight) for word, weight in raw["weights"].items()},
        empty=frozenset(map(fold, raw["empty"])),
        parts=frozenset(map(fold, raw["parts"])),
        included={fold(word): frozenset(map(fold, others)) for word, others in raw["included"].items()},
        phrases={
            name: {field: tuple(texts) for field, texts in fields.items()} for name, fields in raw["phrases"].items()
        },
    )


@cache
def vocabulary() -> tuple[str, ...]:
    """Every whole word that the lexicon, the phrases and the contracts know, longest first."""
    known = lexicon()
    texts = [text for fields in known.phrases.values() for phrases in fields.values() for text in phrases]
    texts += [spec.heading for contract in datasets().values() for spec in contract.readable()]
    found = {fold(part) for text in texts for part in _PART.findall(_CAMEL.sub(" ", text))}
    every = (found | set(known.meanings)) - known.empty
    return tuple(sorted((word for word in every if len(word) > 1), key=lambda word: (-len(word), word)))


def meaning(word: str) -> str:
    """The common form of a word of the vocabulary."""
    return lexicon().meanings.get(word, word)


def begun_by(part: str, among: Iterable[str]) -> set[str]:
    """What the words that begin with the part mean."""
    return {meaning(word) for word in among if word.startswith(part)}


@cache
def _known() -> frozenset[str]:
    return frozenset(vocabulary())


@cache
def readings(heading: str) -> tuple[tuple[str, ...], ...]:
    """`words`, and where one of them is how two or three known words begin (`Grup.`), once more for each of these."""
    read = words(heading)
    return (read, *(tuple(one if word == part else word for word in read) for part in read for one in _begun(part)))


@cache
def _begun(part: str) -> tuple[str, ...]:
    if len(part) < MIN_PART or part in _known():
        return ()
    meant = begun_by(part, vocabulary())
    return tuple(sorted(meant)) if len(meant) <= MAX_MEANT else ()


@cache
def words(heading: str) -> tuple[str, ...]:
    """The words of a heading in their order, each in its common form; what says nothing is left out."""
    known = lexicon()
    parts = parts_of(heading)
    found: list[str] = []
    for part in parts:
        if part not in known.empty:
            found += _read(part)
    both = frozenset(NUMBER_AND_NAME) if set(NUMBER_AND_NAME) < set(found) else frozenset()
    return tuple(word for word in found if word not in known.empty and word not in both) or parts


@cache
def parts_of(heading: str) -> tuple[str, ...]:
    """The heading's words as they are written, folded; several that are one are put as that one."""
    text = _ASIDE.sub(_included, fold(_CAMEL.sub(" ", summed(heading))).replace("_", " "))
    for pair, word in lexicon().pairs.items():
        text = re.sub(rf"\b{re.escape(pair)}\b", word, text)
    return tuple(_PART.findall(text))


def _included(aside: re.Match[str]) -> str:
    """What an aside makes of the column: nothing, or by what is included another one."""
    if aside[1] is None:
        return " "
    said = {word for part in _PART.findall(aside[2]) for word in _read(part)}
    of_total = next((word for word, parts in lexicon().included.items() if said & parts), "")
    return f" {of_total} " if of_total or aside[1][0] == "i" else aside[0]


@cache
def _read(part: str) -> tuple[str, ...]:
    """One written word as the words that it is made of; itself where nothing is known of it."""
    for attempt in (_plain, _compound, _shortened, _misspelt, _headed):
        if found := attempt(part):
            return found
    return (part,)


def _plain(part: str) -> tuple[str, ...]:
    meanings = lexicon().meanings
    stems = [
        part,
        *(part.removesuffix(end) for end in ENDINGS if part.endswith(end) and len(part) - len(end) >= MIN_STEM),
    ]
    stems += [stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]]  # Danish doubles before an ending: slut, sluttet
    for stem in stems:
        if stem in meanings:
            return (meanings[stem],)
    return (part,) if part in _known() and not _compound(part) else ()


@cache
def _compound(part: str) -> tuple[str, ...]:
    """Two or more known words in one; the longest first part whose rest can be read, if need be as an abbreviation."""
    for read in (_whole, _nearly):
        for first in vocabulary():
            if MIN_PART <= len(first) < len(part) and part.startswith(first):
                rests = [part[len(first) + len(link) :] for link in LINKS if part[len(first) :].startswith(link)]
                if found := next((words for rest in rests if (words := read(rest))), ()):
                    return (*_first_part(first), *found)
    return ()


def _first_part(first: str) -> tuple[str, ...]:
    """The beginning of a compound may be one itself: `Handlekommunekode` is handle + kommune + kode."""
    return _plain(first) or _compound(first) or (first,)


def _whole(rest: str) -> tuple[str, ...]:
    if rest in lexicon().meanings:
        return (lexicon().meanings[rest],)
    return (_plain(rest) or _compound(rest)) if len(rest) >= MIN_PART else ()


def _nearly(rest: str) -> tuple[str, ...]:
    return (_shortened(rest) or _misspelt(rest)) if len(rest) >= MIN_PART else ()


def _shortened(part: str) -> tuple[str, ...]:
    """An abbreviation: the beginning of one known word, or consonants of the shortest that has them in that order."""
    if len(part) < MIN_PART:
        return ()
    meant = begun_by(part, vocabulary())
    if len(meant) != 1 and not re.search(r"[aeiouy]", part):
        skeleton = re.compile(".*".join(part) + ".?")
        shortest = next((word for word in reversed(vocabulary()) if skeleton.fullmatch(word)), None)
        meant = {meaning(shortest)} if shortest else set()
    return tuple(meant) if len(meant) == 1 else ()


def _headed(part: str) -> tuple[str, ...]:
    """A compound of which only the last part is known, and that says what it is: `Fritekst` is a *tekst*."""
    for last in vocabulary():
        if len(last) >= MIN_STEM and len(part) - len(last) >= MIN_PART - 1 and part.endswith(last):
            return (part.removesuffix(last), meaning(last))
    return ()


def _misspelt(part: str) -> tuple[str, ...]:
    """Nearly a known word, with the same first letter: *gender* is no *sender*."""
    if len(part) < MIN_FUZZY:
        return ()
    alike = [word for word in vocabulary() if len(word) >= MIN_STEM and word[0] == part[0]]
    near = difflib.get_close_matches(part, alike, n=1, cutoff=CLOSE)
    return (meaning(near[0]),) if near else ()


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How much two headings have in common, 0-1: shared weight over all weight, a little more where the last word,
    which says what a Danish compound is, agrees."""
    if not one or not other:
        return 0.0
    common = set(one) & set(other)
    if not common:
        return 0.0
    shared = 2 * _weight(common) / (_weight(set(one)) + _weight(set(other)))
    if common <= SORTS and set(one) - common and set(other) - common:
        shared *= ONLY_THE_SORT
    return max(0.0, min(1.0, shared + (0.04 if one[-1] == other[-1] else -0.06)))


def _weight(found: set[str]) -> float:
    weights = lexicon().weights
    return sum(weights.get(word, 1.0) for word in found)
