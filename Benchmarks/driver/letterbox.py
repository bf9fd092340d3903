"""Letterbox itself, on a throwaway database that its own command line makes."""

import os
import re
import subprocess

from .servers import StartedServer


class Letterbox(StartedServer):
    def __init__(self, program, folder):
        folder.mkdir()
        settings = {"LETTERBOX_DATABASE": f"sqlite:{folder / 'letterbox.db'}",
                    "LETTERBOX_INTAKE_RATE": "off", "LETTERBOX_SPAM": "off"}
        own = {name: value for name, value in os.environ.items()
               if not name.startswith("LETTERBOX_")}
        self.program = str(program.resolve())
        super().__init__("letterbox", [self.program, "serve", "--port", "0"], folder,
                         {**own, **settings}, folder, base=None, token=None, weak_token=None)

    def prepare(self):
        """A member of staff who may list, read and update, and one who may nothing."""
        codes = "4001,4002,4003"
        self.run("staff", "create", "bench@example.com", "--permissions", codes)
        self.run("staff", "create", "weak@example.com")
        self.token = self.run("keys", "create", "bench@example.com", "--permissions", codes).strip()
        self.weak_token = self.run("keys", "create", "weak@example.com").strip()

    def run(self, *arguments, timeout=600):
        """The standard output of a command of its command line."""
        done = subprocess.run([self.program, *map(str, arguments)], cwd=self.cwd,
                              env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=timeout)
        if done.returncode:
            raise SystemExit(f"letterbox {' '.join(map(str, arguments))} ended with "
                             f"{done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def answers(self):
        # Port 0: only the ready line says where it listens.
        ready = re.search(r"^Letterbox is ready at (http://\S+)$", self.output.read_text(), re.M)
        if not ready:
            return False
        self.move_to(ready[1])
        return super().answers()
