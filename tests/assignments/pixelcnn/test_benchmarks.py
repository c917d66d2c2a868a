"""The parts of the benchmark of a class run, and say what they say of true numbers."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path
from typing import Any

import pytest

from autograder.course.config import load_course
from autograder.course.known import Known, known_submissions
from autograder.course.solutions import solution_namespace
from benchmarks import performance, spread
from benchmarks.busy import chosen
from benchmarks.campus import Assumed, campus, need
from benchmarks.classes import ASSIGNMENT, OURS_ALONE, ROOT, UNTRAINED, a_class
from benchmarks.machine import machine
from benchmarks.measured import CommandFailed, used_by
from benchmarks.parts import run
from benchmarks.runs import Sizes

OVERHEAD = {"students": 2, "ours": 5.0, "bare": 4.0, "ours_each": 3.6, "bare_each": 3.0}
OVERHEAD["recording_each"] = 0.18


def test_all_that_a_command_starts_is_counted_what_it_leaves_too(tmp_path: Path) -> None:
    busy = "import time; end = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
    program = (
        "import os, subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {busy!r}], start_new_session=True)\n"
    )
    used = used_by([sys.executable, "-c", program], tmp_path)
    assert 0.4 <= used.cpu < 2
    assert used.left == 0


BUSY = """
import os, time
if os.fork():
    time.sleep(60)
while time.process_time() < 0.4:
    pass
open("done", "w").close()
time.sleep(60)
"""
KILLS = """
import os, subprocess, sys, time
busy = subprocess.Popen(["unshare", "--pid", "--fork", "--kill-child", sys.executable, "busy.py"])
while not os.path.exists("done"):
    assert busy.poll() is None
    time.sleep(0.05)
busy.kill()
busy.wait()
"""


def test_a_process_that_dies_with_its_namespace_is_counted(tmp_path: Path) -> None:
    """As in a sandbox that is killed: its own parents never hear what it has used."""
    (tmp_path / "busy.py").write_text(BUSY, encoding="utf-8")
    assert 0.4 <= used_by([sys.executable, "-c", KILLS], tmp_path).cpu < 2


@pytest.mark.slow
def test_what_does_not_end_is_told_and_ended(tmp_path: Path) -> None:
    program = "import subprocess; subprocess.Popen(['sleep', '60'], start_new_session=True)"
    start = time.monotonic()
    assert used_by([sys.executable, "-c", program], tmp_path).left == 1
    assert time.monotonic() - start < 50


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such luck"):
        used_by([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path)


def test_a_class_is_drawn_the_same_again() -> None:
    assert a_class(UNTRAINED, 5) == a_class(UNTRAINED, 5)
    assert a_class(UNTRAINED, 5) != a_class(UNTRAINED, 5, seed=1)


KNOWN = [
    k for k in known_submissions(ROOT / "tests/submissions", ASSIGNMENT) if k.exercise in UNTRAINED
]


@pytest.mark.parametrize("exercise", UNTRAINED)
@pytest.mark.slow
def test_hidden_tests_judge_known_submissions_as_they_are_known(exercise: str) -> None:
    tests = {
        name.removeprefix("test_"): test
        for name, test in getmembers(
            import_module(f"benchmarks.hidden_tests.{exercise}"), isfunction
        )
        if name.startswith("test_")
    }
    misjudged = [
        known.name
        for known in KNOWN
        if known.exercise == exercise and _passes(known, tests) != known.right
    ]
    assert misjudged == list(OURS_ALONE[exercise])


def _passes(known: Known, tests: Mapping[str, Callable[[Any], None]]) -> bool:
    names: dict[str, Any] = dict(vars(solution_namespace(load_course(ROOT), ASSIGNMENT)))
    exec("import math, torch, numpy as np\nimport torch.nn.functional as F", names)
    exec("from torch import Tensor, nn", names)
    exec(known.source, names)
    try:
        for name, test in tests.items():
            test(names[name])
    except Exception:  # the submission's code: a wrong one may raise anything
        return False
    return True


@pytest.mark.sandbox
@pytest.mark.nbgrader
def test_a_part_gives_sound_numbers() -> None:
    found = run("thousand", Sizes(untrained=2, whole=1, trained=2, many=4))
    assert found["students"] == 4
    assert all(value >= 0 for key, value in found.items() if not key.startswith("megabytes"))
    assert [found[f"{what}_left"] for what in ("processes", "files")] == [0, 0]
    assert performance.lines({"thousand": found})


def test_the_page_holds_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, figures = tmp_path / "performance.md", tmp_path / "performance.json"
    page.write_text(performance.PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(performance, "PAGE", page)
    monkeypatch.setattr(performance, "FIGURES", figures)
    assert performance.read() == {}
    performance.write({"overhead": OVERHEAD}, machine())
    assert "**1.25 times**" in page.read_text(encoding="utf-8")
    assert machine().said in page.read_text(encoding="utf-8")
    assert performance.read() == {"overhead": OVERHEAD}
    assert json.loads(figures.read_text())["machine"]["cores"] >= 1


def test_the_spread_is_that_of_one_run_over_its_reference() -> None:
    seconds = {"(reference)": 2.0, "right_a": 1.0, "right_b": 4.0, "wrong_a": 9.0}
    outcomes = [
        {"exercise": "toy", "name": name, "cpu_seconds": each, "right": "wrong" not in name}
        for name, each in seconds.items()
    ]
    found = spread.Spread.of("toy", outcomes)
    assert (found.known, found.reference, found.mean, found.right) == (4, 2.0, 2.0, 1.0)
    assert (found.dearest_right, found.dearest, found.name) == (2.0, 4.5, "wrong_a")
    assert "| 4.50 times, `wrong_a` |" in spread.table([found])


def test_a_campus_needs_what_the_formula_says() -> None:
    course = Assumed(students=1000, hours=1, cores=2, gpu_seconds=36, gpu_share=0.5, core_hour=1)
    found = need(course, cpu_seconds=3.6, recording=0.36, scaling=0.5)
    assert (found.core_hours, found.nodes) == (2.0, 1)
    assert (found.gpu_hours, found.gpus) == (20.0, 20)
    assert found.recording_hours == pytest.approx(0.1)
    assert found.cost_of_one == pytest.approx((2 + 20 * course.gpu_hour) / 1000)
    assert "10,000" in campus(OVERHEAD, {"one_wall": 19.0, "two_wall": 10.0})


def test_the_submissions_to_grade_beside_busy_loops_are_there() -> None:
    known = chosen("*", 99)
    assert len(known) == 20
    assert sum(one.exercise == "stack" for one in known) >= 8
    assert {one.right for one in known} == {True, False}
    assert [one.name for one in chosen("masks/*", 5)] == ["wrong_centre_always_shown"]
