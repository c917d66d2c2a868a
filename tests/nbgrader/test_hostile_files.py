"""What somebody hands in to harm who grades is read within limits, or refused with a sentence."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.errors import SubmissionError, UnreadError
from autograder.feedback.markdown import safe_markdown
from autograder.feedback.time_limit import Patience
from autograder.gradebook.publish import make_feedback
from autograder.handout.build import build
from autograder.records.plaincell import PlainCell
from autograder.runs.run import run_of
from autograder.submission.intake import ask, read_cells
from autograder.submission.intake.reading import Refused, require_small
from autograder.submission.read import find_submissions, read_submission
from autograder.submission.restore import rebuilt_from
from tests.support.hostile_files import HOSTILE_FILES, HostileFile, around, cell, notebook
from tests.support.toyclass import Stage, gradebook, hand_in, lines, reset
from tests.support.toycourse import make_course, read_notebook

SECONDS = 20  # of this process's own time; all but copying happens elsewhere


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    course = make_course(tmp_path_factory.mktemp("course"))
    build(course, "toy")
    return read_notebook(course.root / "release" / "toy" / "toy.ipynb")


def written(folder: Path, data: bytes) -> Path:
    place = folder / "ada" / "toy" / "toy.ipynb"
    place.parent.mkdir(parents=True)
    place.write_bytes(data)
    return place


@pytest.mark.timeout(300)
@pytest.mark.parametrize("file", HOSTILE_FILES, ids=lambda file: file.name)
@pytest.mark.slow
def test_a_hostile_file_is_read_within_limits_or_refused(
    file: HostileFile, tmp_path: Path, released: NotebookNode
) -> None:
    place = written(tmp_path, file.make())
    (entry,) = find_submissions(tmp_path, "toy")
    began = time.process_time()
    if file.says:
        with pytest.raises(SubmissionError) as refused:
            read_submission(entry, released, "toy", 200)
        assert file.says in str(refused.value) and not isinstance(refused.value, UnreadError)
    else:
        assert len(read_cells(place, 200)) == file.cells
        again = read_submission(entry, released, "toy", 200)
        assert again == read_submission(entry, released, "toy", 200)
    assert time.process_time() - began < SECONDS
    place.write_bytes(notebook(cell("fine")))  # whoever comes next is read
    assert [one.source for one in read_cells(place, 200)] == ["fine"]


def test_rebuilding_equal_cells_takes_time_in_their_number(released: NotebookNode) -> None:
    took = []
    for count in (500, 4000):
        cells = read_cells_of(count)
        began = time.process_time()
        ids = [node.id for node in rebuilt_from(released, cells).cells]
        took.append(time.process_time() - began)
        assert len(ids) == len(set(ids)) == count + len(released.cells)
    assert took[1] < 30 * max(took[0], 0.02)  # it was 64 times and more


def read_cells_of(count: int) -> list[PlainCell]:
    return [PlainCell("code", "x = 1")] * count


def test_what_is_too_large_or_no_file_is_not_read(tmp_path: Path) -> None:
    huge, pipe, folder = (tmp_path / name for name in ("huge.ipynb", "pipe.ipynb", "f.ipynb"))
    huge.touch()
    os.truncate(huge, 10**12)  # a hole, which a disk gives away for nothing
    os.mkfifo(pipe)
    folder.mkdir()
    refusals = {
        huge: "has 1000000 MB, the limit is 200",
        pipe: "no plain file",
        folder: "no plain file",
        tmp_path / "no.ipynb": "No such file",
    }
    for place, said in refusals.items():
        with pytest.raises(SubmissionError, match=said):
            read_cells(place, 200)


@pytest.mark.slow
def test_limits_are_kept_to_the_value() -> None:
    require_small(around(b"[" + b"1," * 1_999_000 + b"1]"))
    with pytest.raises(Refused):
        require_small(around(b"[" + b"1," * 2_000_001 + b"1]"))
    require_small(notebook(cell('{"a": [1, 2' * 300_000)))  # text holds no values


@pytest.fixture
def frugal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the next file be read by a process that may take hardly anything."""
    less = "reading.BYTES_MORE = reading.BYTES_PER_BYTE = reading.CPU_SECONDS = 0; reading.main()"
    start = (
        ask._START.partition("from")[0]
        + f"from autograder.submission.intake import reading; {less}"
    )
    monkeypatch.setattr(ask, "_START", start)
    monkeypatch.setattr(ask, "_process", None)
    yield
    if ask._process is not None:
        ask._process.end()
    ask._process = None


@pytest.mark.usefixtures("frugal")
def test_what_only_our_own_limits_end_is_no_fault_of_the_student(tmp_path: Path) -> None:
    place = written(tmp_path, notebook(cell(outputs=[{"data": "A" * 30_000_000}])))
    with pytest.raises(UnreadError, match="by no fault that is known of the submission"):
        read_cells(place, 200)


