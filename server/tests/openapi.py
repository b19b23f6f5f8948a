"""The whole service against its own description, by schemathesis: no answer of 5xx, none that is not
described. Usage: openapi.py PROGRAM DATABASE-URL"""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request

# Whole catalogs and scenarios as input: what is made up of them is wrong in the first line.
LARGE = "what-if|run-out|/v1/(estimate|affordable|cheaper|simulate|forecast|fit|quote)$"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def start(program, database, folder):
    """The running service, its address and its key."""
    environment = os.environ | {
        "DRAWDOWN_SERVER_LIMITS__REQUESTS_PER_SECOND": "100000",
        "DRAWDOWN_SERVER_LIMITS__BURST": "100000",
        "RUST_LOG": "error",
    }
    service = subprocess.Popen(
        [program, "--listen", "127.0.0.1:0", "--database", database],
        cwd=folder, env=environment, stdout=subprocess.PIPE, text=True,
    )
    address = service.stdout.readline().strip()
    return service, address, service.stdout.readline().split()[-1]


def open_account(address, key):
    """An account for the requests that need one."""
    request = urllib.request.Request(
        address + "/v1/accounts", method="POST",
        data=json.dumps({"id": "0", "catalog": "kive"}).encode(),
        headers={"Authorization": "Bearer " + key, "Idempotency-Key": "open"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 201, answer.status


def run(folder, address, key, *more):
    """One run, and how many requests it made."""
    command = [
        os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run", address + "/openapi.json",
        "-H", "Authorization: Bearer " + key, "--checks", CHECKS, "--seed", "1", "--continue-on-failure",
        "--suppress-health-check", "all", *more,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    generated = re.search(r"(\d+) generated", done.stdout)
    return done, int(generated.group(1)) if generated else 0


def main():
    program, database = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        service, address, key = start(program, database, folder)
        try:
            open_account(address, key)
            with open(os.path.join(folder, "schemathesis.toml"), "w") as settings:
                settings.write('[parameters]\n"path.account" = "0"\n')
            runs = [
                run(folder, address, key, "--phases", "fuzzing", "--max-examples", "15", "--exclude-path-regex", LARGE + "|batch"),
                run(folder, address, key, "--phases", "fuzzing", "--max-examples", "3", "--include-path-regex", LARGE),
            ]
        finally:
            service.terminate()
            service.wait()
    passed = failed = 0
    for done, generated in runs:
        if done.returncode == 0 and generated > 0:
            passed += 1
        else:
            failed += 1
            print(done.stdout[-6000:], done.stderr[-2000:])
        print(f"{generated} requests")
    print(f"{passed} passed")
    sys.exit(1 if failed else 0)


main()
