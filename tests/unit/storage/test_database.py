"""How a gradebook is reached, and what is told of what stands in the way."""

import sqlite3

import pytest
from nbgrader.api import InvalidEntry
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from autograder.errors import StoreError
from autograder.storage.database import is_conflict, reaching, sentence_on, with_timeouts


def met(kind: type[DBAPIError], said: Exception, *, wrapped: bool = False) -> Exception:
    """Return what SQLAlchemy raises of what a database said, perhaps within nbgrader's own
    error.
    """
    error: Exception = kind("INSERT INTO student", {}, said)
    if not wrapped:
        return error
    try:
        try:
            raise error
        except DBAPIError as inner:
            raise InvalidEntry(*inner.args)  # noqa: B904  # as nbgrader does
    except InvalidEntry as outer:
        wrapping: Exception = outer
        return wrapping


def psycopg(name: str, said: str) -> Exception:
    """Return an exception of psycopg's of this name, which need not be installed."""
    kind: type[Exception] = type(name, (Exception,), {"__module__": "psycopg.errors"})
    return kind(said)


LOCKED = sqlite3.OperationalError("database is locked")
LYING = "(sqlite3.OperationalError) database is locked"


@pytest.mark.parametrize(
    ("fault", "conflict", "obstacle"),
    [
        (met(IntegrityError, psycopg("UniqueViolation", "dup"), wrapped=True), True, ""),
        (met(OperationalError, psycopg("DeadlockDetected", "dead")), True, ""),
        (met(IntegrityError, sqlite3.IntegrityError("UNIQUE constraint failed: a")), True, ""),
        (StaleDataError("UPDATE statement on table"), True, ""),
        (met(OperationalError, LOCKED), False, "database is locked. Close what"),
        (met(OperationalError, LOCKED, wrapped=True), False, "database is locked. Close what"),
        (met(OperationalError, psycopg("AdminShutdown", "terminating connection"), wrapped=True),
         False, "terminating connection. See that its server runs"),
        (ValueError(f"of the student: {LYING}"), False, ""),
        (InvalidEntry(f"sqlalchemy.exc.OperationalError: {LYING}"), False, ""),
        (met(DataError, psycopg("CharacterNotInRepertoire", "No space left")), False, ""),
    ],
)  # fmt: skip
def test_what_nbgrader_met_is_told_apart(fault: Exception, conflict: bool, obstacle: str) -> None:
    assert is_conflict(fault) == conflict
    found = sentence_on(fault, "sqlite:///gradebook.db")
    assert obstacle in found and bool(found) == bool(obstacle)


def test_patience_leaves_what_the_course_says() -> None:
    given = "postgresql+psycopg://ta@db/x?connect_timeout=3&options=-csearch_path%3Dgrades"
    assert with_timeouts(given) == given
    assert "lock_timeout" in with_timeouts("postgresql://ta:p@db/x")
    assert with_timeouts("postgresql+pg8000://ta:p@db/x") == "postgresql+pg8000://ta:p@db/x"
    assert with_timeouts("sqlite:///x.db?timeout=1") == "sqlite:///x.db?timeout=1"


def test_a_gradebook_that_cannot_be_made_says_what_is_missing() -> None:
    missing = FileNotFoundError(2, "No such file or directory", "alembic")
    told = sentence_on(missing, "sqlite:///x.db")
    assert "the program `alembic`, which is in no folder of PATH" in told
    assert "-m pip install" in told and "Errno" not in told
    with pytest.raises(StoreError) as caught, reaching("sqlite:///x.db"):
        raise missing
    assert str(caught.value) == told
    assert not sentence_on(FileNotFoundError(2, "No such file", "of-a-student"), "sqlite:///x.db")


def test_what_is_no_fault_of_a_database_is_left_alone() -> None:
    with pytest.raises(ValueError, match="other"), reaching("sqlite:///x.db"):
        raise ValueError("other")
