"""Sandboxes for the whole run: starting one takes seconds, a submission in it milliseconds."""

# ruff: noqa: E402
from autograder.parallel.startup import start_quickly

start_quickly()  # before torch and nbformat, in every process of pytest-xdist

import os
import signal
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from autograder.course.options import GradingOptions, Limits
from autograder.errors import SandboxError
from autograder.sandbox.base import Sandbox, open_sandbox
from tests.support.revisions import put_before_alembic

if TYPE_CHECKING:  # what it imports, nbgrader too, costs seconds: not for every test
    from tests.support.toyclass import Stage

# A shell that began us in the background has SIGINT ignored, and so would all that we begin.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
CHECKS = ROOT / "assignments" / "pixelcnn" / "checks"
DATA = ROOT / "assignments" / "pixelcnn"
# What no student may find: it stands in the grader's environment and memory.
SECRET = "SECRET-" + os.urandom(16).hex()
# Set where Docker must be there, as in CI: then what is not there fails, and is not skipped.
REQUIRED = "AUTOGRADER_REQUIRE_DOCKER"

WALLS = [pytest.param("bubblewrap"), pytest.param("docker", marks=pytest.mark.docker)]
# Every limit is met within seconds.
TIGHT = Limits(
    call_seconds=2, idle_seconds=2, cpu_seconds=40, memory_mb=256, disk_mb=8, output_kb=4
)


# The longest first: dealt out last, one of them would run on when all other processes are done.
LONGEST = (
    "in_gradescope",
    "test_handout",
    "anywhere",
    "test_docs_checks",
    "class",
    "postgres",
    "cluster",
    "resume",
    "slurm",
    "browser",
    "watch",
    "regrade",
    "test_scaffold",
    "test_gradebook",
    "test_benchmarks",
    "test_docker",
)


# What one of these marks needs more than a moment, or more than Python. All else is `quick`.
COSTLY = {
    "sandbox",
    "nbgrader",
    "postgres",
    "docker",
    "gpu",
    "slurm",
    "browser",
    "attack",
    "slow",
}
# Fixtures that build a release or a package, open a sandbox, or start a stage.
COSTLY_FIXTURES = {"released", "installed", "boxes", "acting"}


@pytest.hookimpl(tryfirst=True)  # before `-m quick` is looked at
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rank)
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        if is_quick(marks, getattr(item, "fixturenames", ())):
            item.add_marker("quick")


def is_quick(marks: Collection[str], fixtures: Collection[str]) -> bool:
    """Say whether a test with these marks and fixtures belongs into `make quick`."""
    return COSTLY.isdisjoint(marks) and COSTLY_FIXTURES.isdisjoint(fixtures)


def _rank(item: pytest.Item) -> int:
    group = item.get_closest_marker("xdist_group")
    name = group.args[0] if group else Path(item.location[0]).stem
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


class Boxes:
    """Sandboxes by wall and limits, each opened once, when a test first wants it."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._boxes: dict[tuple[str, Limits], Sandbox | SandboxError] = {}

    def get(self, wall: str, limits: Limits) -> Sandbox:
        """Return the sandbox, or skip the test saying why there is none."""
        key = wall, limits
        if key not in self._boxes:
            try:
                # Never begun again between two tests: its own processes would look like left ones.
                options = GradingOptions(recycle=1_000_000)
                opened = open_sandbox(wall, limits, DATA, options)
                self._boxes[key] = self._open.enter_context(opened)
            except SandboxError as error:
                self._boxes[key] = error
        found = self._boxes[key]
        if isinstance(found, SandboxError):
            skip(wall, found)
        return found

    def close(self) -> None:
        self._open.close()


def skip(wall: str, error: SandboxError) -> NoReturn:
    if wall == "docker" and os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set: {error}")
    pytest.skip(str(error))


@pytest.fixture(scope="session", autouse=True)
def secret(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Set the secret before all else, so that no module's own stands around it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    programs = put_before_alembic(own, shared)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", SECRET)
        if programs:
            patch.setenv("PATH", str(programs), prepend=os.pathsep)
        yield


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left(secret: None) -> Iterator[None]:
    """Fail where a module leaves its environment or its folder to those that come after it."""
    before = surroundings()
    yield
    assert surroundings() == before, "a test of this file has left this behind: use monkeypatch"


def surroundings() -> dict[str, str]:
    """Return the environment and the working folder, less what libraries and our command set."""
    # Our command puts its interpreter's programs on PATH; torch sets its cache's folder, and Dask
    # what its workers begin with.
    dask = ("__DASK", "MALLOC_TRIM_THRESHOLD_", "MKL_NUM_", "OPENBLAS_NUM_", "PYTHONHASHSEED")
    own = ("PYTEST_", "TORCH", "PATH", *dask)
    kept = {name: text for name, text in os.environ.items() if not name.startswith(own)}
    return {**kept, "cwd": str(Path.cwd())}


@pytest.fixture(scope="session")
def boxes(secret: None) -> Iterator[Boxes]:
    opened = Boxes()
    yield opened
    opened.close()


@pytest.fixture(params=WALLS)
def wall(request: pytest.FixtureRequest) -> str:
    """The name of each sandbox in turn: what is true of one is true of the other."""
    return str(request.param)


@pytest.fixture
def sandbox(boxes: Boxes, wall: str) -> Sandbox:
    """Each sandbox as a course has it by default."""
    return boxes.get(wall, Limits())


@pytest.fixture
def tight_sandbox(boxes: Boxes, wall: str) -> Sandbox:
    """Each sandbox with limits that are met within seconds."""
    return boxes.get(wall, TIGHT)


@pytest.fixture(scope="session")
def bubblewrap(boxes: Boxes) -> Sandbox:
    """The default sandbox, for tests of what stands around it."""
    return boxes.get("bubblewrap", Limits())


@pytest.fixture(scope="session")
def acting() -> Iterator["Stage"]:
    """The toy class on its stage, one for all files: it takes seconds to start, a reset none."""
    from tests.support.toyclass import stage

    with stage() as opened:
        yield opened


@pytest.fixture
def containers(boxes: Boxes) -> None:
    """Skip the test, saying why, where containers of the grading image cannot be had."""
    boxes.get("docker", TIGHT)
