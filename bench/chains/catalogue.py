"""The kinds of help of the second generator, and where they are booked. Prices are of 2025, kr. per unit."""

from dataclasses import dataclass, field

CHILDREN, DISABLED, MIND = "Familie og unge", "Voksne med handicap", "Psykiatri og rusmidler"
COMMITTEES = {CHILDREN: "Børneudvalget", DISABLED: "Velfærdsudvalget", MIND: "Velfærdsudvalget"}


@dataclass(frozen=True)
class Kind:
    """One kind of help. `weight`: share of those who enter the system here. `months`: mean stay. `long`: share of stays
    of a second, four times longer sort. `quantity`: hours a week of a unit `time`. `habits`: who bills how -> share.
    `paths`: kind -> chance that it follows; the rest leave. `brings`: a second kind -> chance that it runs beside.
    `ages`: at entry; `until`: the birthday that ends it. `planned`: share with an end date from the start, for
    `decision` months at a time. `refunded`: share that the state pays back."""

    area: str
    function: str
    new: str
    unit: str
    price: float
    spread: float
    weight: float
    months: float
    shape: float
    ages: tuple[int, int]
    habits: dict[str, float]
    old: str = ""
    long: float = 0.0
    until: int = 67
    quantity: tuple[int, int] = (1, 1)
    planned: float = 0.4
    decision: float = 12.0
    paths: dict[str, float] = field(default_factory=dict)
    brings: dict[str, float] = field(default_factory=dict)
    refunded: float = 0.0
    framed: bool = False


