"""Data -> Datakvalitet: each rule with its count, kroner and trend, and the list to send back to the caseworkers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.views.context import Context
from cockpit.views.figures import Lines
from cockpit.views.table import Column, Table
from cockpit.views.wording import plural


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words: its name, what its kroner are, and what to do about a line."""

    title: str
    amount: str
    to_do: str


RULES: dict[str, Rule] = {
    "grant_without_ledger": Rule(
        "Indsats uden bogføring",
        "Det, der mangler at blive bogført i de seneste 12 måneder, ud over leverandørens sædvanlige forsinkelse.",
        "Kører indsatsen? Luk den, hvis den er stoppet; ellers rykkes leverandøren for regningen.",
    ),
    "ledger_without_grant": Rule(
        "Bogføring uden indsats",
        "Bogført i de seneste 12 måneder på borgere uden en indsats, der svarer til regningen.",
        "Opret indsatsen i fagsystemet, eller ret borger og leverandør på posteringen.",
    ),
    "ended_still_billed": Rule(
        "Udløbet, men betales stadig",
        "Bogført i de seneste 12 måneder uden for indsatsens periode.",
        "Forlæng indsatsen, eller stop betalingen.",
    ),
    "no_end_date": Rule(
        "Uden slutdato, hvor andre har en",
        "Årets udgift på indsatserne. Kun ydelser, hvor mindst to af tre kørende indsatser har en slutdato.",
        "Skriv slutdato eller forventet slutdato, hvor den kendes.",
    ),
    "price_missing": Rule("Uden takst", "Bogført i år på indsatserne.", "Skriv takst og takstenhed på indsatsen."),
    "paragraph_unknown": Rule("Ukendt paragraf", "Årets udgift på indsatserne.", "Skriv lovgrundlaget på indsatsen."),
    "late_registration": Rule(
        "Sent oprettet",
        "Udgiften i dagene fra start til oprettelse, for indsatser fra det seneste år oprettet over 30 dage for sent.",
        "Ingen rettelse; aftal, at indsatser oprettes, når de besluttes.",
    ),
    "duplicate": Rule(
        "Oprettet to gange",
        "Årets udgift på den sidst oprettede.",
        "Luk den ene, hvis borgeren kun får ydelsen én gang.",
    ),
    "taken_over": Rule(
        "Afløst, men ikke lukket",
        "Årets udgift på den gamle indsats, som den er registreret.",
        "Luk den gamle dagen før den nye. Fremskrivningen regner den allerede for slut dér.",
    ),
    "start_date_spike": Rule(
        "Samme startdato på mange",
        "Årets udgift på indsatserne.",
        "Startdatoen er formentlig dagen for et systemskift. Skriv den rigtige, hvis den kendes.",
    ),
}
TREND: dict[str, pl.DataType] = {
    "month": pl.Date(),
    "key": pl.String(),
    "label": pl.String(),
    "value": pl.Int64(),
    "amount_kr": MONEY,
}


@dataclass(frozen=True, eq=False, slots=True)
class HealthView:
    """The summary, the course of every rule, and the list of each. `frame` of the summary also holds `rule`."""

    context: Context
    headline: str
    summary: Table
    trends: Mapping[str, Lines]
    lists: Mapping[str, Table]
    teams: tuple[str, ...]
    team: str | None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The summary and every list that has lines, for the workbook."""
        return (self.summary, *(table for table in self.lists.values() if table.frame.height))


def build(
    context: Context, lines: Mapping[dt.date, pl.DataFrame], *, teams: Sequence[str], team: str | None
) -> HealthView:
    """`lines`: close -> `finance.health` at it, in the reader's bounds; the newest is the one that is looked at."""
    now = lines[max(lines)]
    trend = _trend(lines)
    return HealthView(
        context=context,
        headline=_headline(now, team),
        summary=_summary(trend, sorted(lines)),
        trends={rule: _course(rule, trend) for rule in RULES},
        lists={rule: _list(rule, now) for rule in RULES},
        teams=tuple(teams),
        team=team,
    )