def test_a_reader_that_is_killed_is_begun_anew(tmp_path: Path) -> None:
    place = written(tmp_path, notebook(cell()))
    read_cells(place, 200)
    assert ask._process is not None
    os.kill(ask._process._process.pid, signal.SIGKILL)
    assert len(read_cells(place, 200)) == 1


def test_a_text_that_takes_too_long_is_shown_as_it_stands() -> None:
    for source in ("$x_{1}$ <b>" * 40_000, "<script>" + "> " * 100_000, "x" * 1_000_000):
        began = time.process_time()
        page = safe_markdown({}, source)
        assert time.process_time() - began < 15
        assert "too long or too intricate" in page and "<script>" not in page


def test_patience_of_a_page_ends_and_errors_of_depth_are_none() -> None:
    patience = Patience(0.2)

    def loop(_: str) -> str:
        while True:
            pass

    def deeper(text: str) -> str:
        return deeper(text)

    assert patience.try_to(deeper, "x") is None
    assert patience.try_to(str.upper, "x") == "X"
    assert patience.try_to(loop, "x") is None
    assert patience.left <= 0.001 and patience.try_to(str.upper, "x") is None


def hand_in_file(course: Course, student: str, data: bytes) -> None:
    hand_in(course, student, {})
    (course.root / "submitted" / student / "toy" / "toy.ipynb").write_bytes(data)


@pytest.mark.nbgrader
@pytest.mark.timeout(200)
def test_a_class_goes_on_beside_hostile_files(acting: Stage) -> None:
    course = reset(acting.root)
    hostile = {file.name: file for file in HOSTILE_FILES}
    for number, name in enumerate(("100,000 equal cells", "a million levels", "gzip")):
        hand_in_file(course, f"eve{number}", hostile[name].make())
    ended = acting.run("--jobs", "1")
    assert ended.code == 0 and "Traceback" not in ended.err
    told = lines(course)
    assert [told[f"eve{n}"]["status"] for n in range(3)] == ["rejected"] * 3
    assert "more than 2,000" in told["eve0"]["reason"]
    assert told["ada"]["points"] == 6.5 and gradebook(course)["ada", "masks-grade"][0] == 4.0


HALVES = r"""
print("half \ud83d here")
class Half(Exception): pass
def first(size): raise Half("\udc00 and \ud800")
"""


@pytest.mark.nbgrader
@pytest.mark.timeout(200)
def test_half_characters_reject_no_notebook_and_reach_no_page(acting: Stage) -> None:
    course = reset(acting.root)
    for student, how in (("hal", "backslashreplace"), ("haf", "surrogatepass")):
        hand_in(course, student, {"masks.first": HALVES} if student == "haf" else {})
        place = course.root / "submitted" / student / "toy" / "toy.ipynb"
        data = json.loads(place.read_text())
        for one in data["cells"]:  # locked cells too, whose text is the release's again
            one["source"] = f"{''.join(one['source'])}\n# \ud83d half, \ud83d\ude00 whole"
            one["metadata"]["half"] = "\udfff"
        place.write_bytes(json.dumps(data, ensure_ascii=False).encode("utf-8", how))
    ended = acting.run("--jobs", "1")
    assert ended.code == 0 and "Traceback" not in ended.err, ended.err
    told = lines(course)
    assert (told["hal"]["points"], told["haf"]["status"]) == (6.5, "graded")
    pages = make_feedback(run_of(course), "toy")
    assert {page.parts[-3] for page in pages} >= {"hal", "haf"}
    text = (course.root / "feedback/hal/toy/toy.html").read_text(encoding="utf-8")
    assert "\ufffd half, \U0001f600 whole" in text
    kept = [path for path in (course.root / "verdicts").rglob("*") if path.is_file()]
    assert kept and all(path.read_bytes().decode("utf-8") is not None for path in kept)


# Each is read as nbgrader's own text of what is wrong, were it looked through for words.
LYING = (
    "No space left on device",
    "[Errno 28] No space left on device: '/'",
    "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked",
    "x\nKeyboardInterrupt",
    "[Errno 13] Permission denied: gradebook.db",
    "autograder.errors.StoreError: all is lost",
    "9" * 1_000_000,
)


@pytest.mark.nbgrader
@pytest.mark.parametrize("text", LYING, ids=lambda text: text[:30])
def test_words_in_a_file_stop_nobody_else(acting: Stage, text: str) -> None:
    course = reset(acting.root)
    (course.root / "submitted" / "ada" / "toy" / "timestamp.txt").write_text(text)
    ended = acting.run("--jobs", "1")
    assert ended.code == 0, ended.err
    assert "nbgrader did not record 1 of them" in ended.out
    recorded = gradebook(course)
    assert recorded["dmitri", "masks-grade"][0] == 4.0 and recorded["emi", "masks-grade"][0] == 2.0
    assert recorded.get(("ada", "masks-grade"), (None,))[0] is None
