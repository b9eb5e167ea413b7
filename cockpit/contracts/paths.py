"""Where the shipped files lie. The user's own data are found through `cockpit.store`, never here."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATASETS = ROOT / "schemas" / "datasets"
PROFILES = ROOT / "schemas" / "profiles"
HEADINGS = ROOT / "schemas" / "headings.yaml"
LAW = ROOT / "data" / "law"
REFERENCE = ROOT / "data" / "reference"
DEMO = ROOT / "data" / "demo"
