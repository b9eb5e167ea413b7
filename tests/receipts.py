"""The receipts of every shipped layout's sample as a table: `python -m tests.receipts` writes docs/receipts.md."""

from pathlib import Path

from cockpit import ingest
from cockpit.contracts import danish
from cockpit.contracts.receipt import Receipt

ROOT = Path(__file__).resolve().parents[1]
SAMPLES, PAGE = ROOT / "data" / "demo" / "samples", ROOT / "docs" / "receipts.md"
KEY = b"a key for samples only, 32 byte."
HEAD = """# Receipts for the shipped layouts

Each shipped layout has a synthetic sample in `data/demo/samples`. This is what the door says of each: what it was
recognised as, and rows in the file = accepted + set aside + total lines + blank. Made by `python -m tests.receipts`;
a test holds the page against the samples.

| File | Layout | List | State of | Rows | Accepted | Aside | Totals | Blank | Sum, kr. | File's own total, kr. |
|---|---|---|---|---:|---:|---:|---:|---:|---:|---:|
"""


def receipts() -> list[Receipt]:
    """One for each list in each sample, by file."""
    profiles = ingest.shipped_profiles()
    return [
        reading.receipt
        for path in sorted(SAMPLES.iterdir())
        for reading in ingest.read(path, path.name, key=KEY, profiles=profiles)
    ]


def _line(one: Receipt) -> str:
    counts = (one.rows_in_file, one.rows_accepted, one.rows_set_aside, one.rows_total, one.rows_blank)
    money = (one.amount_kr, one.file_total_kr)
    cells = [
        f"`{one.file_name}`",
        one.profile_title,
        one.dataset_title,
        danish.date(one.effective_date),
        *map(str, counts),
        *(danish.number(amount, 2) for amount in money),
    ]
    return f"| {' | '.join(cells)} |"


def page(found: list[Receipt]) -> str:
    """The page as it should stand."""
    return HEAD + "\n".join(map(_line, found)) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(receipts()), encoding="utf-8")
