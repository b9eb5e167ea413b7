"""Check files: what each is, what it would change, and what a person must know before it takes effect."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from cockpit import ingest
from cockpit.access import require
from cockpit.contracts.dataset import dataset
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.codes import Codes, same_codes, with_codes, with_kept_codes
from cockpit.usecases.finding_costs import with_costs
from cockpit.usecases.gone import gone_finding
from cockpit.usecases.layout_change import with_layout_change
from cockpit.usecases.locked_findings import told_of_locks
from cockpit.usecases.losses import loss_finding
from cockpit.usecases.staging import Folder, Upload, opened

Progress = Callable[[str], None]
READERS = 2


@dataclass(frozen=True)
class Batch:
    """The readings of one call in the order in which they would take effect. Nothing is changed yet."""

    readings: tuple[Reading, ...]
    paths: dict[str, Path]
    """SHA-256 -> file."""
    contents: dict[Path, frozenset[str]] = field(default_factory=dict)
    """File of the user's own -> SHA-256 of what was read from it: itself, or each file of an archive."""
    keep: tuple[Folder, ...] = field(default=(), repr=False)
    """Holds uploaded and unpacked files until the batch is dropped."""

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """One receipt per reading."""
        return tuple(reading.receipt for reading in self.readings)

    def of_status(self, *status: Status) -> tuple[Reading, ...]:
        """The readings with one of these states."""
        return tuple(reading for reading in self.readings if reading.receipt.status in status)


