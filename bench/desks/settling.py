"""What is settled for a help in a month: bills, credits, differences, notices, refunds and what others pay.

All of it is a sum of the month's parts, so that the same rules make the lines of the books and, of expected parts, the
oracle's expectation.
"""

from dataclasses import dataclass

import numpy as np

from bench.desks import waits
from bench.desks.catalogue import COUNT, HALF_REFUNDED, NUMBER, PLACED, PROVIDERS
from bench.desks.rates import START, Rates
from bench.desks.town import Town

PARTS = ("delivered", "planned", "beyond", "shared", "owed")
"""`shared`: the share of what is delivered that is claimed as refund. `owed`: what is delivered to others' citizens."""
SALARY = [NUMBER[name] for name in ("Plejefamilie", "Aflastning", "Tabt arbejdsfortjeneste")]
CENTRES = [NUMBER[name] for name in ("Aktivitets- og samværstilbud", "Beskyttet beskæftigelse")]
SCHOOLS = [NUMBER[name] for name in ("Særligt dagtilbud", "Socialpædagogisk støtte")]
NEIGHBOUR = [NUMBER[name] for name in ("Længerevarende botilbud", "Beskyttet beskæftigelse")]
"""One of their providers is another municipality, which bills by the quarter."""
ON_ACCOUNT = [NUMBER[name] for name in ("BPA", "Ledsageordning")]
CLAIMS = {"quarterly": waits.CLAIM_QUARTER, "monthly": waits.CLAIM_MONTH, "year": waits.CLAIM_YEAR}
COST, REFUND, HALF_REFUND, INCOME = range(4)


@dataclass(frozen=True)
class Rule:
    """One kind of line: `factor[service, provider, month of the year] * part`, waiting by `kernel[service, provider]`,
    on an account of a `kind`. `factor` may change by year: then it is `[service, provider, month - START]`."""

    name: str
    part: str
    factor: np.ndarray
    kernel: np.ndarray
    closing: int
    kind: int


def _kernel(town: Town) -> np.ndarray:
    """The wait of each service's and provider's bills."""
    rng = np.random.default_rng([town.seed, 5])
    table = np.where(rng.random((COUNT, PROVIDERS)) < (0.6 if town.habits.slow else 0.15), waits.SLOW, waits.QUICK)
    table[:, -1] = waits.QUARTER if town.habits.quarters else waits.QUICK
    table[NEIGHBOUR, -1] = waits.QUARTER
    table[SALARY] = waits.AT_ONCE
    if town.habits.internal:
        table[CENTRES, :2] = waits.DECEMBER
    if town.habits.halves:
        table[SCHOOLS, :2] = waits.HALF
    return table


def _all(chosen: np.ndarray) -> np.ndarray:
    return np.broadcast_to(chosen.astype(float)[:, None], (COUNT, PROVIDERS))


def rules(town: Town, rates: Rates) -> tuple[Rule, ...]:
    """All kinds of lines of a town."""
    habits, kernel = town.habits, _kernel(town)
    months = np.arange(START, START + rates.price.shape[2])
    flat, one = np.ones(months.size), np.zeros((COUNT, PROVIDERS), int)
    which = np.arange(COUNT)
    advance = _all(PLACED & habits.advance)
    conto = _all(np.isin(which, ON_ACCOUNT) & habits.conto)
    lettered = _all(PLACED & habits.letters & (not habits.advance))[:, :, None] * (months % 12 < 3)
    late = lettered * (1 - rates.old / rates.price)
    ahead = (advance + conto)[:, :, None] * flat
    claims = one + CLAIMS[habits.refunds]
    half = _all(HALF_REFUNDED)[:, :, None] * flat * -0.5
    first = np.where(advance > 0, waits.AT_ONCE, kernel)
    credit = np.where(conto > 0, waits.SETTLED, waits.NEXT)
    return (
        Rule("Regning", "delivered", 1 - ahead - late, kernel, waits.BILL, COST),
        Rule("Aconto", "planned", ahead, first, waits.BILL, COST),
        Rule("Regulering", "delivered", ahead, credit, waits.BILL, COST),
        Rule("Regulering", "planned", -ahead, credit, waits.BILL, COST),
        Rule("Takstregulering", "delivered", late, one + waits.APRIL, waits.BILL, COST),
        Rule("Opsigelse", "beyond", _all(PLACED & habits.notice)[:, :, None] * flat, first, waits.BILL, COST),
        Rule("Refusion", "shared", -_all(~HALF_REFUNDED)[:, :, None] * flat, claims, waits.CLAIM, REFUND),
        Rule("Refusion 50 pct.", "delivered", half, one + waits.CLAIM_MONTH, waits.CLAIM, HALF_REFUND),
        Rule("Mellemkommunal", "owed", -_all(PLACED)[:, :, None] * flat, one + waits.INCOME, waits.DUE, INCOME),
    )


LINE = np.dtype([
    ("stay", "i4"), ("service", "i2"), ("provider", "i2"), ("told", "i4"), ("month", "i4"), ("kr", "f8"),
    ("rule", "i2"), ("kernel", "i2"), ("closing", "i2"), ("kind", "i2"),
])  # fmt: skip
"""`told`: the month in which it came to be; `month`: the month that it is for."""


def lines(found: tuple[Rule, ...], months: np.ndarray) -> np.ndarray:
    """The lines of stays' months, before anybody knows when they are booked."""
    parts = {name: months[name] for name in ("delivered", "planned", "beyond")}
    parts |= {"shared": months["share"] * parts["delivered"], "owed": months["others"] * parts["delivered"]}
    told = [_of(number, rule, months, parts[rule.part]) for number, rule in enumerate(found)]
    return np.concatenate(told)


def _of(number: int, rule: Rule, months: np.ndarray, part: np.ndarray) -> np.ndarray:
    service, provider, month = months["service"], months["provider"], months["month"]
    kr = rule.factor[service, provider, month - START] * part
    told = np.zeros(months.size, LINE)
    values = {"stay": months["stay"], "service": service, "provider": provider, "kr": kr, "rule": number,
        "told": month, "month": month + (rule.part == "beyond"), "kernel": rule.kernel[service, provider],
        "closing": rule.closing, "kind": rule.kind}  # fmt: skip
    for name, value in values.items():
        told[name] = value
    return told[np.abs(kr) > 0.5]
