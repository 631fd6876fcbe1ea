"""Opens a workbook as a spreadsheet would and holds it against the database; see Tests/browser/run."""

import datetime
import os
import subprocess
import sys
from decimal import Decimal

from openpyxl import load_workbook

# Sheets, the views that they are of, and what to sort by.
SHEETS = {"summary": "recon.daily_summary", "discrepancies": "recon.discrepancies", "pending": "recon.pending",
          "statement": "recon.statement", "decisions": "recon.discrepancy_history WHERE event IN ('acknowledged', 'resolved')"}


def sql(database, query):
    output = subprocess.run(["psql", "-X", "-At", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query],
                            check=True, capture_output=True, text=True,
                            env={**os.environ, "PGTZ": "Asia/Shanghai"}).stdout
    return [line.split("\x1f") for line in output.splitlines()]


def type_of(database, view, column):
    return sql(database, "SELECT pg_typeof(%s) FROM (SELECT 1) o LEFT JOIN (SELECT * FROM %s LIMIT 1) v ON true" % (column, view))[0][0]


def expected(text, kind):
    """What a cell holds for a value as PostgreSQL writes it."""
    if text == "":
        return None
    if kind == "date":
        return datetime.datetime.strptime(text, "%Y-%m-%d")
    if kind.startswith("timestamp"):
        return datetime.datetime.strptime(text[:19], "%Y-%m-%d %H:%M:%S")
    if kind in ("numeric", "bigint", "integer", "smallint"):
        return Decimal(text).normalize()
    if kind == "boolean":
        return text == "t"
    return " ".join(text.strip("{}").split(",")) if kind == "text[]" else text


def found(cell):
    return Decimal(str(cell.value)).normalize() if cell.data_type == "n" and cell.value is not None else cell.value


def main(path, database):
    book, failed, cells = load_workbook(path), 0, 0
    for name, view in SHEETS.items():
        header, *rows = list(book[name].iter_rows())
        columns = [cell.value for cell in header]
        kinds = [type_of(database, view, column) for column in columns]
        right = sorted([[expected(text, kind) for text, kind in zip(row, kinds)]
                        for row in sql(database, "SELECT %s FROM %s" % (", ".join(columns), view))], key=str)
        written = sorted([[found(cell) for cell in row] for row in rows], key=str)
        for name_of, kind, column in zip(columns, kinds, zip(*rows)):
            for cell in column:
                cells += 1
                # An identifier stays text when somebody edits it; a day looks like one.
                wanted = "@" if kind.startswith("text") and (name_of.endswith(("_no", "_nos")) or name_of == "account") else {
                    "date": "yyyy-mm-dd", "numeric": "#,##0.00####"}.get(kind, cell.number_format)
                if cell.value is not None and cell.number_format != wanted or cell.data_type in ("f", "e"):
                    failed += 1
                    print("FAILED %s %s: %s is of form %s" % (name, cell.coordinate, cell.value, cell.number_format))
        json = [index for index, kind in enumerate(kinds) if kind == "jsonb"]
        if [[v for i, v in enumerate(row) if i not in json] for row in written] != [
                [v for i, v in enumerate(row) if i not in json] for row in right] or not rows:
            failed += 1
            print("FAILED %s: %s" % (name, [pair for pair in zip(written, right) if pair[0] != pair[1]][:2]))
    notes = [row[4] for row in book["decisions"].iter_rows(values_only=True)]
    if "=1+1" not in notes:
        failed += 1
        print("FAILED a note that looks like a formula is text: %s" % notes)
    print("workbook: %d sheets, %d cells looked at, %d failed" % (len(book.sheetnames), cells, failed))
    return failed == 0


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
