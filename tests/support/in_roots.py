"""Attacks behind the roots of a Gradescope image, run by root in a container of it.

`python -m tests.support.in_roots NAME…`: a line of JSON for each attack, with what went otherwise
than behind other walls. The grader's own package is the image's, the attacks are the checkout's.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from autograder.gradescope.settings import HOME
from autograder.sandbox.base import Sandbox
from autograder.sandbox.prefork import Terms
from autograder.sandbox.prefork_sandbox import WarmSandbox
from autograder.sandbox.roots import Roots
from autograder.worker.roots import USERS, WRITABLE, _processes, _users_of
from tests.attacks import test_attacks as usual
from tests.attacks.families import ATTACKS
from tests.attacks.graded import graded
from tests.attacks.record import MARK
from tests.conftest import TIGHT

PLACES = ("/tmp", "/dev/shm", "/var/tmp", "/autograder/results")


def main(names: list[str]) -> None:
    """Try attacks one after another in one sandbox, each with a victim after it."""
    torch.set_num_threads(1)
    wall = Roots(HOME)
    terms = Terms(1_000_000, namespaces=False, roots=str(wall.roots))
    with WarmSandbox(wall, TIGHT, terms) as sandbox:
        for name in names:
            started = time.monotonic()
            faults = list(_faults(name, sandbox, wall.roots))
            seconds = round(time.monotonic() - started, 1)
            print(json.dumps({"attack": name, "faults": faults, "seconds": seconds}), flush=True)


def _faults(name: str, sandbox: Sandbox, roots: Path) -> Iterator[str]:
    """Say what an attack has come to that it must not."""
    attack = ATTACKS[name]
    verdict, runs = graded(attack, sandbox)
    for what in (
        lambda: usual.assert_points(attack, verdict),
        lambda: usual.assert_cause(attack, verdict, runs),
        lambda: usual.assert_tame(verdict, runs),
        lambda: usual.assert_victim_is_unharmed(sandbox),
    ):
        try:
            what()
        except AssertionError as error:
            found = [f"{one.check} {one.outcome} {one.cause}" for one in verdict.findings]
            yield f"{str(error)[:400]} {found}"
    if attack.hides and attack.hides in usual.hidden_text(verdict):
        yield "a hidden finding shows what it must not"
    if attack.carries and attack.carries in usual.shown_text(verdict, runs):
        yield "something shows what it must not"
    yield from _left(roots)


def _left(roots: Path) -> Iterator[str]:
    """Say what is left of students' processes."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(_of_students()):
        time.sleep(0.05)
    yield from (f"process {pid} is left" for pid in _of_students())
    written = (root / place for root in roots.iterdir() for place in WRITABLE)
    while time.monotonic() < deadline and any(path.exists() for path in written):
        time.sleep(0.05)
    yield from (f"{p} is left" for place in PLACES for p in Path(place).rglob(f"*{MARK}*"))
    yield from (f"{p} is left" for p in roots.rglob(f"*{MARK}*"))


def _of_students() -> list[int]:
    return [pid for pid in _processes() if any(user in USERS for user in _users_of(pid))]


if __name__ == "__main__":
    main(sys.argv[1:])
