"""A workbook of a million rows in some seconds: polars makes the XML in the form in which Excel writes it (texts
shared, numbers as numbers, days as serial numbers with a format)."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl

ROWS_AT_A_TIME = 100_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KINDS}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KINDS}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="Posteringer" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
EPOCH = dt.date(1899, 12, 30)


def write_book(frame: pl.DataFrame, path: Path) -> None:
    """The frame as a workbook of one sheet, headings in its first row: texts, numbers and days."""
    shared, placed = _shared(frame)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for part, xml in PARTS.items():
            book.writestr(part, HEAD + xml)
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        book.writestr("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>')
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for rows in _rows(placed, frame.schema):
                sheet.write(rows.encode())
            sheet.write(b"</sheetData></worksheet>")


def _shared(frame: pl.DataFrame) -> tuple[list[str], pl.DataFrame]:
    """Headings, then the different texts of each column; and the frame with the places of its texts among them."""
    shared, places = list(frame.columns), []
    for name, kind in frame.schema.items():
        if kind == pl.String:
            places.append((frame[name].rank("dense").cast(pl.Int64) - 1 + len(shared)).alias(name))
            shared += frame[name].drop_nulls().unique().sort().to_list()
    return shared, frame.with_columns(places)


def _rows(placed: pl.DataFrame, schema: pl.Schema) -> Iterator[str]:
    headings = pl.DataFrame({name: [place] for place, name in enumerate(schema)})
    yield _xml(headings, 1, dict.fromkeys(schema, pl.String()))
    for start in range(0, placed.height, ROWS_AT_A_TIME):
        yield _xml(placed.slice(start, ROWS_AT_A_TIME), start + 2, dict(schema))


def _xml(part: pl.DataFrame, first_row: int, kinds: dict[str, pl.DataType]) -> str:
    cells = [_cell(name, place, kind) for place, (name, kind) in enumerate(kinds.items())]
    row = pl.concat_str([pl.format('<row r="{}">', "row"), *cells, pl.lit("</row>")], ignore_nulls=True)
    return "".join(part.with_row_index("row", offset=first_row).select(row.alias("xml")).get_column("xml"))


def _cell(name: str, place: int, kind: pl.DataType) -> pl.Expr:
    letter = chr(ord("A") + place)
    if kind == pl.String:
        return pl.format(f'<c r="{letter}{{}}" t="s"><v>{{}}</v></c>', "row", name)
    if kind == pl.Date:
        serial = (pl.col(name) - EPOCH).dt.total_days()
        return pl.format(f'<c r="{letter}{{}}" s="1"><v>{{}}</v></c>', "row", serial)
    return pl.format(f'<c r="{letter}{{}}"><v>{{}}</v></c>', "row", pl.col(name).cast(pl.Float64))
