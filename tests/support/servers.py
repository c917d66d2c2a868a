"""A PostgreSQL server of the tests' own: on a free port of 127.0.0.1, in a folder of its own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.support.transports import wait_until

PASSWORD = "hunter2-%40:%2F"  # as it stands in a URL
USER = "tas"


class NoServer(Exception):
    """There can be no server here, and why."""


@dataclass
class Server:
    """A running server; `url` is that of one of its databases."""

    port: int
    folder: Path
    _count: int = field(default=0)

    def url(self, database: str, password: str = PASSWORD) -> str:
        return f"postgresql+psycopg://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def fresh(self) -> str:
        """Make an empty database and give its URL."""
        self._count += 1
        name = f"course{self._count}"
        self.run("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, database: str, words: str) -> None:
        engine = create_engine(self.url(database), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(words))


@contextmanager
def postgres() -> Iterator[Server]:
    """Start a server that ends with the body; raises NoServer."""
    programs = _programs()
    with TemporaryDirectory(prefix="postgres-") as name:
        folder = Path(name)
        prefix = _as_somebody(folder)
        (folder / "password").write_text(unquote(PASSWORD))
        (folder / "password").chmod(0o644)
        account = ["--username", USER, "--pwfile", str(folder / "password")]
        plainly = ["--no-sync", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        initdb = [str(programs / "initdb"), "--pgdata", str(folder / "data")]
        _run([*prefix, *initdb, *account, *plainly])
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "fsync": "off",
            "max_connections": 40,
        }
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*prefix, str(programs / "postgres"), "-D", str(folder / "data"), *words],
                stdout=log,
                stderr=log,
                cwd=folder,
            )
        server = Server(port, folder)
        try:
            wait_until(lambda: process.poll() is not None or _answers(server), "no server", 60)
            if process.poll() is not None:
                raise NoServer((folder / "log").read_text()[-400:])
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # its fast shutdown
            process.wait(30)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    here = shutil.which("postgres")
    if here:
        found.append(Path(here).resolve())
    for program in reversed(found):
        if program.with_name("initdb").is_file():
            return program.parent
    raise NoServer("PostgreSQL is not installed: apt-get install postgresql")


def _as_somebody(folder: Path) -> list[str]:
    """Return the words that make a command another user's, since a server refuses to be root's."""
    if os.geteuid() != 0:
        return []
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise NoServer(done.stderr[-400:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(server: Server) -> bool:
    try:
        server.run("postgres", "SELECT 1")
    except OperationalError:
        return False
    return True