def check(
    cockpit: Cockpit,
    scope: Scope,
    files: Sequence[Upload],
    hints: ingest.Hints | None = None,
    *,
    extra_profiles: Sequence[ingest.Profile] = (),
    codes: Codes | None = None,
    keep: Folder | None = None,
    progress: Progress = lambda _: None,
) -> Batch:
    """Receipts of the files as one batch, sorted by effective date, then by the datasets' order. AccessDenied for
    others than finance staff. A bad file never raises: its receipt says what is wrong. A zip archive gives a receipt
    for each file in it. `codes`: field -> text in the file -> code, added to every profile."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    known = with_kept_codes(cockpit, (*extra_profiles, *_profiles(cockpit)))
    profiles = tuple(with_codes(profile, codes or {}) for profile in known)
    key = cockpit.store.pseudonym_key

    def read(upload: Upload) -> tuple[Reading, ...]:
        if upload.refused:
            return (ingest.refused(upload.path, upload.name, upload.refused),)
        progress(f"Læser {upload.name}")
        return ingest.read(upload.path, upload.name, key=key, profiles=profiles, hints=hints or ingest.Hints())

    uploads, folder = opened(files)
    with ThreadPoolExecutor(READERS) as pool:
        parts = list(pool.map(read, uploads))
    paths = {part[0].receipt.sha256: upload.path for upload, part in zip(uploads, parts, strict=True) if part}
    contents = _contents(uploads, parts)
    ordered = sorted((reading for part in parts for reading in part), key=_order)
    progress("Sammenholder med det, der allerede er indlæst")
    held = tuple(filter(None, (keep, folder)))
    compared = with_costs(cockpit, _compare_all(cockpit, ordered))
    return Batch(told_of_locks(cockpit, compared), paths, contents, held)


def _contents(uploads: Sequence[Upload], parts: Sequence[tuple[Reading, ...]]) -> dict[Path, frozenset[str]]:
    found: dict[Path, set[str]] = {}
    for upload, part in zip(uploads, parts, strict=True):
        found.setdefault(upload.archive or upload.path, set()).update(reading.receipt.sha256 for reading in part)
    return {path: frozenset(hashes) for path, hashes in found.items()}


def _profiles(cockpit: Cockpit) -> tuple[ingest.Profile, ...]:
    saved = tuple(ingest.Profile.from_yaml(text) for text in cockpit.store.profiles().values())
    return saved + ingest.shipped_profiles()


def _order(reading: Reading) -> tuple[bool, str, int, str]:
    receipt = reading.receipt
    if not receipt.dataset:
        return True, "", 0, receipt.file_name
    return False, str(receipt.effective_date), dataset(receipt.dataset).order, receipt.file_name


def _identity(receipt: Receipt) -> tuple[object, ...]:
    """What makes two readings the same: the bytes, what was read from them, and the close they are assigned to."""
    return receipt.sha256, receipt.dataset, receipt.sheet, receipt.effective_date


def _compare_all(cockpit: Cockpit, readings: Sequence[Reading]) -> Iterable[Reading]:
    latest: dict[tuple[str, str], pl.DataFrame] = {}
    counting = [record for record in cockpit.store.imports() if record.undone_at is None]
    known = {_identity(record.receipt): record for record in reversed(counting)}
    headings = {(record.receipt.dataset, record.receipt.source): record.receipt for record in reversed(counting)}
    seen: set[tuple[object, ...]] = set()
    for reading in readings:
        receipt, identity = reading.receipt, _identity(reading.receipt)
        if receipt.status is not Status.READY:
            yield reading
        elif identity in seen:
            yield _known(reading, "Filen ligger to gange i samme indlæsning; den tæller én gang.")
        elif identity in known and same_codes(known[identity].profile_text, reading.profile_text):
            record = known[identity]
            moment = f"{record.at:%d-%m-%Y kl. %H:%M}"
            yield _known(reading, f"Allerede indlæst {moment} af {record.user}. Intet ændres.")
        else:
            source = (receipt.dataset, receipt.source)
            yield with_layout_change(_compared(cockpit, reading, latest.get(source)), headings.get(source))
            latest[source] = reading.frame
        seen.add(identity)


def _known(reading: Reading, reason: str) -> Reading:
    receipt = reading.receipt.model_copy(update={"status": Status.KNOWN, "reason": reason})
    return replace(reading, receipt=receipt)


def _stored(cockpit: Cockpit, receipt: Receipt) -> pl.DataFrame:
    frame = cockpit.store.read(receipt.dataset, Scope.engine())
    return frame.filter(pl.col("source") == receipt.source)


def _covered(frame: pl.DataFrame, coverage: dict[str, tuple[str, ...]]) -> pl.DataFrame:
    for name, values in coverage.items():
        frame = frame.filter(pl.col(name).cast(pl.String).is_in(list(values)))
    return frame


def _listed(before: pl.DataFrame) -> pl.DataFrame:
    """What the last export held: what was gone then is kept, but was told of then."""
    return before.filter(pl.col("missing_since").is_null()) if "missing_since" in before.columns else before


def _compared(cockpit: Cockpit, reading: Reading, earlier: pl.DataFrame | None) -> Reading:
    """The reading held against the same list as it was before. `earlier`: that of the export before it in this batch;
    None: what is stored."""
    if reading.receipt.dataset in ingest.MAY_REPEAT:
        return _ledger_compared(cockpit, reading, earlier)
    before = _stored(cockpit, reading.receipt) if earlier is None else earlier
    receipt, contract = reading.receipt, dataset(reading.receipt.dataset)
    if before.is_empty():
        return reading
    covered = _listed(_covered(before, reading.coverage))
    since = before["known_from"].max() if "known_from" in before.columns else None
    changes = ingest.compare(contract.name, contract.conform(covered), reading.frame)
    findings = loss_finding(contract, covered, reading.frame, cockpit.settings)
    findings += gone_finding(cockpit, reading, covered)
    update = {"changes": changes.model_copy(update={"since": since}), "findings": receipt.findings + findings}
    return replace(reading, receipt=receipt.model_copy(update=update))


def _ledger_compared(cockpit: Cockpit, reading: Reading, earlier: pl.DataFrame | None) -> Reading:
    """The same for a list without a key: by a number for each row and by sums, which no row need be handed over for."""
    receipt, contract, store = reading.receipt, dataset(reading.receipt.dataset), cockpit.store
    if earlier is None:
        before = store.held(contract.name, receipt.source, reading.coverage)
    else:
        before = None if earlier.is_empty() else store.held_of(contract.name, _covered(earlier, reading.coverage))
    if before is None:
        return reading
    after = store.held_of(contract.name, reading.frame)
    changes = ingest.compare_held(before, after).model_copy(update={"since": before.since})
    rows = (before.rows, after.rows)
    findings = loss_finding(contract, before.sums, after.sums, cockpit.settings, rows)
    update = {"changes": changes, "findings": receipt.findings + findings}
    return replace(reading, receipt=receipt.model_copy(update=update))
