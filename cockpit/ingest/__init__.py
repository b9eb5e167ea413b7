"""A file becomes typed rows, findings and a receipt. Nothing here touches the store or calculates a figure."""

from cockpit.ingest.compare import compare
from cockpit.ingest.profile import Extract, Profile
from cockpit.ingest.reading import Hints, read
from cockpit.ingest.shipped import shipped_profiles

__all__ = ["Extract", "Hints", "Profile", "compare", "read", "shipped_profiles"]
