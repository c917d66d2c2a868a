"""Attacks behind the roots of a Gradescope image, run by root in a container of it.

`python -m tests.support.in_roots NAME…`: a line of JSON for each attack, with what went otherwise
than behind other walls. The grader's own package is the image's, the attacks are the checkout's.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch

from autograder.gradescope.settings import HOME
from autograder.records.verdict import ExerciseVerdict
from autograder.sandbox.base import Sandbox
from autograder.sandbox.prefork import Terms
from autograder.sandbox.prefork_sandbox import WarmSandbox
from autograder.sandbox.roots import Roots
from autograder.worker.roots import USERS, WRITABLE, processes, users_of
from tests.attacks import test_attacks as usual
from tests.attacks.families import ATTACKS
from tests.attacks.graded import graded
from tests.attacks.record import MARK
from tests.conftest import TIGHT

# Each thread maps 72 MB, and one attack has eight: behind other walls they just fit into TIGHT.
LIMITS = TIGHT.model_copy(update={"memory_mb": 768})
# What has no limit of its own there is looked at from outside, and told so; a name is a name.
_FULL: dict[str, Any] = {"outcome": "crashed", "cause": "memory"}
_HOW: dict[str, dict[str, Any]] = {
    "a disk bomb": _FULL,
    "an inode bomb": _FULL,
    "sockets with a name": {"outcome": "crashed", "cause": "exception"},
    "a name that is taken": {
        "outcome": "crashed",
        "cause": "exception",
        "cell_says": "Operation not permitted",
    },
    "the secret in its own memory": {"outcome": "crashed", "cause": "exception"},
}
OTHERWISE = {name: replace(ATTACKS[name], **how) for name, how in _HOW.items()}
# The container's own name can be read: docs/gradescope.md.
NOT_HELD = ("what machine this is",)
PLACES = ("/tmp", "/dev/shm", "/var/tmp", "/autograder/results")


def main(names: list[str]) -> None:
    """Try attacks one after another in one sandbox, each with a victim after it."""
    torch.set_num_threads(1)
    wall = Roots(HOME)
    terms = Terms(1_000_000, namespaces=False, roots=str(wall.roots))
    with WarmSandbox(wall, LIMITS, terms) as sandbox:
        for name in names:
            started = time.monotonic()
            faults = list(_faults(name, sandbox, wall.roots))
            seconds = round(time.monotonic() - started, 1)
            print(json.dumps({"attack": name, "faults": faults, "seconds": seconds}), flush=True)


def _faults(name: str, sandbox: Sandbox, roots: Path) -> Iterator[str]:
    """Say what an attack has come to that it must not."""
    attack = OTHERWISE.get(name, ATTACKS[name])
    verdict, runs = graded(attack, sandbox)
    yield from _told(partial(usual.assert_points, attack, verdict), verdict)
    yield from _told(partial(usual.assert_cause, attack, verdict, runs), verdict)
    yield from _told(partial(usual.assert_tame, verdict, runs), verdict)
    yield from _told(partial(usual.assert_victim_is_unharmed, sandbox), verdict)
    if attack.hides and attack.hides in usual.hidden_text(verdict):
        yield "a hidden finding shows what it must not"
    if attack.carries and attack.carries in usual.shown_text(verdict, runs):
        yield "something shows what it must not"
    yield from _left(roots)


def _told(asserted: Callable[[], None], verdict: ExerciseVerdict) -> Iterator[str]:
    try:
        asserted()
    except AssertionError as error:
        found = [f"{one.check} {one.outcome} {one.cause}" for one in verdict.findings]
        yield f"{str(error)[:400]} {found}"


def _left(roots: Path) -> Iterator[str]:
    """Say what is left of students' processes, once they have had time to end."""
    places = [root / place for root in roots.iterdir() for place in WRITABLE]
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and (of_students() or any(map(Path.exists, places))):
        time.sleep(0.02)
    yield from (f"process {pid} is left" for pid in of_students())
    yield from (f"{place} is left" for place in places if place.exists())
    yield from (f"{p} is left" for place in PLACES for p in Path(place).rglob(f"*{MARK}*"))


def of_students() -> list[int]:
    """Return the processes that run as users of students."""
    return [pid for pid in processes() if any(user in USERS for user in users_of(pid))]


if __name__ == "__main__":
    main(sys.argv[1:])
