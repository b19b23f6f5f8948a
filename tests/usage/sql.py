"""Reports of generated logs equal what DuckDB computes from the same files in SQL.

Called by `cargo xtask test sql`, with the program in DRAWDOWN.
"""

import csv
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

ROWS = 8_000
ZONE = "Europe/Berlin"
CATALOG = {
    "catalog": "studio",
    "version": "1",
    "as_of": "2026-01-01",
    "credit": {"name": "credit", "plural": "credits", "step": "0.001"},
    "policies": {"failed_runs": "refund"},
    "operations": [
        {"id": "image", "price": [{"line": "image", "rate": "24"}]},
        {
            "id": "clip",
            "settings": {"seconds": {"number": {"min": 1, "max": 60}, "default": 5}},
            "price": [{"line": "clip", "quantity": "seconds", "rate": "1.375"}],
        },
        {"id": "train", "price": [{"line": "train", "rate": "unpriced"}]},
    ],
}
# What an event costs, written in SQL: the charge of the log, or the price of the catalog.
COST = """
    CASE WHEN charged IS NOT NULL THEN CAST(charged AS DECIMAL(30, 6))
         WHEN operation = 'train' AND outcome <> 'done' THEN 0
         WHEN operation NOT IN ('image', 'clip') THEN NULL
         WHEN outcome <> 'done' THEN 0
         WHEN operation = 'image' THEN CAST(24 * runs AS DECIMAL(30, 6))
         ELSE CAST(coalesce(seconds, 5) * runs AS DECIMAL(20, 0)) * CAST(1.375 AS DECIMAL(10, 3))
    END
"""
SUMS = """
    count(*) AS events,
    sum(CASE WHEN outcome = 'done' AND coalesce(charged, 0) >= 0 THEN runs ELSE 0 END) AS runs,
    sum(CASE WHEN outcome <> 'done' AND coalesce(charged, 0) >= 0 THEN runs ELSE 0 END) AS failed,
    coalesce(sum(cost), 0) AS credits,
    coalesce(sum(CASE WHEN cost < 0 THEN -cost ELSE 0 END), 0) AS refunded,
    sum(CASE WHEN cost IS NULL THEN 1 ELSE 0 END) AS unknown
"""
# Groups of the program, and the columns of the table that they stand for.
GROUPS = {
    "member": "member",
    "project": "project",
    "operation": "operation",
    "outcome": "outcome",
    "day": "local_day",
    "week": "local_week",
    "month": "local_month",
}


