"""Which tests `make quick` runs: those without a mark or fixture that costs something."""

import tomllib

import pytest

from tests.conftest import COSTLY, ROOT, is_quick


def test_every_mark_costs_something_but_quick() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = settings["tool"]["pytest"]["ini_options"]["markers"]
    assert {line.partition(":")[0] for line in lines} == COSTLY | {"quick"}


@pytest.mark.parametrize(
    ("marks", "fixtures", "quick"),
    [
        ([], [], True),
        (["parametrize", "timeout"], ["tmp_path"], True),
        (["slow"], [], False),
        (["parametrize", "docker"], ["tmp_path"], False),
        ([], ["tmp_path", "boxes", "wall"], False),
        ([], ["released"], False),
    ],
)
def test_what_costs_is_left_to_the_whole(
    marks: list[str], fixtures: list[str], quick: bool
) -> None:
    assert is_quick(marks, fixtures) is quick


def test_this_test_is_quick(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("quick")
