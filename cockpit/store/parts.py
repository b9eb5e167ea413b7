"""Each import's typed rows as a Parquet part, so that folding again need not read the raw file. Parts hold no CPR, are
derived, and may be deleted: a rebuild makes them anew from the raw files."""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import polars as pl

from cockpit.contracts.dataset import Dataset, FieldType, dataset
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import ImportRecord
from cockpit.store.files import fsync, publish
from cockpit.store.versions import Part

ROW_GROUP = 122_880
"""DuckDB's own row group: a part written in other pieces takes twice as long to take in."""
_CPR = r"^\s*\d{6}[- ]?\d{4}\s*$"


class Parts:
    """The folder of parts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, number: int) -> Path:
        """Where the import's part lies."""
        return self._folder / f"{number}.parquet"

    def write(self, number: int, name: str, frame: pl.DataFrame) -> None:
        """The rows in the contract's schema, less the columns in which no row says anything: they need be neither read
        nor hashed when the part is folded (an empty field is no part of a row's content). Refused where a CPR number
        has slipped through the door."""
        contract = dataset(name)
        rows = contract.conform(frame)
        _refuse_cpr(contract, rows)
        always = (*contract.key, *contract.replaces)
        told = [name for name in rows.columns if name in always or _said(rows[name])]
        temporary = self._folder / f"{number}.{secrets.token_hex(4)}.tmp"
        rows.select(told).write_parquet(
            temporary, compression="zstd", compression_level=1, row_group_size=ROW_GROUP, statistics=False
        )
        fsync(temporary)
        publish(temporary, self.path(number))

    def part(self, record: ImportRecord) -> Part:
        """The import as the fold needs it. Refused where its part was deleted."""
        receipt = record.receipt
        path = self.path(record.id)
        if not path.exists():
            raise Refused(
                f"De indlæste rækker fra {receipt.file_name} mangler i datamappen. Intet er ændret: "
                "kør «cockpit rebuild», som læser råfilerne igen."
            )
        if receipt.effective_date is None:
            raise Refused(f"{receipt.file_name} har ingen dato, som oplysningerne gælder for. Angiv den, og prøv igen.")
        return Part(dataset(receipt.dataset), receipt.source, record.id, receipt.effective_date, record.coverage, path)

    def sweep(self, wanted: Iterable[int]) -> None:
        """Remove what no journal line names."""
        names = {self.path(number).name for number in wanted}
        for path in self._folder.iterdir():
            if path.name not in names:
                with suppress(OSError):
                    path.unlink()


def _said(column: pl.Series) -> bool:
    return column.null_count() < column.len()


def _refuse_cpr(contract: Dataset, rows: pl.DataFrame) -> None:
    for field in contract.fields:
        if field.type is FieldType.CPR and rows[field.name].str.contains(_CPR).any():
            raise Refused(
                f"Kolonnen {field.heading} i {contract.title} indeholder CPR-numre, der ikke er pseudonymiseret. "
                "Intet er indlæst. Det er en fejl i programmet: meld den til leverandøren."
            )
