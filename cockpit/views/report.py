"""A report as one view model: Word, PDF and Excel print the same sections, so that they cannot disagree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cockpit.views.context import Context
from cockpit.views.figures import Bars, Development, Deviations, Multiples, Waterfall
from cockpit.views.kpi import Kpi
from cockpit.views.table import Table

Figure = Bars | Development | Deviations | Waterfall | Multiples


@dataclass(frozen=True, eq=False, slots=True)
class Printed:
    """A table, and which of its columns a page of paper has room for (none named: all). `most`: the rows that are
    printed; the workbook has them all."""

    table: Table
    columns: tuple[str, ...] = ()
    most: int | None = None

    def on_paper(self) -> Table:
        """The table as Word and PDF print it: a note says what was left to the workbook."""
        table = self.table
        if self.columns:
            named = {column.name: column for column in table.columns}
            table = replace(table, columns=tuple(named[name] for name in self.columns if name in named))
        body = table.frame.height - table.totals
        if self.most is None or body <= self.most:
            return table
        kept = table.frame.head(self.most).vstack(table.frame.tail(table.totals))
        left = f"De {self.most} første af {body} linjer; resten står i Excel-udgaven."
        return replace(table, frame=kept, note=f"{table.note} {left}".strip())


@dataclass(frozen=True, eq=False, slots=True)
class Section:
    """One chapter: what it says in words, its figures and its tables."""

    heading: str
    texts: tuple[str, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Printed, ...] = ()
    bullets: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All that the section says outside its tables, line by line: its key figures and the messages of its charts
        too, which paper shows where they stand."""
        said = (*self.texts, *(one.line for one in self.kpis), *(one.message for one in self.figures), *self.bullets)
        return tuple(dict.fromkeys(said))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print."""
        return not (self.texts or self.kpis or self.figures or self.tables or self.bullets)


@dataclass(frozen=True, eq=False, slots=True)
class ReportView:
    """A whole report. `made_by` and `made_at`: who asked for it and when, printed on every page."""

    context: Context
    title: str
    headline: str
    sections: tuple[Section, ...]
    made_by: str
    made_at: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table whole, for the workbook."""
        return tuple(printed.table for section in self.sections for printed in section.tables)

    @property
    def footer(self) -> str:
        """What stands at the foot of every page."""
        return f"{self.context.line} · dannet {self.made_at} af {self.made_by}"


def build(
    context: Context, *, title: str, headline: str, sections: Sequence[Section], made_by: str, made_at: str
) -> ReportView:
    """The report without its empty sections, numbered in the order given."""
    full = [section for section in sections if not section.is_empty]
    numbered = (replace(one, heading=f"{number}. {one.heading}") for number, one in enumerate(full, start=1))
    return ReportView(context, title, headline, tuple(numbered), made_by, made_at)
