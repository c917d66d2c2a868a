"""How the gradebook's database is reached: our patience with it, and its faults as sentences."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from autograder.errors import StoreError

LOCK_SECONDS = 30
CONNECT_SECONDS = 10

# A key of PostgreSQL's advisory locks; turn.py has the other one.
_WRITING = 0x6772616465  # "grade"

# The line of a traceback in which SQLAlchemy, or nbgrader after it, says what a database said.
_SAID = re.compile(
    r"^\s*(?:sqlalchemy\.(?:orm\.)?exc\.\w+|nbgrader\.api\.InvalidEntry): "
    r"\((?:sqlite3|psycopg2?)\.(?:\w+\.)?(\w+)\) (.+)$",
    re.MULTILINE,
)
_STALE = re.compile(r"^\s*sqlalchemy\.orm\.exc\.(?:StaleDataError|ObjectDeletedError): ", re.M)
# What two who write at once do to each other, and what a second try mends.
_CONFLICTS = frozenset(
    {"UniqueViolation", "ForeignKeyViolation", "DeadlockDetected"}
    | {"SerializationFailure", "DuplicateTable"}
)
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
_OTHER = "See that its server runs and can be reached, or its folder can be written, and correct"


def patient(url: str) -> str:
    """Give a gradebook's URL under which who else writes is waited for, but not for ever."""
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
    """Give a gradebook's URL without its password; raises StoreError when it is none."""
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
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(_sentence(url, str(error.__cause__ or error))) from error
    except ValueError as error:  # nbgrader's InvalidEntry, of what a commit has met
        if not isinstance(error.__context__, DBAPIError):
            raise
        raise StoreError(_sentence(url, str(error.__context__.orig))) from error


def _sentence(url: str, said: str) -> str:
    said = " ".join(said.split("\n\t")[0].strip().partition("\n")[0].split()).rstrip(".?")
    remedy = next((what for word, what in _REMEDIES if word in said), _OTHER)
    if remedy.endswith("correct"):
        remedy += " [course] db_url in course.toml"
    return (
        f"The gradebook {shown(url)} cannot be read or written: {said}. {remedy}. The verdicts "
        f"are kept; the same command goes on from there."
    )


def obstacle_in(log: str, url: str) -> str:
    """Give the sentence on what in nbgrader's log stops every student, '' if nothing does."""
    said = [what for kind, what in _SAID.findall(log) if not _is_conflict(kind, what)]
    return _sentence(url, said[-1]) if said else ""


def is_conflict(log: str) -> bool:
    """Say whether nbgrader's log tells of somebody who wrote the same rows at the same time."""
    return bool(_STALE.search(log)) or any(_is_conflict(*said) for said in _SAID.findall(log))


def _is_conflict(kind: str, what: str) -> bool:
    return kind in _CONFLICTS or "constraint failed" in what  # the latter is SQLite's


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
