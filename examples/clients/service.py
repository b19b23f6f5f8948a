"""A back end in Python that has its balances kept by `drawdown-server`: the standard library alone.

cargo run -p drawdown-server -- --catalogs examples/catalogs
DRAWDOWN_URL=http://127.0.0.1:8787 DRAWDOWN_KEY=dd_... python3 examples/clients/service.py
"""

import http.client
import json
import os
import random
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timezone


class Refused(Exception):
    """The service has said no, and nothing has changed: `problem` says why."""

    def __init__(self, status, problem):
        super().__init__(problem["detail"])
        self.status, self.problem = status, problem


class Service:
    """The service at an address, under an API key.

    Requests that find no answer are sent again, those that change something under the same key, until `patience`
    (in seconds) ends: then it is unknown whether they have happened.
    """

    def __init__(self, address, api_key, patience=60):
        self.address, self.api_key, self.patience = address, api_key, patience

    def get(self, path):
        return self._send("GET", path)

    def post(self, path, body=None, key=None):
        return self._send("POST", path, body, key)

    def _send(self, method, path, body=None, key=None):
        headers = {"Authorization": f"Bearer {self.api_key}", "Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        end, wait = time.monotonic() + self.patience, 0.1
        while True:
            asked, reason = 0, None
            try:
                status, headers, text = self._answer(request)
                if status < 500 and status != 429:
                    answer = json.loads(text)
                    if status < 400:
                        return answer
                    raise Refused(status, answer)
                asked = float(headers.get("Retry-After", 0))
            # No connection, none in time, or an answer that breaks off.
            except (OSError, http.client.HTTPException, ValueError) as error:
                reason = error
            if time.monotonic() + max(wait, asked) > end:
                raise TimeoutError(f"no answer to {method} {path}") from reason
            time.sleep(max(wait * random.uniform(0.5, 1), asked))
            wait = min(2 * wait, 5)

    @staticmethod
    def _answer(request):
        try:
            response = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            return response.status, response.headers, response.read()


def generate(service, account, job, quote, run):
    """Holds what a quote says, runs it, and settles what it has cost; a run that fails is free.

    All under the id of the job: called again with the same, after a crash too, it changes nothing twice. `run` gets
    the id for that reason: ask your generator under it, so that it does not run twice either.
    """
    path = f"/v1/accounts/{urllib.parse.quote(account, safe='')}"
    hold = service.post(f"{path}/holds", {"quote": quote}, f"{job}-hold")["hold"]
    held = f"{path}/holds/{hold['id'].removeprefix(account + '/')}"
    try:
        cost = run(quote["request"], job)
    except Exception:
        service.post(f"{held}/release", key=f"{job}-release")
        raise
    # Not inside the `try`: a run that has happened is not released.
    try:
        done = service.post(f"{held}/settle", {"amount": cost}, f"{job}-settle")
    except Refused as refused:
        if refused.status != 404:
            raise
        # The hold has ended before the run.
        order = {"operation": hold["operation"], "amount": cost}
        done = service.post(f"{path}/charges", order, f"{job}-charge")
    return hold["amount"], done["receipt"]["amount"]


def explained(refused):
    """What to tell the customer, or the developer."""
    problem, code = refused.problem, refused.problem["code"]
    if refused.status == 402:
        helps = [f"{way['credits']} of {way['name']}" for way in problem.get("ways", []) if way["covers"]]
        return f"{problem['shortfall']} credits are missing; what helps: {', '.join(helps) or 'nothing'}"
    if code == "price_moved":
        return f"the price was {problem['quoted']} and is {problem['current']}: quote again, and ask the customer"
    if code == "quote_used":
        return "this quote has been paid for: a second click"
    if refused.status == 403:
        return f"not allowed: {problem['detail']}"
    return f"{refused.status} {problem.get('fault', code)}: {problem['detail']}"


def main():
    service = Service(os.environ.get("DRAWDOWN_URL", "http://127.0.0.1:8787"), os.environ["DRAWDOWN_KEY"])
    account, job = "acct-python", os.environ.get("JOB", str(uuid.uuid4()))
    service.post("/v1/accounts", {"id": account, "catalog": "atelier"}, "open")
    # A browser makes such quotes, and sends them along with the click.
    at = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def quoted(operation, runs=1, **settings):
        request = {"operation": operation, "settings": settings, "runs": runs, "at": at}
        return service.post("/v1/quote", {"catalog": "atelier", "request": request})

    images, small = quoted("image", images=2, size="large"), quoted("image", images=2)
    cheaper = {**small, "estimate": {**small["estimate"], "total": "1"}}
    many, film = quoted("image", runs=100), quoted("film", seconds=2)
    quotes = {"images": images, "again": images, "cheaper": cheaper, "many": many, "film": film, "fails": small}
    for name, quote in quotes.items():

        def run(request, job):
            if job.endswith("fails"):
                raise RuntimeError("the generator has failed")
            return "10"  # one image fewer than was asked for

        try:
            held, paid = generate(service, account, f"{job}-{name}", quote, run)
            print(f"{name}: {held} held, {paid} paid")
        except Refused as refused:
            print(f"{name}: {explained(refused)}")
        except RuntimeError as error:
            print(f"{name}: {error}")
    print(f"balance: {service.get(f'/v1/accounts/{account}')['balance']}")


if __name__ == "__main__":
    main()
