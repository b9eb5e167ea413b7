"""A paragraph as people write it becomes one canonical code, or nothing: what is ambiguous is asked, never guessed."""

import re
from functools import cache

from cockpit.law.paragraphs import paragraphs

_ACTS = {
    "SEL": re.compile(r"\b(sel|sl|service ?lov(en)?s?|lov om social service)\b"),
    "BL": re.compile(r"\b(bl|barnets ?lov(en)?s?)\b"),
}
_OTHER_ACT = re.compile(r"\w*lov(en)?s?\b|\b(abl|sul|lab|las|rsl|lasf|aktivlov)\b")
_SIGN = re.compile(r"§+|\bparagraf(fen)?\b|\bpar\b\.?|\bpgf\b\.?")
_GLUED = re.compile(r"\b(sel|sl|bl)[\s.:-]*(?=[§\d])")
_POINT = re.compile(r",?\s*\d{1,2}\.\s*pkt\.?")
"""`1. pkt.`: a sentence of the law, which no grant is told apart by."""
_NUMBERS_ONLY = re.compile(r"[\s(]*\d{1,3}( ?[a-g])?(\s*[.,]\s*\d{1,2}){1,2}[\s).]*")
_SECTION = re.compile(
    r"""(?P<number>\d{1,3}) (?:\s?(?P<letter>[a-g])(?![^\W\d_])(?!\.\w))?
        (?:(?:[\s,.]*stk\.?\s*|[.,])(?P<subsection>1[0-2]|[1-9])(?!\d))?
        (?:(?:[\s,.]*nr\.?\s*|(?(subsection)[.,]|(?!)))(?P<item>[1-9]\d?)(?!\d))?""",
    re.VERBOSE,
)
_UNREAD = re.compile(
    r"^\s*([-–/+&.,]|og\b|eller\b)?\s*§*\s*(\d|(?<=[-–/+& ])[a-z]\b(?=[^\w]*$))|^[^\W\d_]|^[\s,.]*(pkt|litra)\b"
)
"""What stands behind the section and may change it: another number, a letter, a range."""
_WORD = re.compile(r"[^\W\d_]{5,}")


@cache
def _acts_by_number() -> dict[str, dict[str, str]]:
    """`108` -> {SEL: words of its titles, BL: …}, over all paragraphs with that number and letter."""
    found: dict[str, dict[str, str]] = {}
    for code, title, act in paragraphs().select("code", "title", "act").iter_rows():
        number = base_paragraph(code).removeprefix(f"{act} § ")
        acts = found.setdefault(number, {})
        acts[act] = f"{acts.get(act, '')} {title.casefold()}"
    return found


def base_paragraph(code: str) -> str:
    """`SEL § 107, stk. 2` -> `SEL § 107`: the section without subsection and number."""
    return code.split(",", 1)[0]


def normalise_paragraph(text: str) -> str | None:
    """The canonical code: `SEL § 107`, `SEL § 52, stk. 3, nr. 7`, `BL § 32, stk. 1, nr. 3`, `SEL § 76 a`.

    None where the text names no paragraph, several, another act, or a number that both acts have and whose words do
    not tell which; then a person is asked.
    """
    plain = " ".join(text.casefold().replace("\N{NO-BREAK SPACE}", " ").split())
    plain = _POINT.sub("", _GLUED.sub(r"\1 ", plain))
    named = [act for act, pattern in _ACTS.items() if pattern.search(plain)]
    bare = _without_acts(plain)
    section = _section(bare)
    if section is None or len(named) > 1 or _OTHER_ACT.search(bare):
        return None
    number, rest = section
    act = named[0] if named else _only_act(number, bare)
    return None if act is None else f"{act} § {number}{rest}"


def _without_acts(plain: str) -> str:
    for pattern in _ACTS.values():
        plain = re.sub(rf"(\b(i|efter|iht\.?|jfr?\.?|ifølge|af)\s+)?{pattern.pattern}", " ", plain)
    return plain.strip()


def _section(bare: str) -> tuple[str, str] | None:
    """(`52`, `, stk. 3, nr. 7`) of the one section that the text names. Without a sign the number must come first."""
    signs = list(_SIGN.finditer(bare))
    if len(signs) > 1:
        return None
    start = signs[0].end() if signs else 0
    if _NUMBERS_ONLY.fullmatch(bare[start:]):
        bare = bare[:start] + re.sub(r"\s*([.,])\s*", r"\1", bare[start:].rstrip(" ."))
    match = _SECTION.match(bare, start + len(bare[start:]) - len(bare[start:].lstrip(" (.:")))
    if match is None or _UNREAD.match(bare[match.end() :]):
        return None
    number = match["number"].lstrip("0") + (f" {match['letter']}" if match["letter"] else "")
    rest = "".join(
        f", {word} {match[group]}" for word, group in (("stk.", "subsection"), ("nr.", "item")) if match[group]
    )
    return number, rest


def _only_act(number: str, bare: str) -> str | None:
    """The act where only one has the number, or where the text's words stand in one act's titles only."""
    acts = _acts_by_number().get(number, {})
    if len(acts) == 1:
        return next(iter(acts))
    words = set(_WORD.findall(bare))
    told = [act for act, titles in acts.items() if words & set(_WORD.findall(titles))]
    return told[0] if len(told) == 1 else None
