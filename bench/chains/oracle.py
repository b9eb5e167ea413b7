"""The oracle: it knows all that has happened until the close (also what nobody has registered yet) and the true rates:
laws of stays, paths, entry with its turn, prices and their steps, how bills wait. It does not know the future, so it
plays the rest of the year many times and takes the mean. Nobody can be expected to miss by less than it does.
"""

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl

from bench.chains import books
from bench.chains.accounts import accounts
from bench.chains.casework import PRICED_FROM, terms
from bench.chains.catalogue import FRAMES, KINDS, NAMES
from bench.chains.histories import COUNT, PATHS, UNTIL, YEAR, Spells, day, entries, fresh, onwards
from bench.chains.stays import Floats, Ints
from bench.chains.world import FRAME_PATTERN, FRAMED, World
from cockpit.contracts.settings import Settings

DRAWS = 100
APART = 1_000_000
"""Citizens' numbers in one draw lie so far from those in the next."""
UNCREDITED_MONTHS = 67.5 / 30.4
"""A bill that came twice is credited after some two months: so many months' doubles stand at the year's end."""
FUNCTIONS = tuple(sorted({kind.function for kind in KINDS.values()} | {frame[2] for frame in FRAMES} | {"5.22.07"}))
OF_KIND = np.array([FUNCTIONS.index(KINDS[name].function) for name in NAMES])
REFUNDED = np.array([KINDS[name].refunded for name in NAMES])
STEERED = np.array([not KINDS[name].framed for name in NAMES])


def _limit(born: Floats, kind: Ints) -> Floats:
    return np.floor(born + UNTIL[kind] * YEAR) - 1


def _running_on(world: World, alive: Spells, close: int, rng: np.random.Generator) -> tuple[Ints, Spells]:
    """New ends of the running stays and all that follows them. What runs beside another stay ends with it."""
    served = (close - alive.start + 1).astype(float)
    lasts = alive.start + world.stays.draw(alive.kind, rng, served)
    end = np.maximum(np.minimum(lasts, _limit(alive.born, alive.kind)), close + 1).astype(np.int64)
    main = ~alive.beside
    people, at = np.unique(alive.person, return_inverse=True)
    until = np.full(len(people), -1)
    np.maximum.at(until, at[main], end[main])
    until = np.where(until < 0, 2**40, until)
    end = np.where(alive.beside, np.minimum(end, until[at]), end)
    after = (PATHS[alive.kind] <= rng.random((len(alive), 1))).sum(axis=1)
    goes = main & (after < COUNT)
    next_ = onwards(world.stays, after[goes], alive.person[goes], alive.born[goes], end[goes] + 1, None, rng)
    return end, next_


