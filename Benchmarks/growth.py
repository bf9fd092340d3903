#!/usr/bin/env python3
"""Show what a request costs as contacts grow: one client, nothing else running.

    growth.py --letterbox ../.build/release/letterbox
"""

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

from driver import machine, report
from driver.contract import local, need
from driver.letterbox import Letterbox
from driver.load import wrk
from driver.seed import make_contacts

ROOT = Path(__file__).resolve().parent.parent
RARE, MATCHES = "turquoise", 20  # a word that as many contacts hold at every size
COMMON = "refund"                # in the subject of one contact in seven
COLUMNS = ("first page", "last page", "rare word", "common word", "read one", "update")


def write_contacts(path, count):
    """Contacts as `letterbox contacts export --format ndjson` writes them."""
    every = count // MATCHES
    with open(path, "w", encoding="utf-8") as file:
        for number, contact in enumerate(make_contacts(count), 1):
            if number % every == 0:
                contact["message"] += f" {RARE}"
            whole = {"id": number, **contact, "viewed": False, "viewed_at": None,
                     "updated_at": contact["created_at"]}
            file.write(json.dumps(whole, ensure_ascii=False) + "\n")


def last_page(server, count):
    """The path of the last page, found the way a client finds it: from `next` to `next`."""
    path, seen, web = "/api/contacts?limit=50", 0, server.connect()
    while True:
        status, page = server.call("GET", path, connection=web)
        need(status == 200, server, "page of the list", page)
        seen += len(page["results"])
        if not page["next"]:
            break
        path = local(page["next"])
    web.close()
    need(seen == count, server, "the pages add up", seen)
    return path


def requests_for(server, count):
    search = "/api/contacts?limit=50&q="
    found = server.call("GET", search + RARE)[1]["count"]
    need(found == MATCHES, server, f"search finds {MATCHES}", found)
    page = server.call("GET", "/api/contacts?limit=200")[1]["results"]
    ids = [contact["id"] for contact in page]
    random.Random(3).shuffle(ids)
    edits = [("PATCH", f"/api/contacts/{i}", {"subject": f"growth {turn} {i}"})
             for turn in (0, 1) for i in ids]
    return {
        "first page": [("GET", "/api/contacts?limit=50", None)],
        "last page": [("GET", last_page(server, count), None)],
        "rare word": [("GET", search + RARE, None)],
        "common word": [("GET", search + COMMON, None)],
        "read one": [("GET", f"/api/contacts/{i}?peek=true", None) for i in ids],
        "update": edits,
    }


def measure(program, count, seconds, work):
    """The median ms of each kind of request on a database of that many contacts."""
    folder = work / str(count)
    server = Letterbox(program, folder)
    try:
        server.prepare()
        source = folder / "contacts.ndjson"
        write_contacts(source, count)
        begin = time.monotonic()
        server.run("contacts", "import", source)
        taken = time.monotonic() - begin
        server.start()
        medians = {}
        for column, requests in requests_for(server, count).items():
            wrk(server, requests, 1, 1, work, server.token)
            medians[column] = wrk(server, requests, seconds, 1, work, server.token)["p50"] / 1000
        print(f"{count} contacts imported in {taken:.1f} s and measured", flush=True)
        return medians
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def text(results, seconds):
    lines = [f"median ms of a request; wrk -t1 -c1, {seconds} s each, pages of 50", "",
             f"{'contacts':>10}" + "".join(f"{column:>13}" for column in COLUMNS)]
    for count, medians in results.items():
        lines.append(f"{count:>10}" + "".join(f"{medians[column]:>13.2f}" for column in COLUMNS))
    least, most = results[min(results)], results[max(results)]
    lines.append(f"{'growth':>10}" + "".join(f"{most[c] / least[c]:>12.1f}x" for c in COLUMNS))
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letterbox", type=Path, required=True, metavar="PROGRAM")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--seconds", type=int, default=2, help="length of each measurement")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()),
                        help="folder for the databases, on a real disk")
    parser.add_argument("--report", type=Path, help="also write the table to this file")
    parser.add_argument("--record", action="store_true", help="write it into docs/performance.md")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    work = Path(tempfile.mkdtemp(prefix="growth-", dir=arguments.work.resolve()))
    try:
        results = {count: measure(arguments.letterbox, count, arguments.seconds, work)
                   for count in sorted(arguments.sizes)}
        body = text(results, arguments.seconds)
        print(f"\n{body}\n")
        if arguments.report:
            arguments.report.write_text(body + "\n", encoding="utf-8")
        if arguments.record:
            report.record(ROOT / "docs/performance.md", "growth", body, arguments.work,
                          machine.versions(Letterbox(arguments.letterbox, work / "version")))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
