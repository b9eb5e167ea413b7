"""Økonomi → Kommende sager: who is on the way in, what it costs this year, and how well the list has held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.coming import FATE_TITLE, Fate
from cockpit.views.context import Context
from cockpit.views.kpi import Kpi
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table
from cockpit.views.wording import money, plural

LATE = "Ventet start er passeret"
CAME = "Er den blevet til en indsats?"
ON_TIME = "Afventer"
NEAR = 0.15
"""A list whose promises lie this near to what happened is not remarked on."""
PSEUDONYM = "^b[0-9a-f]{20}$"
SHOWN = 6
"""Characters of a pseudonym that are shown, as of a foster family's: enough to tell a list's citizens apart."""
NO_CASES = (
    "Der er ingen sager på vej ind på listen. Læg dem til herunder, eller indlæs listen Kommende sager; det, der "
    "ventes ud over den, er med i forventet regnskab som ventet tilgang."
)


@dataclass(frozen=True, eq=False, slots=True)
class ComingView:
    """The open cases, the closed ones, and what they teach."""

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    table: Table
    fates: Table
    matches: tuple[tuple[str, str], ...]
    """Open case -> the grant that it seems to have become."""
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.table, self.fates)


def _case() -> pl.Expr:
    """A case number as it is; of a pseudonym what tells one citizen from another in a list."""
    citizen = pl.col("citizen")
    short = pl.format("Borger {}", citizen.str.slice(1, SHOWN))
    return pl.when(citizen.str.contains(PSEUDONYM)).then(short).otherwise(citizen)


def _open_cases(context: Context, listed: pl.DataFrame, became: pl.Series, notes: Mapping[str, str]) -> Table:
    late = pl.col("expected_start") <= context.as_of
    came = pl.col("pipeline_id").is_in(became.implode())
    status = pl.when(came).then(pl.lit(CAME)).when(late).then(pl.lit(LATE)).otherwise(pl.lit(ON_TIME))
    frame = listed.with_columns(
        status=status,
        case=_case(),
        kept=pl.when(pl.col("source") == "app").then(pl.lit("appen")).otherwise(pl.lit("indlæst")),
        note=pl.col("pipeline_id").replace_strict(dict(notes), default="", return_dtype=pl.String),
    ).sort("expected_kr", "pipeline_id", descending=[True, False])
    columns = (
        Column("pipeline_id", "Id", "text"),
        Column("case", "Borger eller sag", "text", "Begyndelsen af pseudonymet, eller sagsnummeret."),
        Column("paragraph", "Paragraf", "text"),
        Column("service", "Ydelse", "text"),
        Column("expected_start", "Forventet start", "date"),
        Column("unit_price", "Takst", "kr_exact"),
        Column("price_unit", "Enhed", "text"),
        Column("chance", "Sandsynlighed", "pct"),
        Column("full_kr", "Hvis den kommer", context.unit, "Årets udgift, hvis sagen starter som ventet."),
        Column("expected_kr", "I fremskrivningen", context.unit, "Årets udgift ganget med sandsynligheden."),
        Column("status", "Status", "text"),
        Column("origin", "Kilde", "text"),
        Column("kept", "Føres i", "text"),
        Column("note", "Bemærkning", "text"),
    )
    return Table("Sager på vej ind", columns, frame, note="" if frame.height else NO_CASES)


def _fates(told: pl.DataFrame) -> Table:
    titles = {str(fate): title for fate, title in FATE_TITLE.items()}
    closed = told.filter(pl.col("fate") != str(Fate.OPEN))
    frame = closed.with_columns(title=pl.col("fate").replace_strict(titles, return_dtype=pl.String)).sort(
        "seen_on", "pipeline_id", descending=[True, False]
    )
    columns = (
        Column("pipeline_id", "Id", "text"),
        Column("paragraph", "Paragraf", "text"),
        Column("seen_on", "På listen fra", "date"),
        Column("first_expected", "Først ventet", "date"),
        Column("started", "Startede", "date"),
        Column("delay_days", "Dage senere end ventet", "integer"),
        Column("probability", "Sandsynlighed", "pct"),
        Column("title", "Blev til", "text"),
        Column("grant_id", "Indsats", "text"),
    )
    note = "" if frame.height else "Ingen sager er afgjort endnu: listen skal føres et par måneder, før den kan prøves."
    return Table("Hvad blev der af sagerne?", columns, frame, note=note)


def _kpis(context: Context, listed: pl.DataFrame, quality: Mapping[str, float | int | None]) -> tuple[Kpi, ...]:
    closed = int(quality["became"] or 0) + int(quality["dropped"] or 0)
    rate, promised, delay = quality["hit_rate"], quality["promised"], quality["delay_days"]
    told = f"lovet {danish.pct(promised, 0)}" if promised is not None else ""
    delayed = "–" if delay is None else f"{danish.number(delay)} dage"
    return (
        Kpi("Sager på vej ind", danish.number(listed.height), help="Sager på listen, der ikke er blevet en indsats."),
        Kpi(
            f"I forventet regnskab {context.year}",
            money(sum_kr(listed, "expected_kr")),
            help="Ganget med sandsynligheden. Den ventede tilgang er tilsvarende mindre, så intet tælles to gange.",
        ),
        Kpi(
            "Træfprocent",
            "–" if rate is None else danish.pct(rate, 0),
            delta_word=told,
            help=f"Andel af {plural(closed, 'afgjort sag', 'afgjorte sager')}, der blev til en indsats.",
        ),
        Kpi("Gennemsnitlig forsinkelse", delayed, help="Fra den dag, der først var ventet, til indsatsen startede."),
    )


def _applied(count: int, chance: float) -> str:
    """What counts as known and on its way in without standing on the list."""
    who = plural(count, "ansøgt indsats", "ansøgte indsatser")
    return (
        f"{who} uden afgørelse står i indsatserne og ikke på listen. I Kendte på vej ind tæller de med "
        f"{danish.pct(chance, 0)} (en indstilling)."
    )


def _notes(
    listed: pl.DataFrame, became: pl.Series, context: Context, quality: Mapping[str, float | int | None]
) -> Iterator[str]:
    late = listed.filter(pl.col("expected_start") <= context.as_of).height
    came = listed.filter(pl.col("pipeline_id").is_in(became.implode())).height
    if late:
        yield f"{plural(late, 'sag', 'sager')} skulle være startet og tæller fra næste måned: ret dem, eller luk dem."
    if came:
        yield f"{plural(came, 'sag', 'sager')} ser ud til at være blevet en indsats. Luk dem, så intet tælles to gange."
    rate, promised = quality["hit_rate"], quality["promised"]
    if rate is not None and promised is not None and abs(rate - promised) > NEAR:
        side = "højere" if promised > rate else "lavere"
        both = f"{danish.pct(promised, 0)} mod {danish.pct(rate, 0)}"
        yield f"Sandsynlighederne på listen er {side} end det, der er sket: {both}."


def build(
    context: Context,
    *,
    listed: pl.DataFrame,
    fates: pl.DataFrame,
    quality: Mapping[str, float | int | None],
    notes: Mapping[str, str],
    applied: tuple[int, float],
) -> ComingView:
    """`listed`, `fates`, `quality`: as `forecast.coming` gives them; `notes`: id -> remark; `applied`: how many grants
    are applied for and not decided, and the chance that they count with."""
    matches = fates.filter(
        (pl.col("fate") == str(Fate.BECAME)) & pl.col("pipeline_id").is_in(listed["pipeline_id"].implode())
    )
    became = matches["pipeline_id"]
    amount = money(sum_kr(listed, "expected_kr"))
    count = plural(listed.height, "sag", "sager")
    return ComingView(
        context=context,
        headline=NO_CASES
        if listed.is_empty()
        else f"{count} på vej ind, tilsammen {amount} i forventet regnskab {context.year}",
        kpis=_kpis(context, listed, quality),
        table=_open_cases(context, listed, became, notes),
        fates=_fates(fates),
        matches=tuple(matches.select("pipeline_id", "grant_id").iter_rows()),
        notes=(*_notes(listed, became, context, quality), *((_applied(*applied),) if applied[0] else ())),
    )
