"""Servers under measurement: how to call them, and how to start and stop those that are ours."""

import http.client
import json
import os
import signal
import statistics
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from .processes import process_tree

OPERATIONS = ("list", "get", "patch", "create")  # create last: it grows the table


class Server:
    """A server that is already running."""

    def __init__(self, name, base, token, weak_token=None, pid=None):
        self.name, self.token, self.weak_token, self.pid = name, token, weak_token, pid
        self.start_ms, self.memory = None, (None, None)
        self.ids, self.read_ids = [], []
        self.rounds = {operation: [] for operation in OPERATIONS}
        if base:
            self.move_to(base)

    def move_to(self, base):
        parts = urlsplit(base)
        self.host, self.port = parts.hostname, parts.port or 80
        self.base = f"http://{self.host}:{self.port}"

    def connect(self, timeout=30):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def call(self, method, path, body=None, token=True, connection=None, raw=None):
        """The status and the decoded body of one request; `token=True` sends the server's own."""
        headers = {"Accept": "application/json"}
        key = self.token if token is True else token
        if key:
            headers["Authorization"] = f"Token {key}"
        if body is not None or raw is not None:
            headers["Content-Type"] = "application/json"
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        web = connection or self.connect()
        try:
            web.request(method, path, data, headers)
            answer = web.getresponse()
            content = answer.read()
        finally:
            if connection is None:
                web.close()
        try:
            return answer.status, json.loads(content)
        except ValueError:
            return answer.status, content

    def count(self):
        return self.call("GET", "/api/contacts?limit=1")[1]["count"]


class StartedServer(Server):
    """A server that this run starts and stops."""

    def __init__(self, name, command, cwd, environment, folder, base, token, weak_token):
        super().__init__(name, base, token, weak_token)
        self.command, self.cwd, self.environment = command, cwd, environment
        self.output, self.log = folder / "output", folder / "log"
        self.log.touch()
        self.process = None

    def start(self):
        """Start the process; milliseconds to the first 200 of an authorized list."""
        begin = time.monotonic()
        with open(self.output, "wb") as output, open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.cwd, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=log,
            )
        self.pid = self.process.pid
        while time.monotonic() - begin < 30 and self.process.poll() is None:
            if self.answers():
                return (time.monotonic() - begin) * 1000
            time.sleep(0.002)
        self.stop()
        last = (self.output.read_text() + self.log.read_text())[-3000:]
        raise SystemExit(f"{self.name} did not become ready:\n{last}")

    def answers(self):
        try:
            return self.call("GET", "/api/contacts?limit=1")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def measure_start(self, times):
        """Start it that many times, keep the median, and leave it running."""
        taken = []
        for _ in range(times):
            self.stop()
            taken.append(self.start())
        self.start_ms = statistics.median(taken)

    def stop(self):
        if self.process is None:
            return
        members = process_tree(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            for member in members:
                try:
                    os.kill(member, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.wait(10)
        self.process = None
