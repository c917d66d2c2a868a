"""How a gradebook is reached, and what is told of what stands in the way."""

import pytest

from autograder.connection import is_conflict, obstacle_in, patient, reaching

LOG = """[ERROR] There was an error processing assignment: x
Traceback (most recent call last):
  File "api.py", line 1, in commit
{said}
[SQL: INSERT INTO student]
"""


@pytest.mark.parametrize(
    ("said", "conflict", "obstacle"),
    [
        ("nbgrader.api.InvalidEntry: (psycopg.errors.UniqueViolation) duplicate key", True, ""),
        ("sqlalchemy.exc.OperationalError: (psycopg.errors.DeadlockDetected) dead", True, ""),
        ("sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) UNIQUE constraint failed: a",
         True, ""),
        ("sqlalchemy.orm.exc.StaleDataError: UPDATE statement on table", True, ""),
        ("sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked", False,
         "database is locked. Close what"),
        ("nbgrader.api.InvalidEntry: (psycopg.errors.AdminShutdown) terminating connection", False,
         "terminating connection. See that its server runs"),
        ("ValueError: of the student: (sqlite3.OperationalError) database is locked", False, ""),
    ],
)  # fmt: skip
def test_what_nbgrader_met_is_told_apart(said: str, conflict: bool, obstacle: str) -> None:
    log = LOG.format(said=said)
    assert is_conflict(log) == conflict
    found = obstacle_in(log, "sqlite:///gradebook.db")
    assert obstacle in found and bool(found) == bool(obstacle)


def test_patience_leaves_what_the_course_says() -> None:
    given = "postgresql+psycopg://ta@db/x?connect_timeout=3&options=-csearch_path%3Dgrades"
    assert patient(given) == given
    assert "lock_timeout" in patient("postgresql://ta:p@db/x")
    assert patient("postgresql+pg8000://ta:p@db/x") == "postgresql+pg8000://ta:p@db/x"
    assert patient("sqlite:///x.db?timeout=1") == "sqlite:///x.db?timeout=1"


def test_what_is_no_fault_of_a_database_is_left_alone() -> None:
    with pytest.raises(ValueError, match="other"), reaching("sqlite:///x.db"):
        raise ValueError("other")
