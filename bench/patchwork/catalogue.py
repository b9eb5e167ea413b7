"""The kinds of help, and what else is booked."""

from dataclasses import dataclass

from bench.patchwork.town import Town

CHILDREN, ADULTS = "Børn og unge", "Voksne med særlige behov"
EVERY_MONTH = tuple(range(1, 13))


@dataclass(frozen=True)
class Kind:
    """`old`: the paragraph before barnets lov. `price`: kr. a `unit` in the first year with a ledger, `spread` of its
    logarithm; `active`: grants at a time; `years`: mean length; `planned`: share of grants that have a planned end;
    `quantity`: mean hours a week; `fee`: what citizens pay a month where they do."""

    paragraph: str
    old: str
    service: str
    area: str
    function: str
    unit: str
    price: float
    spread: float
    active: float
    years: float
    planned: float
    provider_kind: str
    providers: int
    quantity: float = 1.0
    fee: float = 0.0


def _child(nr: str, old: str, *rest: object) -> Kind:
    return Kind(f"BL § {nr}", f"SEL § 52, stk. 3, nr. {old}", *rest)  # type: ignore[arg-type]


def _adult(paragraph: str, service: str, *rest: object, **more: float) -> Kind:
    return Kind(f"SEL § {paragraph}", "", service, ADULTS, *rest, **more)  # type: ignore[arg-type]


FOSTER = "Plejefamilie"
KINDS = (
    _child("32, stk. 1, nr. 2", "2", "Støtte i hjemmet", CHILDREN, "5.28.21", "time", 420, 0.1, 58, 0.9, 0.8, "Privat", 5, 5),
    _child("32, stk. 1, nr. 3", "6", "Kontaktperson", CHILDREN, "5.28.21", "måned", 9500, 0.3, 48, 1.0, 0.8, "Privat", 6),
    _child("32, stk. 1, nr. 5", "3", "Familiebehandling", CHILDREN, "5.28.21", "måned", 16000, 0.3, 25, 0.6, 0.8, "Privat", 4),
    _child("46", "7", FOSTER, CHILDREN, "5.28.22", "måned", 38000, 0.35, 44, 5, 0.3, FOSTER, 44),
    _child("46", "7", "Opholdssted", CHILDREN, "5.28.20", "døgn", 3200, 0.25, 13, 2, 0.3, "Opholdssted", 6),
    _child("46", "7", "Døgninstitution", CHILDREN, "5.28.23", "døgn", 4600, 0.25, 7, 1.5, 0.3, "Døgninstitution", 4),
    _adult("85", "Socialpædagogisk støtte", "5.38.51", "time", 430, 0.1, 60, 3, 0.4, "Privat", 8, 4),
    _adult("107", "Midlertidigt botilbud", "5.38.52", "døgn", 2300, 0.3, 18, 2, 0.4, "Botilbud", 8, fee=5000),
    _adult("108", "Længerevarende botilbud", "5.38.50", "døgn", 3100, 0.3, 22, 12, 0.05, "Botilbud", 8, fee=6500),
    _adult("103", "Beskyttet beskæftigelse", "5.38.58", "åbningsdag", 520, 0.2, 30, 5, 0.2, "Dagtilbud", 4),
    _adult("104", "Aktivitets- og samværstilbud", "5.38.59", "åbningsdag", 700, 0.3, 40, 6, 0.2, "Dagtilbud", 5),
    _adult("96", "BPA", "5.38.39", "måned", 95000, 0.4, 6, 6, 0.1, "BPA", 2),
    _adult("97", "Ledsageordning", "5.38.53", "måned", 2800, 0.2, 23, 3, 0.3, "Privat", 3),
    _adult("110", "Forsorgshjem", "5.38.42", "døgn", 1400, 0.2, 6, 0.25, 0.2, "Forsorgshjem", 3),
)  # fmt: skip
NUMBER = {kind.service: number for number, kind in enumerate(KINDS)}
MOVED = ("Socialpædagogisk støtte", "Midlertidigt botilbud")
"""The kinds whose account moves in the middle of a year, where one does."""
NEIGHBOURS = (
    "Beskyttet beskæftigelse",
    "Aktivitets- og samværstilbud",
    "Længerevarende botilbud",
    "Midlertidigt botilbud",
)
"""Every second provider of these is another municipality."""


@dataclass(frozen=True)
class Frame:
    """An account that no grant steers. `kr`: each posting in the first year; it comes in each of `months` with
    `chance`. `spread`: of its logarithm; `rise`: a year; `spring`: more in April and May; `budgeted`: the council
    plans for it."""

    account: str
    name: str
    area: str
    function: str
    kr: float
    months: tuple[int, ...] = EVERY_MONTH
    chance: float = 1.0
    spread: float = 0.02
    rise: float = 0.025
    spring: bool = False
    steering: str = "rammestyret"
    budgeted: bool = True


def _house(account: str, name: str, area: str, function: str, kr: float) -> tuple[Frame, Frame]:
    """The salaries of a house, and its running costs of a tenth more in some seven postings a year."""
    paid = Frame(f"{account}1", f"{name}, løn", area, function, kr / 12, spring=True)
    return paid, Frame(f"{account}2", f"{name}, drift", area, function, kr / 70, chance=0.6, spread=0.4)


HOUSES = (
    *_house("90", "Familiehuset", CHILDREN, "5.28.21", 9e6),
    *_house("91", "Bofællesskaber", ADULTS, "5.38.51", 14e6),
    *_house("92", "Forebyggelse", CHILDREN, "5.28.21", 5e6),
)
OTHERS = {
    "nothing": (),
    "sold_places": (
        Frame("930", "Egne tilbud, løn", ADULTS, "5.38.50", 2e7 / 12),
        Frame("931", "Egne tilbud, solgte pladser", ADULTS, "5.38.50", -2.6e6, (3, 6, 9, 12), spread=0.08),
    ),
    "odd_accounts": (
        Frame("940", "Objektiv finansiering", ADULTS, "5.38.50", 8e5, (2, 5, 8, 11), spread=0.2, rise=0,
              steering="objektiv finansiering"),
        Frame("941", "Konsulenter", CHILDREN, "5.28.21", 2e5, chance=0.5, spread=0.5, rise=0, budgeted=False),
        Frame("942", "Reserve", ADULTS, "5.38.50", 2e6, (1,), chance=0, rise=0, steering="pulje"),
    ),
}  # fmt: skip


def frames(town: Town) -> tuple[Frame, ...]:
    """The accounts of a town that no grant steers."""
    return HOUSES + OTHERS[town.habits.others]
