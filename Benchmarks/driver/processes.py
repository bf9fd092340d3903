"""What the kernel says of processes: their tree, memory, processor time and ports."""

import os
import re
import socket
from pathlib import Path


def process_tree(pid):
    """The process and its descendants."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
    tree = [pid]
    for known in tree:
        tree += [child for child, parent in parents.items() if parent == known]
    return tree


def memory_mib(pid):
    """Peak RSS summed over the processes, and their present proportional size."""
    peak = shared = 0
    for member in process_tree(pid):
        try:
            status = Path(f"/proc/{member}/status").read_text()
            rollup = Path(f"/proc/{member}/smaps_rollup").read_text()
            peak += int(re.search(r"VmHWM:\s+(\d+)", status)[1])
            shared += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])
        except (OSError, TypeError):
            continue
    return peak / 1024, shared / 1024


def cpu_seconds(pid):
    """User and system time of the process and its descendants so far."""
    ticks = 0
    for member in process_tree(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def listening_pid(port):
    """The lowest process id that holds the listening socket of a port."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            part = line.split()
            if part[3] == "0A" and int(part[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{part[9]}]")
    for entry in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()):
        try:
            for handle in os.scandir(f"/proc/{entry}/fd"):
                if os.readlink(handle.path) in inodes:
                    return entry
        except OSError:
            continue
    return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
