"""The peers: how each is built, seeded and started."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .processes import free_port
from .seed import TOKEN, WEAK_TOKEN, seed_postgres, seed_sqlite
from .servers import StartedServer

NAMES = ("drf", "fastapi", "go")
PEERS = Path(__file__).resolve().parent.parent / "peers"
GO_PATH = Path("/usr/share/gocode")  # where Debian's Go packages put their source


def prepare(name, work, sync, cluster, seed, seed_file):
    """Build and seed a peer; return it ready to start."""
    folder = work / name
    folder.mkdir()
    url = cluster.create(name) if cluster else f"sqlite:///{folder / 'contacts.sqlite3'}"
    environment = {**os.environ, "DATABASE_URL": url, "SQLITE_SYNCHRONOUS": sync,
                   "PYTHONDONTWRITEBYTECODE": "1"}
    if name == "drf":
        for arguments in (["migrate", "-v0"], ["seed", seed_file]):
            run_tool([sys.executable, "manage.py", *arguments], cwd=PEERS / name, env=environment)
        if cluster:
            cluster.psql(name, "VACUUM ANALYZE")
    elif cluster:
        seed_postgres(cluster, name, seed)
    else:
        seed_sqlite(folder / "contacts.sqlite3", seed)
    port = free_port()
    command = {"drf": gunicorn, "fastapi": uvicorn, "go": go}[name](port, folder, cluster)
    return StartedServer(name, command, PEERS / name, environment, folder,
                         f"http://127.0.0.1:{port}", TOKEN, WEAK_TOKEN)


def gunicorn(port, _folder, _cluster):
    return [sys.executable, "-m", "gunicorn", "site_config.wsgi", "--workers", "2",
            "--worker-class", "gthread", "--threads", "4", "--keep-alive", "75",
            "--worker-tmp-dir", "/dev/shm", "--log-level", "warning",
            "--bind", f"127.0.0.1:{port}"]


def uvicorn(port, _folder, _cluster):
    return [sys.executable, "-m", "uvicorn", "app:app", "--workers", "2",
            "--loop", "uvloop", "--http", "httptools", "--no-access-log",
            "--log-level", "warning", "--host", "127.0.0.1", "--port", str(port)]


def go(port, folder, cluster):
    binary, compiler = folder / "contacts-go", go_compiler()
    if compiler is None:
        raise SystemExit("The go peer needs Go 1.20 or newer; Benchmarks/README.md says how.")
    tags = "libsqlite3,postgres" if cluster else "libsqlite3"
    run_tool([compiler, "build", "-tags", tags, "-o", binary, "."], cwd=PEERS / "go",
             env={**os.environ, "GO111MODULE": "off", "GOPATH": str(GO_PATH), "GOTOOLCHAIN": "local"})
    return [str(binary), "-listen", f"127.0.0.1:{port}"]


def go_compiler():
    """The newest Go compiler here if it is new enough, else nothing."""
    known = [shutil.which("go"), "/usr/local/go/bin/go", *Path("/usr/lib").glob("go-1.*/bin/go")]
    versions = {go_version(path): str(path) for path in known if path and Path(path).exists()}
    newest = max(versions, default=(0, 0))
    return versions[newest] if newest >= (1, 20) else None


def go_version(path):
    said = subprocess.run([path, "version"], capture_output=True, text=True, timeout=30).stdout
    found = re.search(r"go(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def can_build_go():
    return go_compiler() is not None and (GO_PATH / "src/github.com/mattn/go-sqlite3").is_dir()


def run_tool(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=600, **options)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-3000:]}")