def rows(seed):
    """Random events, some of them twice, in no order."""
    draw = random.Random(seed)
    start = datetime(2025, 1, 1, tzinfo=timezone.utc)
    events = []
    for number in range(ROWS):
        operation = draw.choices(["image", "clip", "train", "paint"], [50, 40, 5, 1])[0]
        has_charge = draw.random() < 0.5
        charge = Decimal(draw.randint(0, 99_999)) / 1000 if has_charge else None
        if has_charge and draw.random() < 0.05:
            charge = -charge
        seconds = draw.randint(1, 60) if operation == "clip" and draw.random() < 0.8 else None
        events.append(
            {
                "id": f"e{number}",
                "at": start + timedelta(seconds=draw.randint(0, 400 * 86_400)),
                "member": draw.choice(["ada", "ben, jr", 'c "y"', None]),
                "project": draw.choice([f"p{place}" for place in range(40)]),
                "operation": operation,
                "seconds": seconds,
                "runs": draw.randint(1, 9),
                "outcome": draw.choices(["done", "failed", "cancelled", "filtered"], [90, 5, 3, 2])[0],
                "charged": charge,
            }
        )
    events += draw.sample(events, ROWS // 100)
    draw.shuffle(events)
    return events


def written(event):
    settings = {"settings.seconds": event["seconds"]}
    fields = {key: value for key, value in event.items() if key not in ("seconds", "at")}
    return fields | settings | {"at": event["at"].isoformat()}


def write(events, folder):
    """The log in four files: CSV, CSV by gzip, JSON Lines, and Parquet as DuckDB writes it."""
    quarter = len(events) // 4
    parts = [events[:quarter], events[quarter : 2 * quarter], events[2 * quarter : 3 * quarter], events[3 * quarter :]]
    names = [folder / "a.csv", folder / "b.csv.gz", folder / "c.jsonl", folder / "d.csv"]
    columns = list(written(events[0]))
    for part, name, opened in zip(parts, names, [open, gzip.open, open, open]):
        with opened(name, "wt", newline="", encoding="utf-8") as file:
            if name.suffix == ".jsonl":
                for event in part:
                    fields = {key: value for key, value in written(event).items() if value is not None}
                    file.write(json.dumps(fields, default=str) + "\n")
            else:
                sheet = csv.DictWriter(file, columns)
                sheet.writeheader()
                sheet.writerows(written(event) for event in part)
    return [*names[:3], in_parquet(names[3], folder)]


def in_parquet(sheet, folder):
    """A file of CSV as Parquet, with instants, whole numbers and decimals as such."""
    path = folder / "d.parquet"
    types = "{'at': 'TIMESTAMPTZ', 'runs': 'INTEGER', 'charged': 'DECIMAL(18, 6)', 'settings.seconds': 'SMALLINT'}"
    duckdb.sql(f"COPY (FROM read_csv('{sheet}', types = {types})) TO '{path}' (ROW_GROUP_SIZE 2048)")
    return path


def table(events):
    """The events as DuckDB sees them, each id once, with the days of a wall clock."""
    base = duckdb.connect()
    base.execute(
        "CREATE TABLE log (id TEXT, instant BIGINT, member TEXT, project TEXT, operation TEXT,"
        " seconds INT, runs INT, outcome TEXT, charged DECIMAL(18, 6), local_day TEXT,"
        " local_week TEXT, local_month TEXT)"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        for event in events:
            local = event["at"].astimezone(ZoneInfo(ZONE))
            year, week, _ = local.isocalendar()
            days = [f"{local:%Y-%m-%d}", f"{year}-W{week:02}", f"{local:%Y-%m}"]
            at = int(event["at"].timestamp())
            kept = ["member", "project", "operation", "seconds", "runs", "outcome", "charged"]
            sheet.writerow([event["id"], at, *(event[key] for key in kept), *days])
        file.flush()
        base.execute(f"COPY log FROM '{file.name}' (HEADER false, NULLSTR '')")
    base.execute(f"CREATE TABLE usage AS SELECT *, {COST} AS cost FROM (SELECT DISTINCT * FROM log)")
    return base


def in_sql(base, groups, where):
    columns = ", ".join(GROUPS[group] for group in groups)
    select = f"SELECT {columns + ',' if columns else ''} {SUMS} FROM usage WHERE {where}"
    found = base.execute(f"{select} GROUP BY ALL" if columns else select).fetchall()
    return {row[: len(groups)]: tuple(Decimal(value or 0) for value in row[len(groups) :]) for row in found}


def by_program(program, catalog, files, groups, options):
    command = [program, "usage", "report", *files, "-c", catalog, "--zone", ZONE, "--json", *options]
    if groups:
        command += ["--by", ",".join(groups)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    names = ["events", "runs", "failed", "credits", "refunded", "unknown"]
    rows = {
        tuple(row["key"]): tuple(Decimal(row["sums"][name]) for name in names)
        for row in answer["rows"]
    }
    return rows, answer


def parquet_differs(program, catalog, files, groups, folder):
    """Whether DuckDB reads other numbers from a report in Parquet than from the same one in CSV."""
    command = [program, "usage", "report", *files, "-c", catalog, "--by", ",".join(groups), "--credit-price", "0.0123"]
    sheet, path = folder / "report.csv", folder / "report.parquet"
    sheet.write_bytes(subprocess.run([*command, "--csv"], check=True, capture_output=True).stdout)
    subprocess.run([*command, "--parquet", path], check=True, capture_output=True)
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()]
    # As texts, without the zeros at the end that a decimal of twelve places has.
    number = "regexp_replace(CAST({0} AS TEXT), '\\.?0*$', '')"
    numbers = [number.format(f'"{column}"') if column not in groups else f'"{column}"' for column in columns]
    plain = "CASE WHEN {0} LIKE '%.%' THEN " + number + " ELSE {0} END"
    plains = [plain.format(f'"{column}"') if column not in groups else f'"{column}"' for column in columns]
    counts = ["events", "runs", "failed", "rated", "unknown"]
    numbers = [f'CAST("{column}" AS TEXT)' if column in counts else one for column, one in zip(columns, numbers)]
    stored = duckdb.sql(f"SELECT {', '.join(numbers)} FROM '{path}'").fetchall()
    shown = duckdb.sql(f"SELECT {', '.join(plains)} FROM read_csv('{sheet}', all_varchar = true)").fetchall()
    return stored != shown


def unix(text):
    return int(datetime.fromisoformat(text).timestamp())


CASES = [
    ([], "true", []),
    (["member"], "true", []),
    (["operation", "outcome"], "true", []),
    (["project", "month"], "true", []),
    (["day"], "true", []),
    (["week", "member"], "true", []),
    (["member", "project", "operation", "month"], "true", []),
    (["project"], "member = 'ben, jr'", ["--member", "ben, jr"]),
    (["operation"], "outcome <> 'done'", ["--outcome", "failed", "--outcome", "cancelled", "--outcome", "filtered"]),
    (
        ["day", "operation"],
        f"instant >= {unix('2025-03-28T00:00+00:00')} AND instant < {unix('2025-10-26T12:00+00:00')}",
        ["--from", "2025-03-28", "--until", "2025-10-26T12:00Z"],
    ),
]


def main():
    program = os.environ["DRAWDOWN"]
    passed = failed = 0
    for seed in [1, 2]:
        events = rows(seed)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = write(events, folder)
            catalog = folder / "studio.json"
            catalog.write_text(json.dumps(CATALOG))
            base = table(events)
            for groups, where, options in CASES:
                expected = in_sql(base, groups, where)
                found, answer = by_program(program, catalog, files, groups, options)
                is_whole = answer["read"]["events"] == ROWS and answer["read"]["duplicates"] == ROWS // 100
                if found == expected and is_whole and answer["read"]["bad_rows"] == 0:
                    passed += 1
                    continue
                failed += 1
                different = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
                print(f"seed {seed}, by {groups}, where {where}: {len(different)} rows differ")
                print(f"  events {answer['read']['events']}, bad rows {answer['read']['bad_rows']}")
                for key in different[:5]:
                    print(f"  {key}: SQL {expected.get(key)}, drawdown {found.get(key)}")
            differs = parquet_differs(program, catalog, files, ["member", "month"], folder)
            if differs:
                print(f"seed {seed}: the report in Parquet is not the one in CSV")
            passed, failed = passed + (not differs), failed + differs
    print(f"{passed} passed")
    print(f"{failed} failed")
    sys.exit(1 if failed else 0)


main()
