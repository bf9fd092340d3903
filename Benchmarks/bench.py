#!/usr/bin/env python3
"""Measure Letterbox and its peers side by side, in one run, over loopback.

    bench.py --letterbox ../.build/release/letterbox
    bench.py --peer drf --peer go
    bench.py --target http://127.0.0.1:8080 --token KEY
"""

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

sys.dont_write_bytecode = True

from driver import machine, peers, report
from driver.contract import check_contract, contacts, in_threads
from driver.letterbox import Letterbox
from driver.load import measure
from driver.pgcluster import Cluster
from driver.processes import listening_pid, memory_mib
from driver.seed import STRINGS, make_seed
from driver.servers import OPERATIONS, Server, StartedServer

ROOT = Path(__file__).resolve().parent.parent


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--letterbox", type=Path, metavar="PROGRAM", help="start and measure this build of Letterbox")
    add("--target", metavar="URL", help="measure a server that is already running, on loopback")
    add("--token", help="key of a member of the target's staff with codes 4001, 4002, 4003")
    add("--weak-token", help="key of one without those codes")
    add("--peer", action="append", choices=[*peers.NAMES, "none"], help="all, where none is named")
    add("--db", choices=["sqlite", "postgres"], default="sqlite", help="what the peers store in")
    add("--sync", choices=["NORMAL", "FULL"], default="FULL",
        help="PRAGMA synchronous of the peers; Letterbox always syncs at each commit")
    add("--seconds", type=int, default=3, help="length of a round")
    add("--rounds", type=int, default=3)
    add("--connections", type=int, default=32)
    add("--contacts", type=int, default=10_000)
    add("--starts", type=int, default=3, help="starts to take the median of")
    add("--smoke", action="store_true", help="one short round against drf, to see that all works")
    add("--check-only", action="store_true", help="check the contract, no load")
    add("--work", type=Path, default=Path(tempfile.gettempdir()),
        help="folder for the databases, on a real disk")
    add("--report", type=Path, help="also write the report to this file")
    add("--json", type=Path, help="also write all results to this file")
    add("--record", action="store_true", help="write the report into docs/performance.md")
    add("--at-least", choices=peers.NAMES, metavar="PEER",
        help="exit 1 when an operation is slower than this peer's")
    arguments = parser.parse_args()
    settle(parser, arguments)
    return arguments


def settle(parser, arguments):
    """Refuse what cannot be measured, and fill in what follows from the rest."""
    if arguments.target and arguments.letterbox:
        parser.error("either --letterbox or --target")
    if arguments.target and not arguments.token:
        parser.error("--target needs --token")
    if arguments.target and urlsplit(arguments.target).hostname not in ("127.0.0.1", "localhost", "::1"):
        parser.error("--target: loopback only")
    if arguments.letterbox and arguments.db == "postgres":
        parser.error("--db postgres is for the peers alone")
    if arguments.letterbox and not arguments.letterbox.is_file():
        parser.error(f"--letterbox: {arguments.letterbox} is not built; `make bench` builds it")
    if arguments.record and arguments.smoke:
        parser.error("--smoke is too short to record")
    if machine.file_system(arguments.work) in ("tmpfs", "ramfs"):
        parser.error(f"--work: {arguments.work} is in memory; durable writes need a disk")
    if arguments.smoke:
        arguments.rounds, arguments.seconds, arguments.starts = 1, 2, 1
        arguments.contacts = 1000
        arguments.peer = arguments.peer or ["drf"]
    if not arguments.peer:
        arguments.peer = list(peers.NAMES)
        if not peers.can_build_go():
            arguments.peer.remove("go")
            print("The go peer is left out: it needs Go 1.20 or newer and go-sqlite3.", flush=True)
    arguments.peer = [name for name in dict.fromkeys(arguments.peer) if name != "none"]


