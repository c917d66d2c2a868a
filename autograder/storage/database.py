"""How the gradebook's database is reached: our patience with it, and its faults as sentences."""

import re
import sqlite3
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    SQLAlchemyError,
)
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from autograder.errors import StoreError

LOCK_SECONDS = 30
CONNECT_SECONDS = 10

# A key of PostgreSQL's advisory locks; storage/lock.py has the other one.
_WRITING = 0x6772616465  # "grade"

# What two who write at once do to each other, and what a second try fixes.
_CONFLICTS = frozenset(
    {"UniqueViolation", "ForeignKeyViolation", "DeadlockDetected"}
    | {"SerializationFailure", "DuplicateTable"}
)
_OF_DATA = (DataError, IntegrityError, InterfaceError)
_REMEDIES = (
    ("password", "Correct the password in ~/.pgpass, or the user in [course] db_url"),
    ("does not exist", "Make the database or the role as docs/gradebook.md shows, or correct"),
    ("permission denied", "Let the role own its database, as docs/gradebook.md shows"),
    ("lock", "Close what else writes the gradebook, such as formgrader"),
    ("disk", "Free space on its disk, and see that its folder can be written"),
    ("No space", "Free space on its disk"),
    ("readonly", "Let its file and folder be written"),
    ("unable to open", "Let its file and folder be read and written"),
)
_OLD = re.compile(r"no such (column|table)|no column named|(column|relation) \S+ does not exist")
_OTHER = "See that its server runs and can be reached, or its folder can be written, and correct"


def with_timeouts(url: str) -> str:
    """Return a gradebook's URL under which who else writes is waited for, but not for ever."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return url if "?" in url else f"{url}?timeout={LOCK_SECONDS}"
    if not parsed.get_driver_name().startswith("psycopg"):
        return url
    ours = {
        "connect_timeout": str(CONNECT_SECONDS),
        "options": f"-c lock_timeout={round(1000 * LOCK_SECONDS)}",
    }
    more = {key: value for key, value in ours.items() if key not in parsed.query}
    return parsed.update_query_dict(more).render_as_string(hide_password=False)


def shown(url: str) -> str:
    """Return a gradebook's URL without its password; raises StoreError when it is none."""
    return _parsed(url).render_as_string(hide_password=True)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # its text would show the password
        parsed = None
    # What follows an @ in a password would be taken for the server's name, and told.
    if parsed is None or "@" in (parsed.host or ""):
        raise StoreError(
            "[course] db_url in course.toml is not the address of a database. Write it as "
            "postgresql+psycopg://user@server/database, with %40 for an @ in a password, or keep "
            "the password in ~/.pgpass."
        )
    return parsed


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Turn what goes wrong with the database at `url` into a StoreError with a remedy."""
    shown(url)
    try:
        yield
    except ModuleNotFoundError as error:
        raise StoreError(
            f"The gradebook {shown(url)} needs the driver {error.name}, which is not installed. "
            f"Run: pip install 'dgm-autograder[postgres]'"
        ) from error
    except DBAPIError as error:
        raise StoreError(_sentence(url, str(error.orig))) from error
    except FileNotFoundError as error:
        raise StoreError(_without_alembic(error) or _sentence(url, str(error))) from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(_sentence(url, str(error.__cause__ or error))) from error
    except ValueError as error:  # nbgrader's InvalidEntry, of what a commit has met
        if not isinstance(error.__context__, DBAPIError):
            raise
        raise StoreError(_sentence(url, str(error.__context__.orig))) from error


def _without_alembic(error: FileNotFoundError) -> str:
    """Say where nbgrader looks for the program that it makes a gradebook with, if that is it."""
    if error.filename != "alembic":
        return ""
    return (
        f"nbgrader makes its gradebook with the program `alembic`, which is in no folder of PATH "
        f"and not in {sysconfig.get_path('scripts')}. Put it there: {sys.executable} -m pip "
        f"install --force-reinstall --no-deps alembic. Or add the folder that has it to PATH."
    )


def old_sentence(url: str, said: str) -> str:
    """Say that a gradebook is of an older nbgrader, and the command that makes it one of today."""
    address = "" if _parsed(url).password else f" --db='{shown(url)}'"
    return (
        f"The gradebook {shown(url)} was made by an older nbgrader: {said}. Run this in the "
        f"course's folder, then the same command again: nbgrader db upgrade{address} (of a SQLite "
        f"file it keeps a copy beside it, of another database keep one yourself)."
    )


def _sentence(url: str, said: str) -> str:
    said = " ".join(said.split("\n\t")[0].strip().partition("\n")[0].split()).rstrip(".?")
    if _OLD.search(said):
        return old_sentence(url, said)
    remedy = next((what for word, what in _REMEDIES if word in said), _OTHER)
    if remedy.endswith("correct"):
        remedy += " [course] db_url in course.toml"
    return (
        f"The gradebook {shown(url)} cannot be read or written: {said}. {remedy}. The verdicts "
        f"are kept; the same command goes on from there."
    )


def sentence_on(fault: BaseException, url: str) -> str:
    """Return the sentence on what keeps a database from everybody, '' if nothing does.

    It is told by the kind of the exceptions, whose texts may be a student's: data that a database
    does not take (DataError, IntegrityError, InterfaceError) are about one student alone.
    """
    for error in _chain(fault):
        if isinstance(error, FileNotFoundError) and _without_alembic(error):
            return _without_alembic(error)
        if isinstance(error, DBAPIError) and not _is_of_one(error):
            return _sentence(url, str(error.orig))
    return ""


def is_conflict(fault: BaseException) -> bool:
    """Say whether somebody wrote the same rows at the same time."""
    return any(
        isinstance(error, StaleDataError | ObjectDeletedError)
        or (isinstance(error, DBAPIError) and _is_conflict(error.orig))
        for error in _chain(fault)
    )


def _is_conflict(said: BaseException | None) -> bool:
    if isinstance(said, sqlite3.IntegrityError):
        return not _is_refused(said)
    return type(said).__name__ in _CONFLICTS


def _is_refused(said: BaseException | None) -> bool:
    """Say whether the database itself refuses all such rows, by a trigger."""
    return getattr(said, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_TRIGGER"


def _is_of_one(error: DBAPIError) -> bool:
    """Say whether it is about one student's data, or about who writes them at the same time."""
    of_data = isinstance(error, _OF_DATA) and not _is_refused(error.orig)
    return of_data or is_conflict(error)


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """Return an exception and those that it was raised from or amid, as nbgrader's own are."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        yield fault
        seen.add(id(fault))
        fault = fault.__cause__ or fault.__context__


@contextmanager
def at_once(gradebook: Any) -> Iterator[None]:
    """Have all that is written into an opened gradebook in one transaction, and nobody between.

    nbgrader itself commits row by row: a kill, a full disk or a lock between two of them would
    leave half of the new rows and half of the old ones, and so would another who writes them.
    """
    session: Session = gradebook.db()
    kind = session.get_bind().dialect.name
    if kind == "sqlite":
        session.execute(text("BEGIN IMMEDIATE"))
    elif kind == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITING})
    session.expire_all()  # what was read before may have been changed since
    commit = session.commit
    session.commit = session.flush  # type: ignore[method-assign]
    yield
    commit()
