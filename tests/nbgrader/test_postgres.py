"""A gradebook in PostgreSQL, and two TAs who grade at once: there, and in SQLite."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from autograder.__main__ import main
from autograder.course.config import Course, load_course
from autograder.errors import StoreError
from autograder.gradebook.database import describe
from autograder.handout.build import build, database_url
from autograder.storage.lock import turns_at
from tests.conftest import ROOT
from tests.support.servers import PASSWORD, NoServer, Server, postgres
from tests.support.toyclass import (
    ENVIRONMENT,
    Stage,
    gradebook,
    graded_times,
    hand_in,
    reset,
)
from tests.support.transports import wait_until

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("postgres")]

# Set where PostgreSQL must be there, as in CI: then what is not there fails, and is not skipped.
REQUIRED = "AUTOGRADER_REQUIRE_POSTGRES"
STUDENTS = ("ada", "bela", "chiara", "dmitri", "emi")
Scores = dict[tuple[str, str], tuple[Any, ...]]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of our own, or the reason why there is none."""
    try:
        with postgres() as running:
            yield running
    except NoServer as error:
        if os.environ.get(REQUIRED):
            pytest.fail(f"{REQUIRED} is set: {error}")
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def second(acting: Stage) -> Iterator[Stage]:
    """Another TA in the same folder."""
    opened = Stage(acting.root, "second")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def elsewhere(acting: Stage) -> Iterator[Stage]:
    """Another TA in a folder of their own."""
    root = acting.root.with_name("elsewhere")
    root.mkdir()
    opened = Stage(root)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, acting: Stage) -> str:
    """The address of a gradebook that is empty, or not there yet."""
    if request.param == "sqlite":
        path = acting.root.with_name("shared.db")
        path.unlink(missing_ok=True)
        return f"sqlite:///{path}"
    made: Server = request.getfixturevalue("server")
    return made.fresh()


@pytest.fixture(scope="module")
def undisturbed(acting: Stage) -> Scores:
    """What the gradebook holds when one TA has graded alone, with SQLite."""
    course = reset(acting.root)
    ended = acting.run("--jobs", "1")
    assert ended.code == 0, ended.err
    return gradebook(course)


def at(root: Path, url: str) -> Course:
    """Let the class be ungraded, with its gradebook at this address."""
    reset(root)
    path = root / "course.toml"
    path.write_text(path.read_text().replace("[course]", f'[course]\ndb_url = "{url}"', 1))
    (root / "gradebook.db").unlink()
    return load_course(root)


def rows(url: str) -> list[int]:
    """Count the rows of each table of the gradebook that grading fills."""
    tables = ["student", "submitted_assignment", "submitted_notebook", "grade", "comment"]
    tables += ["assignment", "notebook", "base_cell", "source_cell", "alembic_version"]
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        counts = [connection.execute(text(f"SELECT count(*) FROM {t}")) for t in tables]
        return [int(count.scalar_one()) for count in counts]


ROWS = [5, 5, 5, 10, 15, 1, 1, 5, 5, 1]


def test_one_ta_gets_the_same_scores_from_any_database(
    acting: Stage, url: str, undisturbed: Scores
) -> None:
    course = at(acting.root, url)
    assert describe(course).endswith(": not there yet, made by the first build or grading")
    for _ in range(2):
        ended = acting.run()
        assert (ended.code, ended.err) == (0, "")
        assert gradebook(course) == undisturbed
        assert rows(url) == ROWS
    assert describe(course).endswith(": 5 students, 1 assignments")
    hand_in(course, "ada", {"scores.score": "def score(size):\n    return 0"})
    assert acting.run().code == 0
    assert gradebook(course) == {**undisturbed, ("ada", "scores-grade"): (0.0, None, False)}


def both(one: Stage, other: Stage, undisturbed: Scores) -> None:
    """Let two TAs grade at once, and see that nobody notices but by waiting."""
    one.begin("--jobs", "1")
    other.begin("--jobs", "1")
    for ended in (one.end(), other.end()):
        assert ended.code == 0, ended.err
        assert "did not record" not in ended.out
        assert not ended.err or ended.err.startswith("WARNING: Waiting for another grader")
    assert gradebook(load_course(one.root)) == undisturbed


