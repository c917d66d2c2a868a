"""A grader as notebooks often have one, beside the student's code: what attacks can do to it.

It is here to show that the attacks are real. It runs the cell and compares its answers with the
reference in the student's own process, and takes the word PASSED in its output for the verdict.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any

import torch

from tests.attacks.exercises import exam
from tests.attacks.families import ATTACKS
from tests.attacks.record import ASKED, RIGHT, masked

CASES = ((3, 3, 1, "A", 3), (6, 3, 3, "B", 3))
CONTROLS = {"(zeros)": masked(), "(right)": masked(f"return right{ASKED}", RIGHT)}


def by_equal(got: Any, want: torch.Tensor) -> bool:
    return torch.equal(got, want)


def by_operator(got: Any, want: torch.Tensor) -> bool:
    return bool((got == want).all())


def compare(source: str, same: Callable[[Any, torch.Tensor], bool]) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(source, namespace)
    for case in CASES:
        want = exam().reference.channel_mask(*case)
        got = namespace["channel_mask"](*case)
        assert same(got, want)
    print("PASSED", flush=True)


def passes(source: str, same: Callable[[Any, torch.Tensor], bool]) -> bool:
    """Say whether a process that compares so prints PASSED."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        sys.stdout = os.fdopen(1, "w")
        os.close(2)
        signal.alarm(60)
        try:
            compare(source, same)
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        printed = file.read()
    os.waitpid(child, 0)
    return "PASSED" in printed


def fooled(sources: Iterable[tuple[str, str]]) -> list[str]:
    """Return the names of those sources that get all points from one of the two comparisons."""
    return [n for n, source in sources if passes(source, by_equal) or passes(source, by_operator)]


if __name__ == "__main__":
    torch.set_num_threads(1)
    exam()  # once, for all children
    wanted = {name: attack.source for name, attack in ATTACKS.items() if attack.fools}
    print(json.dumps(fooled({**CONTROLS, **wanted}.items())))
