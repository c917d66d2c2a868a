"""`autograder verify` remembers what rests on nothing new, and asks all else again."""

import shutil
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from autograder.__main__ import main
from autograder.course.config import load_course
from autograder.course.known import Known
from autograder.errors import StoreError
from autograder.grading.exam import load_exam
from autograder.sandbox.base import Sandbox
from autograder.verify import run
from autograder.verify.address import Addresses
from autograder.verify.case import Case, Outcome
from autograder.verify.engine import engine_sha256
from autograder.verify.kept import Kept, KnownOutcomes
from autograder.verify.prune import superseded_outcomes
from tests.support.toyclass import make_class

KNOWN = {
    "masks/wrong_same": "# expect: doubles\n# says: not double\ndef first(size): return size\n",
    "masks/right_added": "def first(size): return size + size\n",
    "scores/wrong_sign": "# expect: scored\n# says: another score\ndef score(size): return -1\n",
}
ALL = len(KNOWN) + 2  # and the reference of each exercise

SCORES = "assignments/toy/checks/scores.py"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pristine")
    make_class(root)
    for name, text in KNOWN.items():
        path = root / "tests" / "submissions" / "toy" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture
def lent(bubblewrap: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sandbox for all commands: what is remembered rests on its name, not on its process."""
    monkeypatch.setattr(run, "open_sandbox", lambda *_, **__: nullcontext(bubblewrap))


@pytest.fixture
def course(pristine: Path, tmp_path: Path) -> Path:
    """A course of which nothing was verified yet."""
    root = tmp_path / "course"
    shutil.copytree(pristine, root)
    return root


def asked(course: Path, capsys: Capture, *words: str, code: int = 0) -> int:
    """Verify, and return how many were asked; all others were remembered."""
    argv = ["--course", str(course), "verify", "toy", "--jobs", "1", *words]
    capsys.readouterr()
    assert main(argv) == code
    line = next(x for x in capsys.readouterr().out.splitlines() if " remembered" in x)
    count, kept = int(line.split()[0]), int(line.split()[2])
    if not words:
        assert count + kept == len(known_files(course)) + 2
    return count


def known_files(course: Path) -> list[Path]:
    return list((course / "tests" / "submissions").rglob("*.py"))


def matrices(course: Path) -> list[bytes]:
    return [p.read_bytes() for p in sorted((course / "verified").iterdir())]


def kept(course: Path) -> list[Path]:
    return KnownOutcomes(course).paths()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.sandbox
def test_nothing_is_asked_twice_and_all_comes_out_the_same(course: Path, capsys: Capture) -> None:
    assert asked(course, capsys) == ALL
    first, said = matrices(course), len(kept(course))
    assert said == ALL and not kept(course)[0].stat().st_mode & 0o077
    assert asked(course, capsys) == 0
    assert matrices(course) == first
    assert asked(course, capsys, "--afresh") == ALL
    assert len(kept(course)) == ALL


@pytest.mark.sandbox
@pytest.mark.usefixtures("lent")
def test_what_must_not_be_is_remembered_with_its_exit_code(course: Path, capsys: Capture) -> None:
    path = course / "tests" / "submissions" / "toy" / "masks" / "wrong_not.py"
    path.write_text("# expect: doubles\n# says: x\ndef first(size): return 2 * size\n")
    assert asked(course, capsys, code=1) == ALL + 1
    first = matrices(course)
    assert asked(course, capsys, code=1) == 0
    assert matrices(course) == first


@pytest.mark.sandbox
@pytest.mark.usefixtures("lent")
def test_each_change_asks_again_what_rests_on_it(
    course: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(course, capsys) == ALL
    edit(course / "tests/submissions/toy/masks/wrong_same.py", "return size", "return  size")
    assert asked(course, capsys) == 1
    edit(course / "solutions/toy/scores.py", "return first(size) / 4", "return 0.25 * first(size)")
    assert asked(course, capsys) == ALL  # any check of the assignment may use any reference
    edit(course / "solutions/toy/masks.py", "hidden_trick = ", "hidden_trick =  ")
    assert asked(course, capsys) == ALL
    edit(course / "course.toml", "scores = 2.5", "scores = 3")
    assert asked(course, capsys) == 2
    (course / "assignments" / "toy" / "more.txt").write_text("a file for students")
    assert asked(course, capsys) == ALL
    with monkeypatch.context() as patch:
        patch.setattr(torch, "__version__", "9.0.0")
        assert asked(course, capsys) == ALL
    assert asked(course, capsys) == 0  # the old torch is back


@pytest.mark.sandbox
@pytest.mark.usefixtures("lent")
def test_a_changed_check_is_asked_again(course: Path, capsys: Capture) -> None:
    assert asked(course, capsys) == ALL
    edit(
        course / "assignments" / "toy" / "checks" / "scores.py",
        "It is another score.",
        "It's another score.",
    )
    assert asked(course, capsys) == 2


@pytest.mark.sandbox
@pytest.mark.usefixtures("lent")
def test_each_secret_is_remembered(course: Path, capsys: Capture) -> None:
    assert asked(course, capsys) == ALL
    assert asked(course, capsys, "--secrets", "2") == ALL
    assert asked(course, capsys, "--secrets", "2") == 0
    assert asked(course, capsys, "--secrets", "3", "--only", "masks/*") == 3


@pytest.mark.sandbox
@pytest.mark.usefixtures("lent")
def test_what_was_not_decided_is_asked_again(course: Path, capsys: Capture) -> None:
    edit(
        course / "course.toml",
        "[assignments.toy]",
        "[limits]\nidle_seconds = 1\n\n[assignments.toy]",
    )
    folder = course / "tests" / "submissions" / "toy" / "masks"
    sleeps = "import time\ndef first(size):\n    time.sleep(60)\n"
    (folder / "wrong_asleep.py").write_text(f"# expect: doubles\n# says: x\n{sleeps}")
    assert asked(course, capsys, code=1) == ALL + 1
    assert asked(course, capsys, code=1) == 1
    edit(
        course / "assignments" / "toy" / "checks" / "scores.py",
        "ctx.reference.score(4)",
        "ctx.reference.lost(4)",
    )
    assert asked(course, capsys, code=1) == 3  # broken, by our fault
    assert asked(course, capsys, code=1) == 3


@pytest.mark.sandbox
@pytest.mark.usefixtures("lent")
def test_what_was_found_before_an_end_is_kept(
    course: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = KnownOutcomes.put

    def killed(self: KnownOutcomes, address: str, one: Kept) -> None:
        put(self, address, one)
        if len(kept(course)) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(KnownOutcomes, "put", killed)
        assert main(["--course", str(course), "verify", "toy", "--jobs", "1"]) == 130
    assert asked(course, capsys) == ALL - 2


@pytest.mark.sandbox
@pytest.mark.usefixtures("lent")
def test_pruning_takes_what_rests_on_what_is_no_more(course: Path, capsys: Capture) -> None:
    (course / ".secret").write_text("for a test")
    asked(course, capsys)
    asked(course, capsys, "--secrets", "2", "--only", "*/wrong_sign")
    (course / "tests" / "submissions" / "toy" / "masks" / "right_added.py").unlink()
    edit(course / SCORES, "It is another score.", "It's another score.")
    found = load_course(course)
    assert superseded_outcomes(found, days=1) == []
    gone = superseded_outcomes(found, days=0)
    assert len(gone) == 4 and len(kept(course)) == ALL + 1  # 1 of masks, 3 of scores
    assert main(["--course", str(course), "prune", "--days", "0"]) == 0
    assert "Removed 4 superseded files" in capsys.readouterr().out
    assert asked(course, capsys, "--only", "masks/*") == 0


@pytest.mark.nbgrader
def test_what_was_found_while_a_file_changed_is_not_kept(course: Path) -> None:
    exam = load_exam(load_course(course).under("s"), "toy")
    addresses = Addresses(exam, "bubblewrap", engine_sha256())
    assert addresses.unchanged()
    assert not Addresses(exam, "bubblewrap", "of an hour ago").unchanged()
    for path in ("assignments/toy/data.npz", "solutions/toy/scores.py"):
        before = (course / path).read_bytes()
        (course / path).write_bytes(before + b"\n")
        assert not addresses.unchanged()
        (course / path).write_bytes(before)
        assert addresses.unchanged()
    (course / "assignments" / "toy" / "figures" / "two.svg").touch()
    assert not addresses.unchanged()


RIGHT = Known("masks", "right_a", "", right=True)
PASSED = Outcome(
    "masks", "right_a", True, "s", 1.0, 1.0, (), "", {"one": "failed"}, False, 1.0, 2.0
)


@pytest.fixture
def known(tmp_path: Path) -> KnownOutcomes:
    """One outcome, kept under `address`."""
    known = KnownOutcomes(tmp_path)
    known.put("address", Kept("toy", "bubblewrap", False, PASSED))
    return known


def test_another_submission_finds_nothing_in_a_file(known: KnownOutcomes) -> None:
    assert known.find("address", Case(RIGHT, "s")) == PASSED
    assert known.find("address", Case(RIGHT, "t")) is None
    assert known.find("address", Case(replace(RIGHT, name="right_b"), "s")) is None
    shutil.copy(known.path("address"), known.path("elsewhere"))
    assert known.find("elsewhere", Case(RIGHT, "s")) is None


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b'["a", "b"]', b"[1, 2]", b"null", b"\xff"])
def test_a_damaged_file_counts_as_none(known: KnownOutcomes, damage: bytes) -> None:
    path = known.path("address")
    whole = path.read_bytes()
    path.write_bytes(damage)
    assert known.find("address", Case(RIGHT, "s")) is None
    path.write_bytes(whole[:-1])
    assert known.find("address", Case(RIGHT, "s")) is None
    path.write_bytes(whole.replace(b"failed", b"passed"))
    assert known.find("address", Case(RIGHT, "s")) is None
    known.put("address", Kept("toy", "bubblewrap", False, PASSED))
    assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_read_is_said(known: KnownOutcomes) -> None:
    path = known.path("address")
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        known.find("address", Case(RIGHT, "s"))
