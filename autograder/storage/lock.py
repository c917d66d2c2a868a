"""Cross-process lock on a gradebook, held by one grader at a time, wherever it runs."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from filelock import Timeout
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.pool import NullPool

from autograder.storage.database import reaching, with_timeouts
from autograder.storage.file_lock import file_lock, holder_of, own_name
from autograder.storage.permissions import file_mode

log = logging.getLogger("autograder")

_TURN = 0x7475726E  # "turn", a key of PostgreSQL's advisory locks
SILENT_SECONDS, GLANCE_SECONDS = 2.0, 0.01


class Lock(Protocol):
    """What one process holds at a time; it ends with the process that holds it."""

    def try_take(self) -> bool:
        """Take it now, or say that another has it."""

    def take(self) -> None:
        """Wait for it."""

    def holder(self) -> str:
        """Say who has it, '' when that cannot be told."""

    def give(self) -> None:
        """Let the next one have it."""

    def close(self) -> None:
        """Let go of all that it needed."""


class GradebookLock:
    """The turns of one process at a gradebook; `say` hears, once, whom it waits for."""

    def __init__(self, lock: Lock | None, url: str, say: Callable[[str], None]) -> None:
        self._lock, self._url, self._say = lock, url, say
        self._depth = 0
        self._said = False

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait until nobody else writes, and keep others waiting while the body runs.

        Within itself it is taken already. Raises StoreError when the database is gone.
        """
        if self._lock is None or self._depth:
            yield
            return
        with reaching(self._url):
            self._take(self._lock)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            with reaching(self._url):
                self._lock.give()

    def _take(self, lock: Lock) -> None:
        patience = time.monotonic() + SILENT_SECONDS
        while not lock.try_take():
            if time.monotonic() > patience:
                self._tell(lock.holder())
                lock.take()
                return
            time.sleep(GLANCE_SECONDS)

    def _tell(self, holder: str) -> None:
        if not self._said:
            who = f" ({holder})" if holder else ""
            self._say(f"Waiting for another grader that writes the same gradebook{who}.")
        self._said = True


@contextmanager
def turns_at(url: str, say: Callable[[str], None] = log.warning) -> Iterator[GradebookLock]:
    """Return this process's turns at a gradebook.

    PostgreSQL knows who is first, on whatever machine; for SQLite a file beside the gradebook does.
    Raises StoreError when the database cannot be reached.
    """
    with reaching(url):
        parsed = make_url(url)
        lock: Lock | None = None
        if parsed.get_backend_name() == "postgresql":
            lock = _ServerLock(url)
        elif parsed.database and parsed.database != ":memory:":
            lock = _FileLock(Path(parsed.database))
    if lock is None:
        yield GradebookLock(None, url, say)
        return
    with closing(lock):
        yield GradebookLock(lock, url, say)


class _FileLock:
    """A lock on `.<gradebook>.lock`, which who may write the gradebook may write, too."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f".{database.name}.lock")
        mode = database.stat().st_mode & 0o666 if database.exists() else file_mode(database.parent)
        # Who records a class lets go for some milliseconds between two students.
        self._lock = file_lock(self._path, mode, poll_seconds=GLANCE_SECONDS)

    def try_take(self) -> bool:
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def take(self) -> None:
        self._lock.acquire()

    def holder(self) -> str:
        return holder_of(self._path)

    def give(self) -> None:
        self._lock.release()

    def close(self) -> None:
        self._lock.release(force=True)


class _ServerLock:
    """An advisory lock of a PostgreSQL server, held by a connection of its own."""

    def __init__(self, url: str) -> None:
        engine = create_engine(with_timeouts(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._server: Connection = engine.connect()
        self._run("SELECT set_config('application_name', :name, false)", name=own_name()[:63])
        self._run("SELECT set_config('lock_timeout', '0', false)")  # its holder may have a class

    def _run(self, words: str, **values: object) -> object:
        return self._server.execute(text(words), values).scalar()

    def try_take(self) -> bool:
        return bool(self._run("SELECT pg_try_advisory_lock(:key)", key=_TURN))

    def take(self) -> None:
        self._run("SELECT pg_advisory_lock(:key)", key=_TURN)

    def holder(self) -> str:
        found = self._run(
            "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE granted "
            "AND locktype = 'advisory' AND objid = :key AND classid = 0 AND pg_locks.database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())",
            key=_TURN,
        )
        return str(found or "")

    def give(self) -> None:
        self._run("SELECT pg_advisory_unlock(:key)", key=_TURN)

    def close(self) -> None:
        self._server.close()
