"""Every attack is graded as a submission would be: it earns nothing, and harms nobody."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.checking.stand_in import StandIns
from autograder.feedback.findings import findings_html
from autograder.records.cell import CellRun
from autograder.records.verdict import ExerciseVerdict
from autograder.sandbox.base import Sandbox
from tests.attacks.exercises import lent_functions
from tests.attacks.families import AT_THE_WALL, ATTACKS, FAMILIES
from tests.attacks.graded import deserved, graded, most_points
from tests.attacks.naive import CONTROLS
from tests.attacks.record import MARK, Attack
from tests.conftest import ROOT, TIGHT
from tests.support.transports import assert_unaffected, descendants, wait_until

pytestmark = [pytest.mark.sandbox, pytest.mark.attack]

ONE_ATTACK, ALL_ATTACKS = 64 << 20, 128 << 20  # bytes by which the grader may grow
LONGEST_VERDICT = 1 << 20  # characters, its pictures included


def cases() -> Iterator[Any]:
    """Return the walls and the attacks that are tried behind them."""
    at_the_wall = {attack.name for family in AT_THE_WALL for attack in FAMILIES[family]}
    for name in ATTACKS:
        yield pytest.param("bubblewrap", name)
        if name in at_the_wall or os.environ.get("ALL_ATTACKS"):
            yield pytest.param("docker", name, marks=pytest.mark.docker)


@pytest.fixture(scope="module", autouse=True)
def flat_memory() -> Iterator[None]:
    """After all attacks the grader is no larger than before them, but for what it keeps warm."""
    pair = [torch.zeros(4, 99), torch.zeros(4, 99)]
    StandIns(lent_functions()).beside(None)("~bernoulli_nll", [pair, {}])  # it imports, once
    before = resident()
    yield
    assert resident() - before < ALL_ATTACKS


@pytest.mark.parametrize(("wall", "name"), list(cases()))
def test_an_attack_earns_nothing_and_harms_nobody(tight_sandbox: Sandbox, name: str) -> None:
    attack = ATTACKS[name]
    memory, mounts, processes = resident(), mount_points(), len(descendants())
    verdict, runs = graded(attack, tight_sandbox)
    assert_points(attack, verdict)
    assert_cause(attack, verdict, runs)
    assert_tame(verdict, runs)
    assert attack.hides not in hidden_text(verdict) or not attack.hides
    assert attack.carries not in shown_text(verdict, runs) or not attack.carries
    assert_victim_is_unharmed(tight_sandbox)
    assert left_files() == []
    assert mount_points() <= mounts
    assert resident() - memory < ONE_ATTACK
    wait_until(lambda: len(descendants()) <= processes, "a process was left running")


def assert_points(attack: Attack, verdict: ExerciseVerdict) -> None:
    passed = {finding.check for finding in verdict.findings if finding.outcome == "passed"}
    assert passed <= deserved(attack)
    assert verdict.points <= most_points(attack) < verdict.max_points
    broken = [finding for finding in verdict.findings if finding.outcome == "broken"]
    assert [one.check for one in broken] == [attack.check] * (attack.outcome == "broken")
    assert all(one.replies and not one.earned for one in broken)
    if not attack.spoils:
        assert passed == deserved(attack)


def assert_cause(attack: Attack, verdict: ExerciseVerdict, runs: dict[str, CellRun]) -> None:
    found = next(finding for finding in verdict.findings if finding.check == attack.check)
    assert (found.outcome, found.cause) == (attack.outcome, attack.cause), found.message
    errors = [run.error for run in runs.values() if run.error]
    assert all(attack.cell_says in error for error in errors)
    assert bool(errors) == bool(attack.cell_says), errors


def assert_tame(verdict: ExerciseVerdict, runs: dict[str, CellRun]) -> None:
    """What is kept of a submission can be written to a file, is short, and is no markup."""
    text = json.dumps([verdict.to_json(), [run.to_json() for run in runs.values()]])
    assert len(text) < LONGEST_VERDICT
    json.dumps(json.loads(text), ensure_ascii=False).encode()
    for run in runs.values():
        assert len(run.stdout) < (TIGHT.output_kb << 10) + 200
        assert len(run.error) < 1 << 14
    page = findings_html(verdict)
    told = [line for finding in verdict.findings for line in finding.replies]
    assert all(c.isprintable() for line in told for c in line)
    assert not any(line in page for line in told)
    assert "<script" not in page and "<img src=x" not in page
    assert all(c == "\n" or c.isprintable() for c in page)


def assert_victim_is_unharmed(sandbox: Sandbox) -> None:
    verdict, runs = graded(None, sandbox)
    assert verdict.points == verdict.max_points
    assert not any(run.error for run in runs.values())
    assert_unaffected(sandbox)


def hidden_text(verdict: ExerciseVerdict) -> str:
    hidden = [finding for finding in verdict.findings if not finding.visible]
    return json.dumps([finding.to_json() for finding in hidden])


def shown_text(verdict: ExerciseVerdict, runs: dict[str, CellRun]) -> str:
    """All that is shown of a submission but pictures, whose text stands beside them."""
    parts = [run.stdout + run.error for run in runs.values()]
    for finding in verdict.findings:
        parts.append(finding.message)
        parts += [finding.picture.alt, finding.picture.caption] if finding.picture else []
    return "\n".join(parts)


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


def mount_points() -> set[str]:
    """Where something is mounted; Docker's own mounts come and go with other tests."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    points = {line.split()[4] for line in lines}
    return {point for point in points if "docker" not in point and "containerd" not in point}


def left_files() -> list[Path]:
    places = (Path("/tmp"), Path("/dev/shm"), Path.cwd(), ROOT)
    return [path for place in places for path in place.glob(f"*{MARK}*")]


# Two comparisons by every attack that fools one: asked in one process, once.
together = pytest.mark.xdist_group("naive")


@pytest.fixture(scope="module")
def fooled() -> set[str]:
    """What gets all points from a grader that compares in the student's own process."""
    environment = {**os.environ, "AUTOGRADER_SECRET": "x"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.naive"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=280,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@together
def test_the_naive_grader_grades_what_does_not_attack_it(fooled: set[str]) -> None:
    assert "(right)" in fooled and "(zeros)" not in fooled
    assert set(CONTROLS) == {"(right)", "(zeros)"}


@together
@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if attack.fools])
def test_the_attack_is_real(fooled: set[str], name: str) -> None:
    """It earns all points where nothing stands between the student's code and the comparison."""
    assert name in fooled


def test_every_wall_meets_its_attacks() -> None:
    assert sum(len(FAMILIES[family]) for family in AT_THE_WALL) >= 60


def test_every_attack_has_a_name_of_its_own_and_a_sentence() -> None:
    assert len(ATTACKS) == sum(len(attacks) for attacks in FAMILIES.values()) >= 60
    for attack in ATTACKS.values():
        assert attack.tries.endswith(".") and attack.tries[0].isupper(), attack.name
