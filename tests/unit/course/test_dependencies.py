"""What an exercise is graded by: nothing that a verdict can rest on is left out of its hash."""

from pathlib import Path

import grimp
import pytest

from autograder.course.dependencies import ASIDE, PACKAGE, is_aside


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("autograder", cache_dir=None)


def file_of(module: str) -> Path:
    path = PACKAGE.joinpath(*module.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@pytest.mark.parametrize("asks", ["autograder.grading.batch", "autograder.verify.run"])
def test_whatever_a_verdict_can_import_is_in_the_hash(graph: grimp.ImportGraph, asks: str) -> None:
    found = graph.find_upstream_modules(asks)
    assert "autograder.sandbox.session" in found
    for module in found:
        path = file_of(module)
        own = module.startswith("autograder.verify")  # hashed whole, see verify/engine.py
        assert path.is_file()
        assert own or not is_aside(path), f"{module} is not in the hash of the engine"


def test_whatever_checks_can_import_is_in_the_hash() -> None:
    for room in ("checking", "pictures", "probes", "records", "text"):
        assert not [p for p in (PACKAGE / room).rglob("*.py") if is_aside(p)]


def test_files_that_are_no_modules_are_in_it_too() -> None:
    assert not is_aside(PACKAGE / "sandbox" / "seccomp.json")
    assert not is_aside(PACKAGE / "a_new_room" / "module.py")


def test_all_that_is_left_out_is_there() -> None:
    for place in ASIDE:
        assert (PACKAGE / place).exists(), f"{place} has moved: name where it is now"
