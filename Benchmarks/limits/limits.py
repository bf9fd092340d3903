#!/usr/bin/env python3
"""What the disk, SQLite, PostgreSQL and HTTP allow here, with no application."""

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.dont_write_bytecode = True

from driver.load import wrk
from driver.machine import durable_writes
from driver.pgcluster import Cluster
from driver.processes import free_port, memory_mib
from driver.seed import make_seed, seed_postgres
from driver.servers import Server


def fsync(work, seconds):
    """The price of one durable 4 KiB write, where the file grows and where it does not."""
    for growing in (True, False):
        rate = durable_writes(work, seconds, growing)
        print(f"4 KiB {'append' if growing else 'overwrite'} + fdatasync: {rate:.0f}/s", flush=True)


def sqlite(work, seconds):
    program = work / "raw_sqlite"
    subprocess.run(["cc", "-O2", "-o", program, HERE / "raw_sqlite.c", "-lsqlite3"], check=True)
    subprocess.run([program, work / "raw.sqlite3", str(seconds)], check=True, timeout=60 + 8 * seconds)


def http(work, seconds):
    """nginx returning a fixed 400-byte JSON body."""
    contact = {"id": 1, "first_name": "Anna", "last_name": "Novak", "email": "person1@example.com",
               "mobile_number": "+989120000001", "subject": "Question about delivery", "message": "",
               "viewed": False, "viewed_at": None, "created_at": "2024-01-01T00:10:00.123456Z",
               "updated_at": "2024-01-01T00:10:00.123456Z"}
    contact["message"] = "x" * (400 - len(json.dumps(contact)))
    body = json.dumps(contact)
    assert len(body) == 400
    port = free_port()
    (work / "nginx.conf").write_text(f"""
daemon off; worker_processes 2; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; keepalive_requests 100000000; default_type application/json;
  client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3;
  uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{body}'; }} }}
}}
""")
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    server = subprocess.Popen([nginx, "-p", str(work), "-e", str(work / "error.log"),
                               "-c", str(work / "nginx.conf")])
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        target = Server("nginx", f"http://127.0.0.1:{port}", "0" * 40)
        result = wrk(target, [("GET", "/api/contacts/1", None)], seconds, 32, work, target.token)
        assert result["bytes"] > 400 * result["requests"], result
        print(f"nginx static 400-byte JSON, wrk -t1 -c32: {result['rps']:.0f} req/s,"
              f" p50 {result['p50'] / 1000:.2f} ms, p99 {result['p99'] / 1000:.2f} ms,"
              f" peak RSS {memory_mib(server.pid)[0]:.0f} MiB", flush=True)
    finally:
        server.terminate()
        server.wait(10)


def postgres(work, seconds):
    script = work / "update.sql"
    script.write_text("\\set id random(1, 10000)\n"
                      "UPDATE contacts SET subject = 'edit', mobile_number = '+989350000000',"
                      " updated_at = now() WHERE id = :id;\n")
    with Cluster(work) as cluster:
        cluster.create("limits")
        seed_postgres(cluster, "limits", make_seed(10_000))
        for mode in ("on", "off"):
            done = subprocess.run(
                ["pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "1", "-T", str(seconds),
                 "-f", script, "-h", cluster.root, "-U", "bench", "limits"],
                env={**os.environ, "PGOPTIONS": f"-c synchronous_commit={mode}"},
                capture_output=True, text=True, timeout=seconds + 60, check=True)
            rate = re.search(r"tps = ([\d.]+)", done.stdout)[1]
            delay = re.search(r"latency average = ([\d.]+)", done.stdout)[1]
            failed = re.search(r"failed transactions: (\d+)", done.stdout)
            assert failed is None or failed[1] == "0", done.stdout
            print(f"PostgreSQL UPDATE by key, 8 clients, unix socket, synchronous_commit={mode}:"
                  f" {float(rate):.0f}/s, mean {delay} ms", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--work", type=os.path.abspath,
                        help="folder for the databases, on a real disk")
    parser.add_argument("--only", action="append", choices=["fsync", "sqlite", "http", "postgres"])
    arguments = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="limits-", dir=arguments.work))
    work.chmod(0o755)
    try:
        for measure in (fsync, sqlite, http, postgres):
            if not arguments.only or measure.__name__ in arguments.only:
                measure(work, arguments.seconds)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