P, S, K, Q = "payroll", "seller", "neighbour", "quarterly"
KINDS: dict[str, Kind] = {
    "kontakt": Kind(CHILDREN, "5.28.21", "BL § 32, stk. 1, nr. 3", "time", 440, 0.1, 15, 13, 1.4, (8, 16), {S: 1.0},
        "SEL § 52, stk. 3, nr. 6", 0.1, 18, (2, 6), 0.7, 9, {"pleje": 0.05, "ophold": 0.06}, {"raad": 0.2}),
    "familie": Kind(CHILDREN, "5.28.21", "BL § 32, stk. 1, nr. 5", "uge", 3300, 0.3, 14, 8, 1.8, (0, 15), {S: 0.8, K: 0.2},
        "SEL § 52, stk. 3, nr. 3", 0.05, 18, planned=0.85, decision=6, paths={"kontakt": 0.2, "pleje": 0.1}),
    "raad": Kind(CHILDREN, "5.28.21", "BL § 32, stk. 1, nr. 8", "måned", 5600, 0.4, 5, 6, 2.0, (5, 16), {S: 1.0},
        "SEL § 52, stk. 3, nr. 9", until=18, planned=0.9, decision=6),
    "dagbehandling": Kind(CHILDREN, "5.28.21", "BL § 32, stk. 1, nr. 1", "måned", 35000, 0.2, 2, 24, 1.6, (7, 15),
        {S: 0.7, K: 0.3}, "SEL § 52, stk. 3, nr. 1", until=18, planned=0.6, paths={"ophold": 0.12}),
    "aflastning": Kind(CHILDREN, "5.28.21", "BL § 90", "måned", 9400, 0.4, 7, 30, 1.3, (2, 15), {P: 0.7, K: 0.3}, "SEL § 44",
        0.1, 18, decision=24),
    "pleje": Kind(CHILDREN, "5.28.22", "BL § 46", "måned", 46500, 0.25, 3, 50, 1.2, (0, 14), {P: 1.0},
        "SEL § 52, stk. 3, nr. 7", 0.15, 18, planned=0.2, decision=36, paths={"ungestoette": 0.55, "ophold": 0.1},
        brings={"kontakt": 0.15, "raad": 0.25}),
    "ophold": Kind(CHILDREN, "5.28.20", "BL § 46", "døgn", 2950, 0.3, 1.5, 20, 1.4, (10, 16), {S: 0.8, Q: 0.2},
        "SEL § 52, stk. 3, nr. 7", until=18, planned=0.45, paths={"ungestoette": 0.45, "pleje": 0.1, "midlertidig": 0.1}),
    "hjem": Kind(CHILDREN, "5.28.23", "BL § 46", "døgn", 4700, 0.25, 0.7, 16, 1.4, (6, 16), {K: 0.6, Q: 0.4},
        "SEL § 52, stk. 3, nr. 7", 0.1, 18, paths={"ungestoette": 0.3, "midlertidig": 0.25, "ophold": 0.2}),
    "ungestoette": Kind(CHILDREN, "5.28.21", "BL § 114", "måned", 22500, 0.4, 1.5, 18, 1.8, (18, 20), {S: 0.8, K: 0.2},
        "SEL § 76", until=23, planned=0.7, paths={"bostoette": 0.2}),
    "merudgift": Kind(CHILDREN, "5.57.72", "BL § 86", "måned", 2300, 0.6, 9, 44, 1.2, (1, 15), {P: 1.0}, "SEL § 41", 0.1, 18,
        planned=0.3, decision=24, refunded=0.5, paths={"bostoette": 0.1}, brings={"tabt": 0.3, "aflastning": 0.15}),
    "tabt": Kind(CHILDREN, "5.57.72", "BL § 87", "måned", 11200, 0.6, 2, 24, 1.2, (0, 14), {P: 1.0}, "SEL § 42", until=18,
        planned=0.7, refunded=0.5),
    "bostoette": Kind(DISABLED, "5.38.51", "SEL § 85", "time", 470, 0.08, 12, 26, 1.2, (18, 60), {S: 0.75, K: 0.25},
        long=0.15, quantity=(2, 8), decision=18, paths={"midlertidig": 0.05}, brings={"ledsager": 0.12}),
    "egenstoette": Kind(DISABLED, "5.38.51", "SEL § 85", "uge", 0, 0.0, 9, 22, 1.2, (18, 62), {P: 1.0}, planned=0.3,
        framed=True),
    "boform": Kind(DISABLED, "5.38.51", "SEL § 85, stk. 2", "døgn", 1800, 0.3, 1.2, 70, 1.1, (20, 60), {S: 0.4, K: 0.6},
        long=0.3, planned=0.05, brings={"samvaer": 0.5}),
    "midlertidig": Kind(DISABLED, "5.38.52", "SEL § 107", "døgn", 2600, 0.28, 1.6, 26, 1.4, (18, 35), {S: 0.65, K: 0.25, Q: 0.1},
        planned=0.5, decision=18, paths={"varig": 0.15, "boform": 0.25, "bostoette": 0.3}, brings={"samvaer": 0.3}),
    "varig": Kind(DISABLED, "5.38.50", "SEL § 108", "døgn", 3500, 0.3, 0.7, 80, 1.1, (18, 60), {S: 0.4, K: 0.4, Q: 0.2},
        long=0.4, until=80, planned=0.03, brings={"samvaer": 0.7}),
    "samvaer": Kind(DISABLED, "5.38.59", "SEL § 104", "åbningsdag", 840, 0.25, 1.5, 60, 1.2, (18, 62), {S: 0.4, K: 0.6},
        long=0.2, planned=0.1),
    "vaerksted": Kind(DISABLED, "5.38.58", "SEL § 103", "åbningsdag", 570, 0.15, 1.8, 60, 1.2, (18, 60), {K: 0.7, S: 0.3},
        planned=0.1),
    "assistance": Kind(DISABLED, "5.38.39", "SEL § 96", "uge", 25500, 0.35, 0.4, 80, 1.3, (20, 60), {S: 1.0}, planned=0.05),
    "ledsager": Kind(DISABLED, "5.38.53", "SEL § 97", "måned", 3900, 0.05, 3, 60, 1.1, (18, 62), {S: 1.0}, planned=0.05),
    "stof": Kind(MIND, "5.38.45", "SEL § 101", "måned", 4500, 0.2, 9, 9, 1.2, (18, 58), {K: 0.7, S: 0.3}, planned=0.3,
        decision=6, brings={"bostoette": 0.05}),
    "bosted": Kind(MIND, "5.38.52", "SEL § 107", "døgn", 2400, 0.25, 1.4, 20, 1.3, (18, 55), {S: 0.7, K: 0.3}, planned=0.6,
        paths={"bostoette": 0.35, "boform": 0.12}),
    "krise": Kind(MIND, "5.38.42", "SEL § 109", "døgn", 1750, 0.15, 8, 2.6, 1.1, (18, 55), {S: 0.6, K: 0.4}, planned=0.05,
        refunded=0.5),
    "forsorg": Kind(MIND, "5.38.42", "SEL § 110", "døgn", 1450, 0.15, 7, 4.0, 0.9, (18, 60), {K: 0.8, Q: 0.2}, planned=0.05,
        refunded=0.5),
}  # fmt: skip
NAMES = tuple(KINDS)
NUMBER = {name: number for number, name in enumerate(NAMES)}
ARTS = {P: ("10", "løn"), S: ("40", "private"), K: ("47", "andre kommuner"), Q: ("48", "regioner")}
FRAMES: tuple[tuple[str, str, str, str, float, str], ...] = (
    ("Myndighed, løn", CHILDREN, "6.45.58", "10", 0.24, "pay"),
    ("Familiecenter, løn", CHILDREN, "5.28.21", "10", 0.16, "pay"),
    ("Familiecenter, drift", CHILDREN, "5.28.21", "29", 0.03, "goods"),
    ("Sikrede pladser, objektiv finansiering", CHILDREN, "5.28.24", "48", 0.04, "quarter"),
    ("Egen bostøtte, løn", DISABLED, "5.38.51", "10", 0.22, "pay"),
    ("Bosted Engen, løn", DISABLED, "5.38.50", "10", 0.34, "pay"),
    ("Bosted Engen, drift", DISABLED, "5.38.50", "29", 0.06, "goods"),
    ("Bosted Engen, salg af pladser", DISABLED, "5.38.50", "77", -0.22, "sale"),
    ("Kørsel til dagtilbud", DISABLED, "5.38.59", "40", 0.07, "goods"),
    ("Væresteder", MIND, "5.38.53", "10", 0.06, "pay"),
)
"""Name, area, function, art, share of the frames' sum, and how the year runs."""
REFUNDS = {
    CHILDREN: ("5.22.07", "Dyre enkeltsager, børn"),
    DISABLED: ("5.22.07", "Dyre enkeltsager, voksne"),
    "shared": ("5.57.72", "Refusion af merudgifter og boformer"),
}
LIMITS = (860_000.0, 1_680_000.0, 2_120_000.0)
"""Yearly limits of the refund of expensive cases, a quarter above each, at the level of 2025."""
