"""One key figure, ready to print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kpi:
    """A label, the figure, how far it lies from its yardstick (with a word, never a sign alone), and its course."""

    label: str
    value_text: str
    delta_text: str = ""
    delta_word: str = ""
    help: str = ""
    trend: tuple[float, ...] = ()

    @property
    def line(self) -> str:
        """The figure and its yardstick on one line of text."""
        beside = f"{self.delta_text} {self.delta_word}".strip()
        return f"{self.label}: {self.value_text}" + (f" ({beside})" if beside else "")
