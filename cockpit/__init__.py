"""Styringscockpit: exports in, one trusted forecast out, shown at the right depth to three groups of readers."""

__version__ = "0.1.0"