def test_two_tas_in_one_folder(acting: Stage, second: Stage, url: str, undisturbed: Scores) -> None:
    course = at(acting.root, url)
    both(acting, second, undisturbed)
    assert rows(url) == ROWS
    written = {
        path: path.stat().st_mtime_ns for path in course.root.glob("autograded/*/toy/*.ipynb")
    }
    assert len(written) == 5
    assert acting.run().code == 0
    assert {path: path.stat().st_mtime_ns for path in written} == written


def test_two_tas_in_two_folders(
    acting: Stage, elsewhere: Stage, url: str, undisturbed: Scores
) -> None:
    at(elsewhere.root, url)
    at(acting.root, url)
    both(acting, elsewhere, undisturbed)
    assert rows(url) == ROWS


def test_two_tas_with_other_files_do_not_mix_their_scores(
    acting: Stage, elsewhere: Stage, url: str
) -> None:
    """Each submission has the scores of one of the two, whole."""
    at(acting.root, url)
    other = at(elsewhere.root, url)
    assert acting.run().code == 0
    one = gradebook(load_course(acting.root))
    for student in STUDENTS:
        worst = "def score(size):\n    return 0"
        hand_in(
            other, student, {"masks.first": "def first(size):\n    pass", "scores.score": worst}
        )
        (acting.root / "verdicts" / "recorded").exists()
    shutil.rmtree(acting.root / "verdicts" / "recorded")
    acting.begin("--jobs", "1")
    elsewhere.begin("--jobs", "1")
    assert (acting.end().code, elsewhere.end().code) == (0, 0)
    for student in STUDENTS:
        held = {key: value for key, value in gradebook(other).items() if key[0] == student}
        mine = {key: value for key, value in one.items() if key[0] == student}
        nothing = dict.fromkeys(mine, (0.0, None, False))
        assert held in (mine, nothing)


def test_one_who_is_killed_lets_the_other_go_on(
    acting: Stage, second: Stage, url: str, undisturbed: Scores
) -> None:
    course = at(acting.root, url)
    acting.begin("--jobs", "1", "--quiet")
    second.begin("--jobs", "1", "--quiet")
    recorded = course.root / "verdicts" / "recorded"
    wait_until(recorded.is_dir, "nothing was recorded", 60)
    with suppress(ProcessLookupError):
        os.kill(acting.pid, signal.SIGKILL)
    assert acting.end().code in (0, -signal.SIGKILL)
    ended = second.end()
    assert ended.code == 0 and "Traceback" not in ended.err
    assert gradebook(course) == undisturbed
    assert rows(url) == ROWS


def test_who_waits_says_for_whom(acting: Stage, url: str, undisturbed: Scores) -> None:
    course = at(acting.root, url)
    with turns_at(url) as turns, turns.taken():
        acting.begin("--json")
        wait_until(lambda: "Waiting" in acting.told(), "it did not say that it waits", 60)
        time.sleep(0.2)
        assert "WARNING: Waiting for another grader that writes the same" in acting.told()
        assert f"process {os.getpid()}" in acting.told()
        assert not (course.root / "verdicts" / "recorded").exists()
    ended = acting.end()
    assert ended.code == 0 and ended.err.count("Waiting") == 1
    assert gradebook(course) == undisturbed


def test_a_turn_is_taken_once_and_within_itself(url: str) -> None:
    said: list[str] = []
    with turns_at(url, said.append) as turns, turns.taken(), turns.taken():
        pass
    with turns_at(url, said.append) as turns, turns.taken():
        pass
    assert said == []


# With formgrader, which takes no turns


def built(acting: Stage, server: Server) -> tuple[Course, str]:
    """Return the class with a new database that knows the assignment."""
    url = server.fresh()
    course = at(acting.root, url)
    build(course, "toy")
    return course, url