class Run:
    """The servers of one run, in the order in which the report names them."""

    def __init__(self, arguments):
        self.arguments, self.target, self.servers, self.cluster = arguments, None, [], None
        self.work = Path(tempfile.mkdtemp(prefix="bench-", dir=arguments.work.resolve()))
        self.work.chmod(0o755)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        for server in self.servers:
            if isinstance(server, StartedServer):
                server.stop()
                if kind:  # what went wrong may stand in a log
                    shutil.copy(server.log, self.arguments.work / f"{server.name}.log")
        if self.cluster:
            self.cluster.__exit__()
        shutil.rmtree(self.work, ignore_errors=True)

    def start_all(self):
        seed = make_seed(self.arguments.contacts)
        if self.arguments.letterbox:
            self.start_letterbox(seed)
        if self.arguments.target:
            self.find_target(seed)
        self.start_peers(seed)

    def start_letterbox(self, seed):
        self.target = Letterbox(self.arguments.letterbox, self.work / "letterbox")
        self.servers.append(self.target)
        self.target.prepare()
        self.target.start()
        self.fill(seed)
        self.target.measure_start(self.arguments.starts)

    def find_target(self, seed):
        arguments = self.arguments
        self.target = Server("target", arguments.target, arguments.token, arguments.weak_token)
        self.target.pid = listening_pid(self.target.port)
        self.servers.append(self.target)
        self.fill(seed)

    def fill(self, seed):
        missing = max(0, self.arguments.contacts - self.target.count())
        print(f"{self.target.name}: adding {missing} contacts", flush=True)
        fresh = [{name: contact[name] for name in STRINGS} for contact in seed["contacts"][:missing]]
        in_threads(self.target, [("POST", "/api/contacts", contact) for contact in fresh])

    def start_peers(self, seed):
        arguments = self.arguments
        if arguments.db == "postgres" and arguments.peer:
            self.cluster = Cluster(arguments.work).__enter__()
        seed_file = self.work / "seed.json"
        seed_file.write_text(json.dumps(seed, ensure_ascii=False), encoding="utf-8")
        for name in arguments.peer:
            peer = peers.prepare(name, self.work, arguments.sync, self.cluster, seed, seed_file)
            self.servers.append(peer)
            peer.measure_start(arguments.starts)

    def check(self):
        for server in self.servers:
            check_contract(server)
            server.ids = [contact["id"] for contact in contacts(server)]
            print(f"{server.name}: contract holds, {len(server.ids)} contacts", flush=True)

    def load(self):
        for server in self.servers:
            # Reads are measured after the first read of each contact, which is a write.
            server.read_ids = random.Random(3).sample(server.ids, min(2000, len(server.ids)))
            in_threads(server, [("GET", f"/api/contacts/{i}", None) for i in server.read_ids])
        for operation in OPERATIONS:
            for server in self.servers:
                self.measure(server, operation, 1, "w")
            for turn in range(self.arguments.rounds):
                for server in self.servers:
                    result = self.measure(server, operation, self.arguments.seconds, turn)
                    server.rounds[operation].append(result)
                    print(f"{operation} {turn + 1}/{self.arguments.rounds} {server.name}: "
                          f"{result['rps']:.0f} req/s", flush=True)
        for server in self.servers:
            if server.pid:
                server.memory = memory_mib(server.pid)

    def measure(self, server, operation, seconds, marker):
        return measure(server, operation, seconds, marker, self.work, self.arguments.connections)

    def report(self):
        """Print and write the report; the exit code that it asks for."""
        arguments = self.arguments
        body, code = report.text(self.servers, self.target, arguments), 0
        peer = next((server for server in self.servers if server.name == arguments.at_least), None)
        if self.target and peer:
            slower = report.slower(self.target, peer)
            body += "\n\n" + (f"Slower than {peer.name}: {', '.join(slower)}" if slower
                              else f"No operation is slower than {peer.name}'s.")
            code = 1 if slower else 0
        print(f"\n{body}\n", flush=True)
        if arguments.report:
            arguments.report.write_text(body + "\n", encoding="utf-8")
        if arguments.json:
            report.write_json(arguments.json, self.servers, arguments)
        if arguments.record:
            ours = self.target if isinstance(self.target, Letterbox) else None
            report.record(ROOT / "docs/performance.md", "report", body, arguments.work,
                          machine.versions(ours, arguments.peer))
        return code


def main():
    arguments = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Run(arguments) as run:
        run.start_all()
        run.check()
        return 0 if arguments.check_only else (run.load() or run.report())


if __name__ == "__main__":
    sys.exit(main())
