"""The chart of accounts: what each line and each frame stands on."""

from dataclasses import dataclass

from bench.desks.catalogue import SERVICES

AREAS = {
    "children": ("Børn og familie", "Børne- og Familieudvalget"),
    "adults": ("Voksen og handicap", "Socialudvalget"),
}
ACTIVITY, FRAME, FIXED = "aktivitetsstyret", "rammestyret", "objektiv finansiering"


@dataclass(frozen=True)
class Account:
    """A row of the chart; `yearly` kr. of what is steered by a frame, `beat` how it is spread over the year."""

    number: str
    name: str
    function: str
    desk: str
    steering: str = ACTIVITY
    before: str | None = None
    paragraph: str | None = None
    dranst: str = "1"
    art: str = "4.0"
    yearly: float = 0.0
    beat: str = "even"


def _number(function: str, dranst: int, serial: int) -> str:
    return f"{function.replace('.', '')}{dranst}{serial:03d}"


COSTS = tuple(
    Account(_number(item.function, 1, 100 + at), item.name, item.function, item.desk, before=item.before,
        paragraph=item.paragraph)
    for at, item in enumerate(SERVICES)
)  # fmt: skip
INCOMES = tuple(
    Account(_number(item.function, 1, 700 + at), f"{item.name}, betaling fra kommuner", item.function, item.desk,
        before=item.before, paragraph=item.paragraph, art="7.7")
    for at, item in enumerate(SERVICES)
)  # fmt: skip
HALVES = tuple(
    Account(_number(item.function, 2, 200 + at), f"{item.name}, refusion 50 pct.", item.function, item.desk, dranst="2",
        before=item.before, paragraph=item.paragraph, art="8.6")
    for at, item in enumerate(SERVICES)
)  # fmt: skip
REFUNDS = {
    desk: Account(_number("5.22.07", 2, 300 + at), f"Refusion af særligt dyre enkeltsager, {desk}", "5.22.07", desk,
        dranst="2", art="8.6")
    for at, desk in enumerate(AREAS)
}  # fmt: skip
CRISIS = Account(_number("5.38.42", 1, 190), "Kvindekrisecentre", "5.38.42", "adults", before="SEL § 109",
    paragraph="SEL § 109", art="4.7")  # fmt: skip
CRISIS_HALF = Account(_number("5.38.42", 2, 290), "Kvindekrisecentre, refusion 50 pct.", "5.38.42", "adults",
    dranst="2", before="SEL § 109", paragraph="SEL § 109", art="8.6")  # fmt: skip
CLEARING = Account(_number("5.38.51", 1, 990), "Regninger til afklaring", "5.38.51", "adults")
FRAMES = (
    Account(_number("5.28.21", 1, 800), "Familiehuset, løn", "5.28.21", "children", FRAME, yearly=0.16, beat="pay"),
    Account(_number("5.28.23", 1, 810), "Døgnhuset, løn", "5.28.23", "children", FRAME, yearly=0.20, beat="pay"),
    Account(_number("5.28.23", 1, 811), "Døgnhuset, drift", "5.28.23", "children", FRAME, yearly=0.05, beat="kept"),
    Account(_number("5.28.24", 1, 820), "Sikrede døgninstitutioner", "5.28.24", "children", FIXED, yearly=0.05, beat="twice"),
    Account(_number("5.38.50", 1, 830), "Bofællesskabet, løn", "5.38.50", "adults", FRAME, yearly=0.42, beat="pay"),
    Account(_number("5.38.50", 1, 831), "Bofællesskabet, drift", "5.38.50", "adults", FRAME, yearly=0.08, beat="kept"),
    Account(_number("5.38.50", 1, 832), "Bofællesskabet, solgte pladser", "5.38.50", "adults", FRAME, art="7.7", yearly=-0.16, beat="quarter"),
    Account(_number("5.38.59", 1, 840), "Aktivitetshuset, løn", "5.38.59", "adults", FRAME, yearly=0.16, beat="pay"),
    Account(_number("5.38.42", 1, 850), "Objektiv finansiering, lands- og landsdelsdækkende", "5.38.42", "adults", FIXED, yearly=0.04, beat="quarter"),
)  # fmt: skip
"""`yearly`: the part of the town's frames."""