@contextmanager
def formgrader_adding_ada(url: str) -> Iterator[Any]:
    """A transaction of somebody who does not know of us, and has a row that we come to."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO student (id) VALUES ('ada')"))
        yield connection


@pytest.mark.postgres
def test_a_row_that_another_writes_first_is_tried_again(
    acting: Stage, server: Server, undisturbed: Scores
) -> None:
    course, url = built(acting, server)
    with formgrader_adding_ada(url) as other:
        acting.begin("--jobs", "1")
        wait_until(lambda: waits(other), "the grader did not come to the row", 60)
        other.commit()
    ended = acting.end()
    assert (ended.code, ended.err) == (0, "")
    assert gradebook(course) == undisturbed


@pytest.mark.postgres
def test_a_row_that_another_keeps_stops_recording_with_a_sentence(
    acting: Stage, server: Server, undisturbed: Scores
) -> None:
    course, url = built(acting, server)
    with formgrader_adding_ada(url):
        ended = acting.run("--jobs", "1", patience=0.5)
    assert ended.code == 5
    assert "canceling statement due to lock timeout. Close what else writes" in ended.err
    assert "Traceback" not in ended.err and "hunter2" not in ended.err
    graded = graded_times(course)
    assert acting.run().code == 0
    assert graded_times(course) == graded
    assert gradebook(course) == undisturbed


def waits(other: Any) -> bool:
    return bool(other.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


# What can be wrong with a server


def told(course: Course, capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """Return the one sentence that a command ends with, whatever command it is."""
    assert main(["--course", str(course.root), *command]) == 5
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1 and said.out == ""
    assert "Traceback" not in said.err
    assert "hunter2" not in said.err
    return said.err


@pytest.mark.parametrize("command", [("grade", "toy"), ("build", "toy")])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("127.0.0.1:", "127.0.0.1:1"), "See that its server runs"),
        (("/course", "/nothing"), 'does not exist. Make the database'),
        ((PASSWORD, "hunter2wrong"), "password authentication failed"),
        ((PASSWORD, "hunter2@home"), "with %40 for an @ in a password"),
        (("+psycopg:", "+psycopg2:"), "pip install 'dgm-autograder[postgres]'"),
    ],
    ids=["away", "no database", "wrong password", "no address", "no driver"],
)  # fmt: skip
@pytest.mark.postgres
def test_what_is_wrong_with_a_server_is_one_sentence(
    acting: Stage,
    server: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    change: tuple[str, str],
    words: str,
    command: tuple[str, ...],
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", ENVIRONMENT["AUTOGRADER_SECRET"])
    old, new = change
    url = server.url("course0")
    if new.endswith(":1"):
        url = url.replace(f":{server.port}", ":1")
    course = at(acting.root, url.replace(old, new) if not new.endswith(":1") else url)
    said = told(course, capsys, *command)
    assert words in said
    with pytest.raises(StoreError) as caught:
        describe(course)
    assert words in str(caught.value) and "hunter2" not in str(caught.value)
    assert not graded_times(course)


@pytest.mark.postgres
def test_a_server_that_goes_away_while_scores_are_recorded(
    acting: Stage, server: Server, undisturbed: Scores
) -> None:
    url = server.fresh()
    course = at(acting.root, url)
    acting.begin("--jobs", "1")
    recorded = course.root / "verdicts" / "recorded"
    wait_until(recorded.is_dir, "nothing was recorded", 60)
    database = url.rpartition("/")[2]
    server.run("postgres", f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
    server.run(
        "postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{database}'"
    )  # fmt: skip
    ended = acting.end()
    assert ended.code == 5, ended.err
    assert "Traceback" not in ended.err and "hunter2" not in ended.err
    assert "the same command goes on from there" in ended.err and "ada" in ended.out
    server.run("postgres", f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
    assert acting.run().code == 0
    assert gradebook(course) == undisturbed


@pytest.mark.postgres
def test_from_build_to_export_by_nbgraders_own_commands(acting: Stage, server: Server) -> None:
    """The end-to-end path of a TA, a person's score included."""
    course = at(acting.root, server.fresh())
    (course.root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    build(course, "toy")
    build(course, "toy")
    assert acting.run().code == 0
    with Gradebook(database_url(course), "toys") as opened:
        opened.find_grade("masks-grade", "toy", "toy", "bela").manual_score = 3.5
        opened.db.commit()
    for command in (("generate_feedback", "toy"), ("export",)):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=course.root,
            env={**os.environ, **ENVIRONMENT, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert "hunter2" not in done.stdout + done.stderr
    grades = (course.root / "grades.csv").read_text()
    assert ",ada,,,,6.5,0.0,6.5,6.5" in grades and ",bela,,,,3.5,0.0,3.5,6.5" in grades
    assert len(list(course.root.glob("feedback/*/toy/toy.html"))) == 5
    assert acting.run().code == 0
    assert gradebook(course)["bela", "masks-grade"][1] == 3.5
