"""What the columns of published follow-ups are called, and what each of them is."""

import re

TITLE: dict[str, str] = {
    "original": "Oprindeligt budget",
    "supplementary": "Tillægsbevillinger",
    "reallocations": "Omplaceringer",
    "carry_over": "Overførsler fra sidste år",
    "adjusted": "Korrigeret budget",
    "applied_for": "Bevillingsansøgninger",
    "adjusted_incl": "Korrigeret budget inkl. ansøgninger og overførsler",
    "posted": "Forbrug",
    "forecast": "Forventet regnskab",
    "deviation": "Afvigelse",
    "deviation_original": "Afvigelse fra oprindeligt budget",
    "corrections": "Forventede korrektioner",
    "corrected": "Afvigelse efter korrektioner",
    "carry_over_out": "Overførsel",
    "final": "Afvigelse efter overførsler",
    "deviation_pct": "Afvigelse i pct.",
    "rate": "Forbrugsprocent",
}
"""Every role that a column can have, in the order of the calculation."""
SHARES = ("deviation_pct", "rate")
DERIVED = ("adjusted", "adjusted_incl", "deviation", "deviation_original", "corrected", "final")
UNSURE_DEVIATION, UNSURE_CARRY, ACCOUNTS, BUDGET = "deviation?", "carry?", "accounts?", "budget?"
"""Words that mean one thing or another by what stands around them."""

_SHARE = r"%|pct|procent|per cent"
_DEVIATION = (
    r"afvig|mer-?\s*/?\s*-?(og\s+)?(mindre|mindreforbrug)|merforbrug|mindreforbrug|overskud|underskud|forskel|balance"
    r"|restbudget|\brest\b|deviation|overspend|underspend|variance"
)
_AFTER = r"\bekskl|\bexcl|\buden\b|\bfør\b"
_WITH = r"\binkl|\bincl|\befter\b|\bmed\b|\bafter\b"
_CARRY = r"overf|carry"
_CORRECTION = r"korrektion|correction"
_RULES: tuple[tuple[str, str], ...] = (
    (rf"(?=.*({_SHARE}))(?=.*(forbrug|consum))(?!.*(mer|mindre))", "rate"),
    (_SHARE, "deviation_pct"),
    (rf"(?=.*({_CORRECTION}))(?=.*({_WITH}))", "corrected"),
    (rf"(?=.*({_DEVIATION}|resultat|result))(?=.*({_CARRY}))(?=.*({_WITH}))", "final"),
    (rf"(?=.*({_DEVIATION}|resultat|result))(?=.*({_CARRY}|{_CORRECTION}))(?=.*({_AFTER}))", "deviation"),
    (rf"(?=.*({_DEVIATION}))(?=.*(oprindelig|vedtag|original|adopted))", "deviation_original"),
    (_DEVIATION, UNSURE_DEVIATION),
    (_CORRECTION, "corrections"),
    (rf"(?=.*(korr|adjusted))(?=.*({_WITH}))(?=.*({_CARRY}|ansøg|bevilling|applied|them))", "adjusted_incl"),
    (r"korr(igeret|\.|\b)|ajourført|gældende budget|adjusted", "adjusted"),
    (r"ansøg|ansoeg|\bsøgt|applied", "applied_for"),
    (rf"(?=.*({_CARRY}))(?=.*(forvent|til næste|næste år|til 20\d\d|next year))", "carry_over_out"),
    (rf"(?=.*({_CARRY}))(?=.*(\bfra\b|forrige|tidligere|sidste år))", "carry_over"),
    (_CARRY, UNSURE_CARRY),
    (r"omplac|omflyt|reallocat", "reallocations"),
    (r"tillæg|tillaeg|^tb\b|\btb\b|supplement|^bevilling", "supplementary"),
    (r"forvent|prognose|\bskøn|estimat|forecast|expected", "forecast"),
    (r"oprindelig|vedtag|\bopr\b|original|adopted", "original"),
    (r"regnskab|resultat|result|accounts", ACCOUNTS),
    (r"forbrug|bogført|realiseret|posted|spend", "posted"),
    (r"budget", BUDGET),
)
TOTAL_WORDS = (
    r"(?i)^\W*(i alt|ialt|total\w*|sum\w{0,3}|hovedtotal|samlet|tilsammen|subtotal)\b|\b(i alt|ialt|total)\W*$"
)
PART_WORDS = r"(?i)^\W*(heraf|herunder|deraf)\b"
_MILLION = r"(?i)\b(i\s+)?(mio|mill?|million\w*)\b\.?"
_THOUSAND = r"(?i)\b1[.,\s]?000\s*kr|\bi\s+1[.,]?000\b|\bt\.?\s?kr\b|\btkr\b|\btusind\w*|\bi\s+1[.,]000"
_KRONER = r"(?i)\bkr(oner)?\b\.?"


def role_of(heading: str) -> str | None:
    """The role that a heading names, perhaps one of the unsure ones; None where it names none."""
    plain = re.sub(r"\s+", " ", heading.replace("-\n", "")).strip().lower()
    return next((role for pattern, role in _RULES if re.search(pattern, plain)), None)


def unit_of(texts: str) -> int | None:
    """1, 1,000 or 1,000,000 kr., as the words around the table say; None where they are silent."""
    for pattern, factor in ((_MILLION, 1_000_000), (_THOUSAND, 1_000), (_KRONER, 1)):
        if re.search(pattern, texts):
            return factor
    return None
