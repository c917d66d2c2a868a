"""Small things to say about a submission in a sandbox, for the tests of what it may not do."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from autograder.cell import CodeCell
from autograder.sandbox import Sandbox, SandboxDesk, Stopwatch
from autograder.student import Student, StudentCrashed
from autograder.verdict import Cause

VICTIM = """
import torch, os
def echo(x):
    return x
def honest():
    return [torch.equal(torch.ones(2), torch.zeros(2)), os.listdir('/dev/shm'), os.listdir('/tmp')]
"""


def cells_of(*sources: str) -> list[CodeCell]:
    return [CodeCell(f"id{n}", f"cell {n}", source) for n, source in enumerate(sources)]


@contextmanager
def desk_over(
    sandbox: Sandbox, *sources: str, stopwatch: Stopwatch | None = None
) -> Iterator[SandboxDesk]:
    """A desk over cells; afterwards nothing of it runs and the next submission is as ever."""
    before = descendants()
    desk = sandbox.open(cells_of(*sources), stopwatch)
    try:
        yield desk
    finally:
        desk.close()
    assert_unaffected(sandbox)
    wait_until(lambda: descendants() <= before, "a process was left running")


def assert_unaffected(sandbox: Sandbox) -> None:
    desk = sandbox.open(cells_of(VICTIM))
    try:
        assert desk.runs[0].error == ""
        assert ask(desk, "honest") == [False, [], ["notebook"]]
        assert ask(desk, "echo", 7) == 7
    finally:
        desk.close()


def ask(desk: SandboxDesk, name: str, *args: Any) -> Any:
    return Student(desk).call_plain(name, *args)


def crash_of(desk: SandboxDesk, cause: Cause, name: str = "attack", *args: Any) -> StudentCrashed:
    """The crash that a question ends in, once its cause is found to be as expected."""
    with pytest.raises(StudentCrashed) as caught:
        ask(desk, name, *args)
    assert caught.value.cause == cause, caught.value.message
    return caught.value


def descendants() -> set[int]:
    """All processes below this one that are not yet dead."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            except (OSError, ValueError):
                continue
            if state != "Z":
                parents[int(entry.name)] = int(parent)
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def wait_until(condition: Callable[[], bool], otherwise: str, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.01)
