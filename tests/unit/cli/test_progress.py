"""What a person sees while a class is graded."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from autograder.cli.progress import Board
from autograder.grading.changes import change_of, read_lines
from tests.unit.records.test_verdict import VERDICT


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_rate_time_left_and_counts_by_outcome(clock: Clock) -> None:
    board = Board(12, shown=False, clock=clock)
    for student in ("ada", "bob"):
        board.done(replace(VERDICT, student=student))
    clock.now = 100
    board.pending(10)
    assert board.said() == "2/12 · 2 graded · 2 known already"
    for number in range(4):
        clock.now += 15
        board.done(replace(VERDICT, student=str(number), status="broken" if number else "graded"))
    assert board.said() == (
        "6/12 · 4.0 a minute · 1:30 left · 3 broken · 3 graded · 2 known already"
    )


def test_a_rate_is_not_guessed_from_one_submission(clock: Clock) -> None:
    board = Board(100, shown=False, clock=clock)
    board.pending(100)
    clock.now = 1
    board.done(VERDICT)
    assert "left" not in board.said()


def test_the_slowest_are_named_first_and_no_longer_than_they_run(clock: Clock) -> None:
    board = Board(9, shown=False, clock=clock)
    board.pending(9)
    for student in ("ada", "bob\x1b[31m", "cyd", "dan"):
        board.began(student)
        clock.now += 70
    assert board.running() == "running: ada 4:40, bob 3:30, cyd 2:20"
    board.done(replace(VERDICT, student="ada"))
    board.lost("cyd", again=True)
    assert board.running() == "running: bob 3:30, dan 1:10"
    assert "1 tried again" in board.said()


def test_hours_are_told_as_such(clock: Clock) -> None:
    board = Board(2, shown=False, clock=clock)
    board.pending(2)
    board.began("ada")
    clock.now = 3725
    assert board.running() == "running: ada 1:02:05"


def test_the_bar_is_drawn_within_a_terminal(clock: Clock) -> None:
    board = Board(4, shown=False, clock=clock)
    board.pending(4)
    board.began("[red]ada[/]" * 20)
    console = Console(width=60, force_terminal=True, color_system=None)
    with console.capture() as drawn:
        console.print(board)
    lines = drawn.get().splitlines()
    assert "0/4" in lines[0] and "[red]ada" in drawn.get()
    assert all(len(line) <= 60 for line in lines)


def test_a_change_is_told_with_its_reason() -> None:
    old = VERDICT.line()
    assert change_of(None, VERDICT) is None
    assert change_of(old, VERDICT) is None
    (exercise,) = VERDICT.exercises
    touched = replace(VERDICT, points=10.0, exercises=(replace(exercise, points=10, sha256="c"),))
    change = change_of(old, touched)
    assert change is not None
    assert str(change) == (
        "ada  3.5 → 10: stack 3.5 → 10 (its checks, solution, parameters or limits changed)"
    )
    again = change_of(old, replace(touched, submission_sha256="other"))
    assert again is not None and again.why[0] == "another notebook was handed in"
    lost = change_of(old, replace(VERDICT, status="rejected", reason="It is cut off."))
    assert lost is not None and (lost.before, lost.after) == ("3.5", "rejected")
    assert lost.why == ("It is cut off.",)


def test_damaged_lines_of_the_run_before_count_as_none(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    assert read_lines(path) == {}
    path.write_bytes(b'{"student": "ada"}\n{"student": \n[]\n{"student": 7}\n\xff\n')
    assert list(read_lines(path)) == ["ada"]
