"""What a key is called on a screen, per level. Danish."""

import polars as pl

from cockpit import law
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.finance.chart import chart

TOTAL_LABEL = "I alt"
FUNCTION_NAMES: dict[str, str] = {
    "5.22.07": "Central refusionsordning",
    "5.28.20": "Opholdssteder mv. for børn og unge",
    "5.28.21": "Støttende indsatser for børn og unge",
    "5.28.22": "Plejefamilier",
    "5.28.23": "Børne- og ungehjem",
    "5.28.24": "Sikrede døgninstitutioner mv.",
    "5.28.25": "Særlige dagtilbud og klubber",
    "5.38.37": "Socialpædagogisk støtte i eget hjem mv.",
    "5.38.38": "Personlig og praktisk hjælp mv. (handicap)",
    "5.38.39": "Personlig støtte og pasning (BPA)",
    "5.38.40": "Rådgivning og rådgivningsinstitutioner",
    "5.38.41": "Hjælpemidler mv. (handicap)",
    "5.38.42": "Botilbud for personer med særlige sociale problemer",
    "5.38.44": "Alkoholbehandling",
    "5.38.45": "Behandling af stofmisbrugere",
    "5.38.50": "Botilbud til længerevarende ophold",
    "5.38.51": "Botilbudslignende tilbud",
    "5.38.52": "Botilbud til midlertidigt ophold",
    "5.38.53": "Kontaktperson- og ledsageordninger",
    "5.38.54": "Særlige pladser på psykiatrisk afdeling",
    "5.38.58": "Beskyttet beskæftigelse",
    "5.38.59": "Aktivitets- og samværstilbud",
    "5.57.72": "Sociale formål",
    "6.45.51": "Sekretariat og forvaltninger",
    "6.45.53": "Jobcentre",
    "6.45.57": "Administration, voksne, ældre og handicap",
    "6.45.58": "Administration, det specialiserede børneområde",
}
"""Short names of the functions of the area; the chart of accounts holds no function names."""


def with_labels(frame: pl.DataFrame, level: str, accounts: pl.DataFrame, year: int) -> pl.DataFrame:
    """The frame with `label` beside `key`: names of functions, titles of paragraphs, names of accounts, else the key.

    `-` is *Ikke fordelt*, the total *I alt*. `accounts` is the chart of accounts, `year` the accounting year.
    """
    if level == "total":
        return frame.with_columns(label=pl.lit(TOTAL_LABEL))
    names = _names(level, accounts, year).unique("key", keep="first")
    joined = frame.drop("label", strict=False).join(names, on="key", how="left")
    label = pl.when(pl.col("key") == NOT_ALLOCATED).then(pl.lit(NOT_ALLOCATED_LABEL)).otherwise(_full("name"))
    return joined.with_columns(label=label).drop("name")


def _full(name: str) -> pl.Expr:
    return pl.coalesce(pl.concat_str("key", pl.lit(" "), pl.col(name)), "key")


def _names(level: str, accounts: pl.DataFrame, year: int) -> pl.DataFrame:
    if level == "function":
        return pl.DataFrame({"key": list(FUNCTION_NAMES), "name": list(FUNCTION_NAMES.values())})
    if level == "paragraph":
        return law.paragraphs().select(key="code", name="title").sort("key")
    if level == "account":
        return chart(accounts, [year]).select(key="account", name="name").sort("key")
    return pl.DataFrame(schema={"key": pl.String(), "name": pl.String()})
