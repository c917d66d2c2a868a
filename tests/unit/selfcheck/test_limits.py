"""The limits of grading in a student's own process, and a person's Ctrl-C."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from autograder.__main__ import main
from autograder.checking.student import Student, StudentCrashed
from autograder.course.seconds import USUAL, Seconds
from autograder.selfcheck.cells import self_check
from autograder.selfcheck.limits import TimeLimit, limited
from autograder.selfcheck.local import LocalTransport

SHORT = Seconds(1, 1, 3)


def spin() -> None:
    while True:
        pass


def careless() -> None:
    """Loop without an end, and catch every exception on the way."""
    while True:
        try:
            spin()
        except Exception:
            continue


@pytest.fixture
def press() -> Iterator[Callable[[], None]]:
    """Return a function that presses Ctrl-C in a moment."""
    timers: list[threading.Timer] = []

    def soon() -> None:
        timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
        timers.append(timer)
        timer.start()

    yield soon
    for timer in timers:
        timer.cancel()
        timer.join()


@pytest.mark.parametrize("endless", [spin, careless])
@pytest.mark.slow
def test_an_endless_loop_is_stopped_with_a_sentence(endless: Callable[[], None]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(StudentCrashed, match="more than 1 s of processor time") as crash:
        Student(LocalTransport({"loop": endless}, SHORT)).call_plain("loop")
    assert crash.value.cause == "cpu_time"
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.slow
def test_a_sleep_without_an_end_is_stopped() -> None:
    start = time.monotonic()
    with pytest.raises(StudentCrashed, match="slept or waited for 1 s") as crash:
        Student(LocalTransport({"nap": lambda: time.sleep(100)}, SHORT)).call_plain("nap")
    assert crash.value.cause == "idle" and time.monotonic() - start < 60


def test_all_questions_together_have_a_limit_too() -> None:
    student = Student(LocalTransport({"quick": lambda: 1}, Seconds(1, 1, 0)))
    with pytest.raises(StudentCrashed, match="0 s of processor time that one exercise may take"):
        student.call_plain("quick")


def test_what_ends_in_time_is_not_touched() -> None:
    with limited(USUAL):
        assert sum(range(1000)) == 499_500
    with pytest.raises(ZeroDivisionError), limited(USUAL):
        1 / 0  # noqa: B018


def test_in_another_thread_there_is_no_limit_and_no_error() -> None:
    done: list[int] = []

    def work() -> None:
        with limited(Seconds(0, 0, 0)):
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]


def test_ctrl_c_is_no_limit(press: Callable[[], None]) -> None:
    press()
    with pytest.raises(KeyboardInterrupt), limited(USUAL):
        spin()


def test_ctrl_c_that_the_code_has_swallowed_is_raised_at_the_end(
    press: Callable[[], None],
) -> None:
    press()
    with pytest.raises(KeyboardInterrupt), limited(USUAL):
        try:
            spin()
        except BaseException as pressed:
            assert not isinstance(pressed, TimeLimit)


ASKED = 'display(self_check("pixelcnn/masks", globals(), limits=(1, 1, 3)))'


def notebook(folder: Path, source: str) -> Path:
    cells = [nbformat.v4.new_code_cell(text) for text in (source, ASKED)]
    path = folder / "mine.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    (folder / "checks").symlink_to(Path(__file__).parents[3] / "release/pixelcnn/checks")
    return path


@pytest.mark.slow
def test_a_cell_that_never_ends_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(notebook(tmp_path, "x = 1\nwhile True:\n    x += 1"))]) == 1
    said = capsys.readouterr()
    assert "! cell 1, line " in said.out and "more than 1 s of processor time" in said.out
    assert "… masks 1/" in said.err


@pytest.mark.slow
def test_ctrl_c_ends_a_check_and_tells_the_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], press: Callable[[], None]
) -> None:
    path = notebook(tmp_path, "import time\ntime.sleep(60)").read_text(encoding="utf-8")
    (tmp_path / "mine.ipynb").write_text(path.replace("(1, 1, 3)", "(60, 60, 60)"), "utf-8")
    press()
    assert main(["check", str(tmp_path / "mine.ipynb")]) == 130
    said = capsys.readouterr().err
    assert "stopped by you" in said and "graded" not in said and "Traceback" not in said


def stopped_by_hand(kernel_size: int, mask_type: str) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    spin()


def test_ctrl_c_in_a_self_check_shows_what_was_found_until_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    wrong = {"causal_mask": lambda kernel_size, mask_type: None, "vertical_mask": stopped_by_hand}
    with pytest.raises(KeyboardInterrupt):
        self_check("pixelcnn/masks", wrong)
    said = capsys.readouterr().out
    assert "1 of 6 checks were asked" in said and "✗ Rows above" in said
    assert "Grading asks" not in said
