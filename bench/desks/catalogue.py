"""What the town grants: services, their prices, how long they last, and what follows them."""

from dataclasses import dataclass

import numpy as np

DAY, MONTH, HOURS, OPEN = range(4)
UNITS = ("døgn", "måned", "time", "åbningsdag")
OLDEST = 400


@dataclass(frozen=True)
class Service:
    """A kind of help. `price` kr. a unit, `hours` a week; `stock` running in a town of 500; `leaving` the chance a
    month of a decided end, `review` months between reviews and `at_review` the chance there; `ahead` the chance that
    an end is decided none, one, two or three months before; `change` the chance a month that its extent is changed."""

    name: str
    before: str
    paragraph: str
    function: str
    unit: int
    price: float
    stock: float
    leaving: float
    review: int
    at_review: float
    provider: str
    change: float = 0.01
    hours: float = 1.0
    ahead: tuple[float, ...] = (0.5, 0.3, 0.15, 0.05)

    @property
    def child(self) -> bool:
        """Whether it ends at eighteen."""
        return self.paragraph.startswith("BL") and self.name != "Ungestøtte"

    @property
    def desk(self) -> str:
        """The desk that grants it: each has a system and habits of its own."""
        return "children" if self.paragraph.startswith("BL") else "adults"


SERVICES = (
    Service("Opholdssted", "SEL § 52, stk. 3, nr. 7", "BL § 46", "5.28.20", DAY, 3600, 16, 0.020, 6, 0.14, "Opholdssted"),
    Service("Plejefamilie", "SEL § 52, stk. 3, nr. 7", "BL § 46", "5.28.22", MONTH, 34000, 44, 0.007, 12, 0.05, "Plejefamilie", 0.02),
    Service("Børnehjem", "SEL § 52, stk. 3, nr. 7", "BL § 46", "5.28.23", DAY, 5200, 7, 0.035, 3, 0.10, "Døgninstitution"),
    Service("Aflastning", "SEL § 52, stk. 3, nr. 5", "BL § 32, stk. 1, nr. 7", "5.28.21", MONTH, 6800, 34, 0.015, 12, 0.15, "Aflastningsfamilie", 0.02),
    Service("Kontaktperson", "SEL § 52, stk. 3, nr. 6", "BL § 32, stk. 1, nr. 3", "5.28.21", HOURS, 420, 42, 0.035, 6, 0.30, "Privat firma", 0.04, 4),
    Service("Familiebehandling", "SEL § 52, stk. 3, nr. 3", "BL § 32, stk. 1, nr. 5", "5.28.21", HOURS, 560, 28, 0.05, 3, 0.18, "Privat firma", 0.04, 5),
    Service("Særligt dagtilbud", "SEL § 32", "BL § 82", "5.28.25", MONTH, 41000, 8, 0.003, 12, 0.05, "Dagtilbud", 0.0),
    Service("Tabt arbejdsfortjeneste", "SEL § 42", "BL § 87", "5.57.72", MONTH, 14500, 45, 0.010, 12, 0.22, "", 0.025),
    Service("Ungestøtte", "SEL § 76", "BL § 114", "5.28.21", MONTH, 15500, 12, 0.04, 6, 0.15, "Opholdssted", 0.03),
    Service("Længerevarende botilbud", "SEL § 108", "SEL § 108", "5.38.50", DAY, 2700, 34, 0.008, 12, 0.01, "Botilbud", 0.012),
    Service("Midlertidigt botilbud", "SEL § 107", "SEL § 107", "5.38.52", DAY, 2100, 28, 0.024, 6, 0.10, "Botilbud", 0.02),
    Service("Socialpædagogisk støtte", "SEL § 85", "SEL § 85", "5.38.51", HOURS, 455, 80, 0.02, 12, 0.15, "Støttefirma", 0.035, 4),
    Service("Aktivitets- og samværstilbud", "SEL § 104", "SEL § 104", "5.38.59", OPEN, 640, 46, 0.010, 12, 0.03, "Dagcenter", 0.01),
    Service("Beskyttet beskæftigelse", "SEL § 103", "SEL § 103", "5.38.58", OPEN, 330, 22, 0.012, 12, 0.04, "Værksted", 0.01),
    Service("BPA", "SEL § 96", "SEL § 96", "5.38.39", HOURS, 268, 8, 0.009, 12, 0.01, "BPA-firma", 0.02, 68),
    Service("Ledsageordning", "SEL § 97", "SEL § 97", "5.38.53", HOURS, 305, 24, 0.015, 12, 0.06, "Støttefirma", 0.005, 3.5),
    Service("Forsorgshjem", "SEL § 110", "SEL § 110", "5.38.42", DAY, 1650, 5, 0.30, 3, 0.20, "Forsorgshjem", 0.0),
    Service("Stofmisbrugsbehandling", "SEL § 101", "SEL § 101", "5.38.45", MONTH, 8800, 14, 0.11, 3, 0.25, "Behandlingssted", 0.03),
)  # fmt: skip
NUMBER = {service.name: number for number, service in enumerate(SERVICES)}
COUNT = len(SERVICES)
PROVIDERS = 4
"""Of each service."""
LEVELS, LEVEL_SHARES = np.array([0.7, 1.0, 1.3, 2.0]), np.array([0.28, 0.44, 0.20, 0.08])
CHANGES, CHANGE_SHARES = np.array([0.7, 0.85, 1.2, 1.5]), np.array([0.30, 0.25, 0.30, 0.15])
CHILD = np.array([service.child for service in SERVICES])
UNIT = np.array([service.unit for service in SERVICES])
CHANGE = np.array([service.change for service in SERVICES])
GROWS = 1 + CHANGE * (CHANGES @ CHANGE_SHARES - 1)
"""By what the extent is multiplied in a month, on average."""
AHEAD = np.array([service.ahead for service in SERVICES])
PLACED = np.isin(np.arange(COUNT), [NUMBER[name] for name in ("Opholdssted", "Børnehjem", "Længerevarende botilbud",
    "Midlertidigt botilbud")])  # fmt: skip
