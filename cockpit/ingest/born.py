"""Citizens derived at the door: date of birth from the number, under the pseudonym, and nothing else of the number."""

from dataclasses import replace

import polars as pl

from cockpit.contracts.dataset import dataset
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.ingest import people

SOURCES = ("grants", "pipeline")


def citizens_frame(citizens: pl.Series, said: pl.Series, household: pl.Series | None) -> pl.DataFrame:
    """One row a citizen, sorted. `said`: the numbers as written, beside their pseudonyms. A citizen whose rows name
    several households has none here: the rows themselves tell of them."""
    known = pl.DataFrame({"citizen": citizens, "said": said})
    if household is not None:
        known = known.with_columns(household.alias("household")).with_columns(_only_household())
    first = known.drop_nulls(["citizen", "said"]).unique("citizen", keep="first", maintain_order=True)
    born = [people.born_on(people.canonical(text)) for text in first.get_column("said")]
    dated = first.with_columns(pl.Series("born_on", born, dtype=pl.Date)).drop("said")
    return dataset("citizens").conform(dated).sort("citizen")


def _only_household() -> pl.Expr:
    """The household that all rows of the citizen agree on, also on the rows that name none; else null."""
    named = pl.col("household").drop_nulls()
    return pl.when(named.n_unique().over("citizen") == 1).then(named.first().over("citizen")).alias("household")


def citizens_reading(reading: Reading, frame: pl.DataFrame) -> Reading:
    """The derived list as a reading of its own, with the same file, source and dates as the one it came from."""
    contract = dataset("citizens")
    title = reading.receipt.dataset_title
    receipt = reading.receipt.model_copy(
        update={
            "dataset": contract.name,
            "dataset_title": contract.title,
            "reason": f"Fødselsdatoer udledt af CPR-numrene i {title}. Numrene selv gemmes ikke.",
            "rows_in_file": frame.height,
            "rows_accepted": frame.height,
            "rows_set_aside": 0,
            "rows_total": 0,
            "rows_blank": 0,
            "amount_kr": None,
            "set_aside_kr": None,
            "file_total_kr": None,
            "sums": (),
            "account_sums": (),
            "headings": (),
            "findings": (),
        }
    )
    return replace(reading, receipt=receipt, frame=frame, set_aside=reading.set_aside.clear(), coverage={})


def wanted(reading: Reading) -> bool:
    """Whether citizens are to be derived: from lists of cases that are ready."""
    return reading.receipt.dataset in SOURCES and reading.receipt.status is Status.READY
