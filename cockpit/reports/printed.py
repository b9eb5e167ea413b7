"""A report as a file, by its ending. Loads Word, typst and the charts, a quarter of a second of processor time: only
who prints imports it."""

from cockpit.reports.book_report import book_report
from cockpit.reports.pdf import pdf
from cockpit.reports.word import word

WRITERS = {".docx": word, ".pdf": pdf, ".xlsx": book_report}