HALF_REFUNDED = np.isin(np.arange(COUNT), [NUMBER[name] for name in ("Tabt arbejdsfortjeneste", "Forsorgshjem")])
AT_HOME = tuple(NUMBER[name] for name in ("Kontaktperson", "Familiebehandling", "Aflastning", "Særligt dagtilbud",
    "Tabt arbejdsfortjeneste", "Ungestøtte", "Stofmisbrugsbehandling"))  # fmt: skip
"""Helps that are granted for a time, to be reviewed; a home is granted until further notice."""
AWAY = tuple(NUMBER[name] for name in ("Opholdssted", "Plejefamilie", "Børnehjem"))
"""Placements of children. One of `COURT` is made by the municipality's board or a court, without consent."""
COURT, BY_COURT = 8, ("SEL § 58", "BL § 47")
FIRST_REST, LAST_REST = 6, 150
"""Months that a child is from eighteen when help begins, each as likely."""


def hazards() -> np.ndarray:
    """The chance that an end is decided, by service, months since the start, and month of the year. Newcomers leave
    more often, the long-settled less; reviews, and the end of a school year, are when ends are decided."""
    age = np.arange(OLDEST)
    wear = np.where(age < 6, 1.5, np.where(age < 36, 1.0, 0.75))
    table = np.zeros((COUNT, OLDEST, 12))
    for number, service in enumerate(SERVICES):
        review = np.where((age > 0) & (age % service.review == 0), service.at_review, 0.0)
        table[number] = np.clip(service.leaving * wear + review, 0, 0.9)[:, None]
        table[number, :, 11] *= 0.7
    table[NUMBER["Særligt dagtilbud"], :, 5] += 0.3
    return table


def nexts() -> np.ndarray:
    """The chance of each service after one that ended: `[0]` otherwise than by age, `[1]` at eighteen."""
    table = np.zeros((2, COUNT, COUNT))
    steps = {
        ("Midlertidigt botilbud", "Socialpædagogisk støtte"): 0.45,
        ("Midlertidigt botilbud", "Længerevarende botilbud"): 0.08,
        ("Socialpædagogisk støtte", "Midlertidigt botilbud"): 0.04,
        ("Forsorgshjem", "Midlertidigt botilbud"): 0.04,
        ("Forsorgshjem", "Socialpædagogisk støtte"): 0.08,
        ("Ungestøtte", "Socialpædagogisk støtte"): 0.15,
    }
    for (one, other), chance in steps.items():
        table[0, NUMBER[one], NUMBER[other]] = chance
    for one in ("Opholdssted", "Plejefamilie", "Børnehjem"):
        table[1, NUMBER[one], NUMBER["Ungestøtte"]] = 0.45
        table[1, NUMBER[one], NUMBER["Midlertidigt botilbud"]] = 0.2
    table[1, NUMBER["Tabt arbejdsfortjeneste"], NUMBER["Socialpædagogisk støtte"]] = 0.15
    return table