def _costs(world: World, spells: Spells, stay: dict[str, np.ndarray], month: int, after: int) -> Floats:
    """What each stay is expected to deliver in a month after a day, kr."""
    first, last = books.month_start(np.array([month]))[0], books.month_start(np.array([month + 1]))[0] - 1
    start, end = np.maximum(spells.start, max(first, after + 1)), np.minimum(spells.end, last)
    there = (start <= end) & STEERED[spells.kind]
    found = np.zeros(len(spells))
    at = np.flatnonzero(there)
    kind = spells.kind[at]
    level = world.levels[stay["provider"][at], month // 12 + 1970 - PRICED_FROM]
    whole = books.units(kind, stay["quantity"][at], start[at], end[at], np.full(len(at), month))
    shares = books.summer(kind, np.full(len(at), month)) * books.used(world.town, kind)
    found[at] = stay["price"][at] * level * whole * shares
    return found


def in_time(
    world: World, habit: str, month: int, seen: int, seen_part: float, *, told: bool, held: float = 0.0
) -> float:
    """Chance that a month's bill, not entered when `seen_part` of month `seen` had gone, reaches the year's books.
    `told`: that it has not come yet is news; else the month lies ahead. `held`: chance that it waits for its grant to
    be registered."""
    chances = books.wait_chances(world.town, habit, month % 12)
    closing = (month // 12 + 1) * 12
    left = whole = 0.0
    for wait, chance in enumerate(chances):
        at = month + wait
        open_part = 1.0 if not told or at > seen else (1 - seen_part if at == seen else 0.0)
        whole += chance * open_part
        left += chance * open_part * (1.0 if at < closing else (books.CLOSES / 28 if at == closing else 0.0))
    lost = world.town.forgotten if habit == "neighbour" else 0.0
    coming = (1 - lost) * (held + (1 - held) * left)
    waiting = lost + (1 - lost) * (held + (1 - held) * whole)
    return coming / waiting if waiting > 0 else 1.0


def _seen(as_of: dt.date) -> tuple[int, int, int, float]:
    """The day of drawing, the as-of month, the month being drawn in, and the part of it that has gone."""
    drawn = Settings().close_of(as_of)
    now = (as_of.year - 1970) * 12 + as_of.month - 1
    return day(drawn), now, now + 1, min(drawn.day / 28, 1.0)


def _known_bills(world: World, as_of: dt.date) -> Floats:
    """Booked this year, and bills for what has been delivered: by function."""
    drawn, now, seen, part = _seen(as_of)
    january = (as_of.year - 1970) * 12
    numbers = accounts().select("account", "function")
    ledger = world.ledger.join(numbers, on="account", how="left", maintain_order="left")
    is_booked = (pl.col("entered") <= drawn) & ((pl.col("year") < as_of.year) | (pl.col("number") <= as_of.month))
    booked = ledger.filter((pl.col("year") == as_of.year) & is_booked)
    open_ = ledger.filter(~is_booked & (pl.col("month") <= now) & pl.col("grant").is_not_null() & (pl.col("part") == 0))
    credits_ = ledger.filter(~is_booked & (pl.col("part") == 2))
    first = ledger.filter((pl.col("part") == 1) & is_booked).select("grant", "month")
    credits_ = credits_.join(first, on=["grant", "month"], how="semi")
    habits = books.habit_names(open_["kind"].to_numpy(), open_["habit"].to_numpy()) if len(open_) else []
    unknown = open_.join(world.grants.select("grant", "known"), on="grant", how="left", maintain_order="left")["known"]
    chance = [
        1.0 if month < january else in_time(world, str(habit), month, seen, part, told=True, held=books.HELD * late)
        for habit, month, late in zip(habits, open_["month"], unknown + 4 > drawn, strict=True)
    ]
    expected = open_.with_columns(kr=pl.col("kr") * pl.Series(chance, dtype=pl.Float64))
    total = pl.concat([rows.select("function", "kr") for rows in (booked, expected, credits_)])
    return _by_function(total)


def _by_function(rows: pl.DataFrame) -> Floats:
    sums = dict(rows.group_by("function").agg(pl.col("kr").sum()).iter_rows())
    return np.array([sums.get(name, 0.0) for name in FUNCTIONS])


def _frames_to_come(world: World, as_of: dt.date) -> Floats:
    """What frame accounts have not booked yet: by their true year and course."""
    drawn, *_ = _seen(as_of)
    found = np.zeros(len(FUNCTIONS))
    for name, _, function, *_ in FRAMES:
        mine = world.ledger.filter((pl.col("key") == f"frame/{name}") & (pl.col("month") // 12 + 1970 == as_of.year))
        is_booked = (pl.col("entered") <= drawn) & (pl.col("number") <= as_of.month)
        months = mine.filter(~is_booked)["month"].to_numpy() % 12
        course = books.PATTERNS[FRAME_PATTERN[name]]
        found[FUNCTIONS.index(function)] += world.frames[name, as_of.year] * course[months].sum()
    return found


def _refunds_to_come(world: World, as_of: dt.date) -> Floats:
    """Refund of delivered months that is not booked yet, last year's final statement included (negative)."""
    drawn, now, *_ = _seen(as_of)
    january = (as_of.year - 1970) * 12
    numbers = accounts().select("key", "function")
    mine = world.ledger.filter(pl.col("key").str.starts_with("refund/") & (pl.col("year") == as_of.year))
    final = mine.filter((pl.col("entered") > drawn) & (pl.col("month") < january))
    claimed = mine.filter((pl.col("entered") <= drawn) & (pl.col("number") <= as_of.month)).select("key", "month")
    owed = world.owed.filter(pl.col("month").is_between(january, now)).join(claimed, on=["key", "month"], how="anti")
    both = pl.concat([final.select("key", "kr"), owed.select("key", kr=-books.CLAIMED * pl.col("kr"))])
    return _by_function(both.join(numbers, on="key"))


def _alive(world: World, close: int, draws: int) -> tuple[Spells, dict[str, np.ndarray]]:
    """The stays that run past the close, once a draw (a citizen is another in each), and their terms."""
    running = np.flatnonzero((world.spells.start <= close) & (world.spells.end > close))
    now = world.grants.filter((pl.col("start") <= close) & (pl.col("end") > close))
    prices = dict(now.select("spell", "price").iter_rows())
    stay = {name: np.tile(values[running], draws) for name, values in world.terms.items()}
    stay["price"] = np.array([prices.get(spell, 0.0) for spell in np.tile(running, draws)])
    one = world.spells.where(running)
    fields = {name: np.tile(getattr(one, name), draws) for name in Spells.__dataclass_fields__}
    fields["person"] = fields["person"] + np.repeat(np.arange(draws), len(one)) * APART
    return Spells(**fields), stay


def _future(world: World, as_of: dt.date, draws: int) -> tuple[Floats, Floats]:
    """What the months to come bring, `draws` x functions: bills that reach the year's books, and the refund (minus)."""
    rng = world.town.stream(f"oracle {as_of}")
    close, last = day(as_of), day(world.town.last)
    alive, stay = _alive(world, close, draws)
    end, later = _running_on(world, alive, close, rng)
    starts = [entries(world.town, world.stays, close + 1, last, rng) for _ in range(draws)]
    new = fresh(world.town, world.stays, np.concatenate(starts), APART // 2, rng)
    draw_of = np.repeat(np.arange(draws), [len(found) for found in starts])
    first = new.person - APART // 2
    new = replace(new, person=new.person + draw_of[first] * APART)
    later = Spells.joined([later, new])
    later = later.where(later.start <= last)
    fresh_terms = terms(world.town, later, rng)
    told = {name: np.concatenate([values, fresh_terms[name]]) for name, values in stay.items()}
    return _played(world, as_of, Spells.joined([replace(alive, end=end), later]), told, draws)


def _shares(world: World, as_of: dt.date, month: int) -> Floats:
    """Chance that a coming month's bill is in time, by kind and habit."""
    _, _, seen, part = _seen(as_of)
    found = np.zeros((COUNT, 3))
    for number, name in enumerate(NAMES):
        for habit, label in enumerate(KINDS[name].habits):
            found[number, habit] = in_time(world, label, month, seen, part, told=False)
    return found


def _played(
    world: World, as_of: dt.date, spells: Spells, stay: dict[str, np.ndarray], draws: int
) -> tuple[Floats, Floats]:
    now, december = _seen(as_of)[1], (as_of.year - 1970) * 12 + 11
    mark = spells.person // APART
    people, at = np.unique(spells.person, return_inverse=True)
    cell = mark * len(FUNCTIONS)
    bills, owed = np.zeros(draws * len(FUNCTIONS)), np.zeros(draws * len(FUNCTIONS))
    size = len(bills)
    for month in range(now + 1, december + 1):
        cost = _costs(world, spells, stay, month, day(as_of))
        timely = cost * _shares(world, as_of, month)[spells.kind, stay["habit"]]
        bills += np.bincount(cell + OF_KIND[spells.kind], timely, size)
        owed += np.bincount(cell + FUNCTIONS.index("5.57.72"), cost * REFUNDED[spells.kind], size)
        dear = np.bincount(at, np.where(REFUNDED[spells.kind] == 0, cost, 0.0))
        central = people // APART * len(FUNCTIONS) + FUNCTIONS.index("5.22.07")
        owed += np.bincount(central, books.over_limits(world.town, dear, as_of.year), size)
    shape = (draws, len(FUNCTIONS))
    return bills.reshape(shape), -books.CLAIMED * owed.reshape(shape)


def expected(world: World, as_of: dt.date, draws: int = DRAWS) -> pl.DataFrame:
    """`level` (total, function), `key`, `forecast_kr`, `sd_kr`: the year's expected accounts given all that had
    happened at the close, and how far the coming citizens alone may swing them."""
    fixed = _known_bills(world, as_of) + _frames_to_come(world, as_of) + _refunds_to_come(world, as_of)
    bills, owed = _future(world, as_of, draws)
    monthly = bills.mean(axis=0) / max(1, 12 - as_of.month)
    fixed = fixed + books.TWICE * monthly * UNCREDITED_MONTHS
    played = bills + owed
    by_function = pl.DataFrame(
        {"level": ["function"] * len(FUNCTIONS), "key": FUNCTIONS, "forecast_kr": fixed + played.mean(axis=0),
         "sd_kr": played.std(axis=0, ddof=1)}
    )  # fmt: skip
    whole = played.sum(axis=1)
    total = pl.DataFrame(
        {"level": ["total"], "key": ["total"], "forecast_kr": [float(fixed.sum() + whole.mean())],
         "sd_kr": [float(whole.std(ddof=1))]}
    )  # fmt: skip
    return pl.concat([total, by_function])


__all__ = ["DRAWS", "FRAMED", "expected"]
