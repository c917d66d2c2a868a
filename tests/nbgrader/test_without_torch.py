"""What asks no model imports no torch: each such command is run in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli.commands import commands
from tests.conftest import ROOT
from tests.support.exchanging import with_exchange
from tests.support.toyclass import ENVIRONMENT, Stage, reset

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.xdist_group("resume")]

# Why a command has torch: all others are run below.
NEEDS_TORCH = {
    "calibrate": "trains models",
    "check": "asks the student's code",
    "demo": "grades a class",
    "doctor": "says which torch is here, and starts a sandbox",
    "preview": "imports the course's checks, which import torch",
    "rehearse": "grades a class",
    "verify": "grades known submissions",
    "image": "asks Docker for a build",
}

# Run one after another, in a class that has been graded and recorded; with the exit code, and
# whether nbgrader is imported, as it is where its gradebook or its converters are used.
RUNS: list[tuple[str, int, bool]] = [
    ("--help", 0, False),
    ("--version", 0, False),
    ("grade --help", 0, False),
    ("grade toy", 0, True),
    ("grade toy --no-gradebook", 0, True),
    ("watch toy --once", 0, True),
    ("report toy --write {made}", 0, True),
    ("similarity toy", 0, True),
    ("comment toy", 0, True),
    ("export toy --to canvas --roster {roster} --into {made}/canvas.csv", 0, True),
    ("collect toy {made}/in --dry-run", 0, False),
    ("prune --dry-run", 0, False),
    ("build toy --check", 0, True),
    ("gradescope toy --into {made}/toy.zip", 0, True),
    ("variants toy", 2, True),  # all get the same
    ("publish-solutions toy --before-all-have-handed-in", 0, True),
    ("new toy/extra", 0, False),
    ("rename toy/extra toy/more", 2, True),  # the assignment is in use
    ("init {made}/course", 0, False),
]
HEAVY = ("torch", "nbgrader", "nbconvert", "IPython", "dask", "docker")
ROSTER = "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\nA,1,S1,ada,A\n"
ASK = """
import sys
from autograder.__main__ import main
try:
    code = main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
print(code, *sorted(sys.modules), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def graded(acting: Stage) -> Path:
    with_exchange(reset(acting.root))
    assert acting.run("--jobs", "1").code == 0
    return acting.root


@pytest.fixture(scope="module")
def made(graded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "in" / "ada").mkdir(parents=True)
    shutil.copy(graded / "submitted/ada/toy/toy.ipynb", folder / "in" / "ada")
    (folder / "roster.csv").write_text(ROSTER)
    return folder


def run(root: Path, words: list[str]) -> tuple[str, set[str], str]:
    """Run a command in a process of its own: its exit code, what it imported, what it said."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *words],
        cwd=root,
        env={**os.environ, **ENVIRONMENT, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    said, _, last = done.stderr.rstrip("\n").rpartition("\n")
    code, *modules = last.split()
    return code, {name for name in HEAVY if name in modules}, done.stdout + said


def test_every_command_is_looked_at() -> None:
    looked_at = {words.split()[0] for words, *_ in RUNS if words[0] != "-"}
    assert looked_at | NEEDS_TORCH.keys() == commands().keys()
    assert not looked_at & NEEDS_TORCH.keys()


@pytest.mark.parametrize(("words", "code", "nbgrader"), RUNS, ids=[words for words, *_ in RUNS])
def test_a_command_that_asks_no_model(
    graded: Path, made: Path, words: str, code: int, nbgrader: bool
) -> None:
    filled = words.format(made=made, roster=made / "roster.csv").split()
    ended, imported, said = run(graded, filled)
    assert ended == str(code), said
    assert imported == ({"nbgrader", "nbconvert"} if nbgrader else set()), said


def test_torch_would_be_seen(graded: Path) -> None:
    ended, imported, said = run(graded, ["preview", "toy", "--write", str(graded / "preview")])
    assert (ended, "torch" in imported) == ("0", True), said
