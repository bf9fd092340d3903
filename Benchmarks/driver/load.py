"""The load: what wrk sends for each operation, and the proof that it was done."""

import json
import os
import random
import re
import subprocess
import time
from pathlib import Path

from .contract import check_contact, contacts, need
from .processes import cpu_seconds
from .seed import new_contact

SCRIPT = Path(__file__).resolve().parent / "load.lua"


def wrk(server, requests, seconds, connections, work, token):
    """Play the requests for some seconds; fails on an answer outside 2xx or a socket error.

    The result has counts, `p50` and `p99` in µs, `rps`, and `cpu_us`: the server's
    processor time a request.
    """
    source = work / "requests"
    source.write_text("".join(
        f"{method}\t{path}\t{'' if body is None else json.dumps(body, ensure_ascii=False)}\n"
        for method, path, body in requests), encoding="utf-8")
    cpu = cpu_seconds(server.pid) if server.pid else None
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
         "-s", str(SCRIPT), server.base],
        env={**os.environ, "REQUESTS": str(source), "TOKEN": token or ""},
        capture_output=True, text=True, timeout=seconds + 60,
    )
    found = re.search(r"^RESULT (.*)$", done.stdout, re.M)
    need(found, server, "wrk gives a result", done.stdout + done.stderr)
    result = json.loads(found[1])
    wrong = [key for key in ("status", "connect", "read", "write", "timeout") if result[key]]
    need(not wrong and result["requests"], server, f"{requests[0][0]}: every answer is 2xx", result)
    result["rps"] = result["requests"] / (result["us"] / 1e6)
    if cpu is not None:
        result["cpu_us"] = (cpu_seconds(server.pid) - cpu) * 1e6 / result["requests"]
    return result


def measure(server, operation, seconds, marker, work, connections):
    before = server.count() if operation == "create" else 0
    requests, edits = requests_for(server, operation, marker)
    token = None if operation == "create" else server.token
    result = wrk(server, requests, seconds, connections, work, token)
    time.sleep(0.3)  # the requests that wrk cut off end meanwhile
    if operation == "create":
        check_created(server, result, before, connections)
    elif operation == "patch":
        check_edited(server, result, edits, connections)
    else:
        check_answers(server, operation, requests)
    return result


def requests_for(server, operation, marker):
    """The requests, and for `patch` the two subjects that each contact may have afterwards."""
    rng = random.Random(f"{operation}{marker}")
    if operation == "list":
        return [("GET", "/api/contacts?limit=50", None)], {}
    if operation == "get":
        return [("GET", f"/api/contacts/{i}", None) for i in server.read_ids], {}
    if operation == "create":
        return [("POST", "/api/contacts", new_contact(rng, n)) for n in range(1000)], {}
    # Two values in turn, so that every request changes its contact: an update that
    # changes nothing need not write, and would measure nothing.
    ids = rng.sample(server.ids, min(2000, len(server.ids)))
    edits = {i: (f"پیگیری {marker}-{n}-a", f"پیگیری {marker}-{n}-b") for n, i in enumerate(ids)}
    requests = [
        ("PATCH", f"/api/contacts/{i}",
         {"subject": edits[i][turn], "mobile_number": f"+9893{turn}{n:07d}"})
        for turn in (0, 1) for n, i in enumerate(ids)]
    return requests, edits


def check_created(server, result, before, connections):
    added, finished = server.count() - before, result["requests"]
    need(finished <= added <= finished + connections, server, "every 201 is a row", (finished, added))
    for contact in server.call("GET", "/api/contacts?limit=20")[1]["results"]:
        check_contact(server, contact)
        need(contact["email"].startswith("person"), server, "created body", contact)


def check_edited(server, result, edits, connections):
    # The first turn goes to a contact each, so at least as many new subjects as answers
    # must be there; after a whole turn, all but those that were cut off.
    stored = {contact["id"]: contact["subject"] for contact in contacts(server)}
    kept = sum(stored[contact_id] in subjects for contact_id, subjects in edits.items())
    wanted = min(result["requests"], len(edits) - connections)
    need(kept >= wanted, server, "every 200 is an edit", (result["requests"], kept))
    result["edits_found"], result["edits_wanted"] = kept, wanted


def check_answers(server, operation, requests):
    for method, path, _ in random.Random(1).sample(requests, min(20, len(requests))):
        status, body = server.call(method, path)
        need(status == 200, server, operation, status)
        for contact in body["results"] if operation == "list" else [body]:
            check_contact(server, contact)
