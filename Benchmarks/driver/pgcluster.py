"""A private PostgreSQL cluster on a unix socket, with its default durability."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


class Cluster:
    def __init__(self, parent=None):
        # PostgreSQL refuses to run as root: use the account made for it.
        self.account = {}
        self.owner = pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            entry = pwd.getpwnam("postgres")
            self.owner = entry.pw_name
            self.account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        self.root = Path(tempfile.mkdtemp(prefix="bench-pg-", dir=parent))
        if self.account:
            os.chown(self.root, self.account["user"], self.account["group"])
        self.root.chmod(0o755)
        self.data = self.root / "data"

    def _call(self, *command):
        done = subprocess.run(
            command, cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=120, **self.account,
        )
        if done.returncode:
            raise SystemExit(f"{command[0]} failed:\n{done.stdout}")

    def __enter__(self):
        self._call("initdb", "-D", str(self.data), "-U", "bench", "-A", "trust",
                   "-E", "UTF8", "--no-locale")
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.root}'"
        self._call("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.root / "log"),
                   "-o", options, "start")
        return self

    def __exit__(self, *_):
        self._call("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
        shutil.rmtree(self.root, ignore_errors=True)

    def psql(self, database, script):
        done = subprocess.run(
            ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", str(self.root), "-U", "bench",
             "-d", database, "-f", "-"],
            input=script, text=True, capture_output=True, timeout=120,
        )
        if done.returncode:
            raise SystemExit(f"psql failed:\n{done.stderr}")
        return done.stdout

    def create(self, database):
        self.psql("postgres", f"CREATE DATABASE {database}")
        return f"postgresql://bench@/{database}?host={self.root}"
