"""Reports of a large usage log: events a second and peak memory, beside DuckDB doing a plain sum.

Called by `cargo xtask usage-figures`, with the program in DRAWDOWN and the number of events.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

REPEATS = 3
# Four operations of the catalog with their settings, forty members, five projects, 81 days.
LOG = """
    SELECT 'job-' || i AS id,
           TIMESTAMPTZ '2026-09-01T00:00:00Z' + INTERVAL (i * 7000000 // {rows}) SECOND AS at,
           'user ' || (hash(i) % 40) AS member,
           'project ' || (hash(i + 1) % 5) AS project,
           ['erase', 'replace', 'remove-background', 'change-background'][CAST(1 + hash(i + 2) % 4 AS BIGINT)] AS operation,
           CASE WHEN hash(i + 2) % 4 < 3 THEN 1 + hash(i + 3) % 4 END AS "settings.versions",
           1 + hash(i + 4) % 3 AS runs,
           CASE WHEN hash(i + 5) % 50 = 0 THEN 'failed' ELSE 'done' END AS outcome,
           CAST((hash(i + 7) % 500) / 10 AS DECIMAL(9, 1)) AS charged
    FROM range({rows}) t(i)
"""
FORMS = {
    "csv": "(FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ')",
    "parquet": "(FORMAT parquet)",
}


def generate(rows, folder):
    base = duckdb.connect()
    base.execute("SET TimeZone = 'UTC'")
    files = {}
    for form, options in FORMS.items():
        files[form] = folder / f"log.{form}"
        base.execute(f"COPY ({LOG.format(rows=rows)}) TO '{files[form]}' {options}")
    return files


def program(arguments):
    """Processor seconds, and the peak of memory in MB as the system counts it for this program alone."""
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    peak = 0
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, high_water(child.pid))
        time.sleep(0.005)
    if status != 0:
        sys.exit("the program failed")
    return usage.ru_utime + usage.ru_stime, peak / 1024


def high_water(pid):
    """The peak of memory so far, in kB; 0 when the program has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def plain_sum(file):
    """Processor seconds that DuckDB takes on one thread for a sum by member."""
    base = duckdb.connect()
    base.execute("SET threads = 1")
    began = time.process_time()
    base.execute(f"SELECT member, sum(charged * runs) FROM '{file}' GROUP BY member").fetchall()
    return time.process_time() - began


def main():
    rows = int(sys.argv[1])
    report = [os.environ["DRAWDOWN"], "usage", "report", "-c", "kive", "--rate-all", "--by", "member,operation", "--json"]
    with tempfile.TemporaryDirectory() as name:
        files = generate(rows, Path(name))
        print(f"{rows:,} events, each rated by a catalog, by member and operation; processor time of one core, best of {REPEATS}")
        print("| file | size | events/s | peak memory | ids counted once: events/s | peak memory | a sum by DuckDB |")
        print("|---|---|---|---|---|---|---|")
        for form, file in files.items():
            runs = [
                (plain_sum(file), program([*report, file, "--keep-duplicates"]), program([*report, file]))
                for _ in range(REPEATS)
            ]
            sums, all_rows, once = zip(*runs)
            cells = [form, f"{file.stat().st_size / 1e6:,.0f} MB"]
            for measured in (all_rows, once):
                seconds = min(seconds for seconds, _ in measured)
                cells += [f"{rows / seconds / 1e6:.2f} M", f"{max(memory for _, memory in measured):,.0f} MB"]
            cells.append(f"{rows / min(sums) / 1e6:.2f} M rows/s")
            print(f"| {' | '.join(cells)} |")


main()
