"""The report of a run: text for people, JSON for programs, and the recorded page."""

import json
import re
import statistics
from datetime import datetime, timezone

from . import machine
from .servers import OPERATIONS


def mean(results, key):
    values = [result[key] for result in results if key in result]
    return statistics.fmean(values) if values else None


def number(value, form=".0f"):
    return "-" if value is None else format(value, form)


def ratio(ours, theirs, operation, key="rps"):
    return mean(ours.rounds[operation], key) / mean(theirs.rounds[operation], key)


def text(servers, target, arguments):
    lines = [heading(arguments), "", *speeds(servers), "", *sizes(servers)]
    if target and len(servers) > 1:
        lines += ["", *ratios(target, [server for server in servers if server is not target])]
    return "\n".join(lines)


def heading(arguments):
    store = "PostgreSQL, fsync on" if arguments.db == "postgres" else (
        "SQLite, synchronous=FULL" if arguments.sync == "FULL" else
        "SQLite, synchronous=NORMAL for the peers and FULL for letterbox")
    rounds = "1 round" if arguments.rounds == 1 else f"{arguments.rounds} rounds"
    return (f"{store}; wrk -t1 -c{arguments.connections}, {rounds} of {arguments.seconds} s, "
            f"{arguments.contacts} contacts")


def speeds(servers):
    yield (f"{'server':<10} {'operation':<9} {'req/s':>7} {'(rounds)':>22} "
           f"{'p50 ms':>8} {'p99 ms':>8} {'cpu us/req':>11}")
    for server in servers:
        for operation in OPERATIONS:
            rounds = server.rounds[operation]
            spread = "/".join(f"{result['rps']:.0f}" for result in rounds)
            yield (f"{server.name:<10} {operation:<9} {mean(rounds, 'rps'):>7.0f} {spread:>22} "
                   f"{mean(rounds, 'p50') / 1000:>8.2f} {mean(rounds, 'p99') / 1000:>8.2f} "
                   f"{number(mean(rounds, 'cpu_us')):>11}")


def sizes(servers):
    yield f"{'server':<10} {'peak RSS MiB':>13} {'PSS MiB':>8} {'start ms':>9}"
    for server in servers:
        peak, shared = server.memory
        yield (f"{server.name:<10} {number(peak):>13} {number(shared):>8} "
               f"{number(server.start_ms):>9}")


def ratios(target, peers):
    yield f"ratio {target.name}/peer: mean req/s (lowest-highest of the rounds), p99 latency"
    yield f"{'peer':<10} {'operation':<9} {'req/s':>8} {'rounds':>15} {'p99':>7}"
    for peer in peers:
        for operation in OPERATIONS:
            pairs = zip(target.rounds[operation], peer.rounds[operation])
            each = [ours["rps"] / theirs["rps"] for ours, theirs in pairs]
            yield (f"{peer.name:<10} {operation:<9} {ratio(target, peer, operation):>7.2f}x "
                   f"{f'{min(each):.2f}-{max(each):.2f}':>15} "
                   f"{ratio(target, peer, operation, 'p99'):>6.2f}x")


def slower(target, peer):
    """The operations that the target does fewer times a second than the peer."""
    return [f"{operation} ({ratio(target, peer, operation):.2f}x)" for operation in OPERATIONS
            if ratio(target, peer, operation) < 1]


def write_json(path, servers, arguments):
    settings = {name: value if isinstance(value, (int, str, list, type(None))) else str(value)
                for name, value in vars(arguments).items() if "token" not in name}
    path.write_text(json.dumps({
        "settings": settings,
        "machine": machine.description(arguments.work),
        "servers": {server.name: {"start_ms": server.start_ms, "memory_mib": server.memory,
                                  "rounds": server.rounds} for server in servers},
    }, indent=1))


def record(page, marker, body, work, versions):
    """Put the report, the machine and the day between the page's `marker` comments."""
    facts = {"Date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
             **machine.description(work), "Versions": versions}
    table = "\n".join(f"| {name} | {value} |" for name, value in facts.items())
    section = f"| | |\n|---|---|\n{table}\n\n```text\n{body}\n```"
    old = page.read_text(encoding="utf-8")
    new, found = re.subn(rf"(<!-- {marker}:begin -->\n).*?(<!-- {marker}:end -->)",
                         lambda match: f"{match[1]}\n{section}\n\n{match[2]}", old, flags=re.S)
    if found != 1:
        raise SystemExit(f"{page}: needs one <!-- {marker}:begin --> and one <!-- {marker}:end -->")
    page.write_text(new, encoding="utf-8")
    print(f"recorded in {page}")
