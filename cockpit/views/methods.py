"""Metode pr. paragraf: the methods that held better than the one in use, and those that were approved."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts.data import ChosenMethod
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.table import Column, Table

METHOD_TITLES: dict[str, str] = {
    "model": "Fremskrivning",
    "adjusted": "Fremskrivning + skøn",
    "published": "Kommunens egen, offentliggjort",
    "budget": "Budget",
    "last_year": "Sidste år",
    "ytd_scaled": "År til dato × 12/m",
    "last_year_share": "Sidste års andel",
    "linear_trend": "24 måneders trend",
    "commitments": "Bogført + disponeret",
}
NO_PROPOSAL = (
    "Der er ingen forslag. De kræver, at prøven på tidligere år er regnet, og at en simpel metode har ramt klart bedre "
    "end den, der bruges i dag, i alle de afsluttede år; de vises kun for den, der ser hele kommunen."
)
PROPOSED = (
    "En metode foreslås, når den på denne årstid har ramt mindst en fjerdedel tættere end den, der bruges i dag, og "
    "tættere i hvert eneste afsluttede år (mindst to). Intet ændres, før forslaget er godkendt; derefter gælder "
    "metoden resten af året, og virkningen står som sin egen søjle i broen fra sidste måned."
)
NONE_APPROVED = "Ingen metode er godkendt: alle paragraffer følger fremskrivningens egen metode."
_APPROVED: dict[str, pl.DataType] = {
    "paragraph": pl.String(),
    "year": pl.Int64(),
    "title": pl.String(),
    "effect_kr": MONEY,
    "model_error": pl.Float64(),
    "method_error": pl.Float64(),
    "reason": pl.String(),
    "user": pl.String(),
}


def proposals(context: Context, found: pl.DataFrame) -> Table:
    """`found`: `forecast.chosen.PROPOSALS`."""
    frame = found.with_columns(title=pl.col("method").replace_strict(METHOD_TITLES, return_dtype=pl.String))
    columns = (
        Column("paragraph", "Paragraf", "text"),
        Column("title", "Foreslået metode", "text"),
        Column("years", "Prøvet på år", "integer"),
        Column("model_error", "Afvigelse i dag", "pct", "Metoden der bruges i dag, mod de endelige regnskaber."),
        Column("method_error", "Afvigelse, foreslået", "pct", "Den foreslåede metode, mod de endelige regnskaber."),
        Column("model_kr", "Forventet i dag", context.unit, "Årets forventede regnskab uden skøn."),
        Column("method_kr", "Forventet, foreslået", context.unit),
        Column("effect_kr", "Virkning", context.unit, "Hvad det forventede regnskab flyttes, hvis det godkendes."),
    )
    return Table("Forslag til en anden metode", columns, frame, note=PROPOSED if frame.height else NO_PROPOSAL)


def approved(context: Context, found: Sequence[tuple[ChosenMethod, str, str]]) -> Table:
    """`found`: the choices in force, each with its reason and who approved it."""
    rows = [
        (one.paragraph, one.year, METHOD_TITLES[one.method], one.effect_kr, one.model_error, one.method_error, *told)
        for one, *told in found
    ]
    columns = (
        Column("paragraph", "Paragraf", "text"),
        Column("year", "Gælder", "text"),
        Column("title", "Metode", "text"),
        Column("effect_kr", "Virkning ved godkendelsen", context.unit),
        Column("model_error", "Fremskrivningens afvigelse", "pct", "Som den var, da metoden blev godkendt."),
        Column("method_error", "Metodens afvigelse", "pct", "Som den var, da metoden blev godkendt."),
        Column("reason", "Begrundelse", "text"),
        Column("user", "Godkendt af", "text"),
    )
    frame = pl.DataFrame(rows, schema=_APPROVED, orient="row")
    return Table("Godkendte metoder", columns, frame, note="" if frame.height else NONE_APPROVED)
