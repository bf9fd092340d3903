"""What a run was measured on."""

import functools
import os
import platform
import re
import subprocess
import time
from importlib.metadata import version
from pathlib import Path


@functools.cache
def description(work):
    return {"Processor": processor(), "Memory": memory(), "System": system(), "Disk": disk(work)}


def processor():
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.M)
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {model[1] if model else platform.machine()}"


def memory():
    kib = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1])
    return f"{kib / 2**20:.1f} GiB"


def system():
    name = re.search(r'^PRETTY_NAME="?([^"\n]+)', Path("/etc/os-release").read_text(), re.M)
    kernel = re.match(r"[\d.]*\d", platform.release())
    return f"{name[1] if name else platform.system()}, Linux {kernel[0] if kernel else ''}".strip()


def disk(work):
    kind = file_system(work)
    rate = durable_writes(work, seconds=1, growing=False)
    return f"{kind}, {rate:.0f} durable 4 KiB writes a second"


def file_system(folder):
    """The type of the file system that holds the folder."""
    said = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True)
    return said.stdout.strip().replace("ext2/ext3", "ext4")


def durable_writes(work, seconds, growing):
    """How many times a second 4 KiB can be written and synced, to a file that grows or does not."""
    block, count, path = b"x" * 4096, 0, Path(work) / "fsync"
    with open(path, "wb", buffering=0) as target:
        target.write(block * 1024)
        os.fsync(target.fileno())
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            if not growing:
                target.seek(count % 1024 * 4096)
            target.write(block)
            os.fdatasync(target.fileno())
            count += 1
        rate = count / (time.monotonic() - start)
    path.unlink()
    return rate


def versions(letterbox, peers=()):
    """What was measured, and what the peers stand on."""
    packages = {"drf": ("Django", "djangorestframework", "gunicorn"),
                "fastapi": ("fastapi", "uvicorn", "pydantic")}
    known = [letterbox.run("--version").strip()] if letterbox else []
    for peer in peers:
        known += [f"{package} {version(package)}" for package in packages.get(peer, ())]
    return ", ".join([*known, f"Python {platform.python_version()}"])