def team_title(team: str | None) -> str:
    """A team as it is chosen by."""
    if team is None:
        return "Alle teams"
    return NOT_ALLOCATED_LABEL if team == NOT_ALLOCATED else team


def _headline(now: pl.DataFrame, team: str | None) -> str:
    where = "" if team is None else f" i {team_title(team)}"
    return f"{plural(now.height, 'forhold', 'forhold')} i data{where} bør rettes eller forklares"


def _trend(lines: Mapping[dt.date, pl.DataFrame]) -> pl.DataFrame:
    rows = []
    for day, frame in sorted(lines.items()):
        for rule, words in RULES.items():
            mine = frame.filter(pl.col("rule") == rule)
            rows.append((day, rule, words.title, mine.height, mine["amount_kr"].sum()))
    return pl.DataFrame(rows, schema=TREND, orient="row")


def _summary(trend: pl.DataFrame, days: Sequence[dt.date]) -> Table:
    now = trend.filter(pl.col("month") == days[-1])
    frame = now.select(rule="key", title="label", count="value", amount_kr="amount_kr")
    columns = [
        Column("title", "Regel", "text"),
        Column("count", "Antal", "integer"),
        Column("amount_kr", "Beløb", "kr", "Hvad beløbet er for hver regel, står ved dens liste."),
    ]
    if len(days) > 1:
        before = trend.filter(pl.col("month") == days[-2]).select(rule="key", before="value")
        frame = frame.join(before, on="rule", maintain_order="left").with_columns(
            change=pl.col("count") - pl.col("before")
        )
        columns += [
            Column("before", f"Pr. {danish.date(days[-2])}", "integer"),
            Column("change", "Ændring", "integer", "Plus er flere end ved lukningen før."),
        ]
    return Table("Datakvalitet", tuple(columns), frame)


def _course(rule: str, trend: pl.DataFrame) -> Lines:
    own = trend.filter(pl.col("key") == rule)
    first, last = own["value"][0], own["value"][-1]
    since = danish.date(own["month"][0])
    word = "uændret" if first == last else "flere" if last > first else "færre"
    said = f"{RULES[rule].title}: {danish.number(last)}"
    message = said if own.height == 1 else f"{said}, {word} end de {danish.number(first)} pr. {since}"
    message = message.replace("uændret end de", "uændret fra de")
    return Lines(message, "Antal", own.select(pl.col("month").dt.month_start(), "key", "label", "value"))


def _list(rule: str, lines: pl.DataFrame) -> Table:
    loose = {NOT_ALLOCATED: NOT_ALLOCATED_LABEL}
    mine = lines.filter(pl.col("rule") == rule).with_columns(
        pl.col("area", "team", "paragraph", "provider").replace(loose),
        case_id=pl.when(pl.col("case_id") != NOT_ALLOCATED).then("case_id"),
        grant_id=pl.when(pl.col("grant_id") != NOT_ALLOCATED).then("grant_id"),
        to_do=pl.lit(RULES[rule].to_do),
    )
    columns = [
        Column("case_id", "Sagsnummer", "text"),
        Column("paragraph", "Paragraf", "text"),
        Column("service", "Ydelse", "text"),
        Column("provider", "Leverandør", "text"),
        Column("amount_kr", "Beløb", "kr", RULES[rule].amount),
        Column("start_date", "Start", "date"),
        Column("end_date", "Slut", "date"),
        Column("team", "Team", "text"),
        Column("caseworker", "Sagsbehandler", "text"),
        Column("months", "Måneder", "integer", "Måneder med regninger, det handler om."),
        Column("grant_id", "Indsats", "text"),
        Column("to_do", "Det skal gøres", "text"),
    ]
    if mine["months"].null_count() == mine.height:
        columns = [column for column in columns if column.name != "months"]
    return Table(RULES[rule].title, tuple(columns), mine, note=f"Beløb: {RULES[rule].amount}")
