"""The notebook's own tools: what a check below a hole says, and what the influence map sees."""

import linecache
from typing import Any

import nbformat
import pytest
import torch
from torch import Tensor

from tests.conftest import ROOT

RELEASE = ROOT / "release" / "pixelcnn" / "pixelcnn.ipynb"
NEEDED = ("import math\n\nimport matplotlib", "def check(", "def influence(", "def seen(")


def run(namespace: dict[str, Any], source: str, cell: str) -> None:
    """Run a cell as a kernel does: under a file name of its own, its lines kept."""
    linecache.cache[cell] = (len(source), None, source.splitlines(keepends=True), cell)
    exec(compile(source, cell, "exec"), namespace)


@pytest.fixture(scope="module")
def notebook() -> dict[str, Any]:
    """Return the globals of a notebook in which only the tools have been run."""
    cells = [c.source for c in nbformat.read(RELEASE, as_version=4).cells if c.cell_type == "code"]
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for number, start in enumerate(NEEDED):
        (source,) = (cell for cell in cells if start in cell)
        run(namespace, source, f"<tools {number}>")
    return namespace


SQUARE = """
def square(x):
    rows = x * x
    return {body}
"""


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("rows", ["✓ squares", "largest difference 0.0e+00"]),
        ("rows.double()", ["✗ squares", "your dtype torch.float64, expected torch.float32"]),
        ("rows[0]", ["✗ squares", "your shape [], expected [2]"]),
        ("row", ["✗ squares", "NameError: name 'row' is not defined", "line 4, in square: return"]),
        ("rows.nothing", ["✗ squares", "AttributeError", "line 4, in square: return rows.nothing"]),
        ("bernoulli_nll(rows)", ["○ not there yet: name 'bernoulli_nll' is not defined"]),
    ],
)
def test_a_check_tells_a_mistake_from_a_hole(
    notebook: dict[str, Any], capsys: pytest.CaptureFixture[str], body: str, says: list[str]
) -> None:
    names = notebook
    run(names, SQUARE.format(body=body), "<cell 1>")
    asking = 'check("squares", lambda: square(torch.tensor([1.0, 2.0])), [1.0, 4.0])'
    run(names, asking, "<cell 2>")
    said = capsys.readouterr().out
    assert all(words in said for words in says), said
    assert ("✗" in said) == ("✗" in says[0])


@pytest.mark.parametrize(
    ("made", "expected", "right"),
    [
        ("torch.ones(2)", "torch.ones(2, dtype=torch.float64)", True),
        ("torch.ones(2).double()", "torch.ones(2, dtype=torch.float64)", False),
        ("torch.ones(2, dtype=torch.int64)", "[1, 1]", True),
        ("torch.ones(2, dtype=torch.int64)", "[1.0, 1.0]", False),
        ("torch.ones(2).bool()", "[True, True]", True),
        ("torch.ones(2)", "[1, 1]", True),
        ("torch.ones(2).double()", "[1, 1], dtype=torch.float64", True),
        ("[1.0, 1.0]", "[1, 1]", True),
    ],
)
def test_real_numbers_are_float32_and_others_are_no_real_numbers(
    notebook: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    made: str,
    expected: str,
    right: bool,
) -> None:
    run(notebook, f'check("ones", lambda: {made}, {expected})', "<1>")
    assert ("✓" in capsys.readouterr().out) == right


def test_a_hole_waits_and_a_name_that_this_cell_needs_does(
    notebook: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    run(
        notebook, 'def sample():\n    raise NotImplementedError("sample is not written yet")', "<1>"
    )
    run(notebook, 'check("one", lambda: sample(), 1)', "<2>")
    run(notebook, 'refuses("two", lambda: sample())', "<3>")
    run(notebook, "with when_ready():\n    print(made_above)", "<4>")
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == ["○ waiting for you"] * 2 + ["○ not there yet"]


def test_a_mistake_in_a_demonstration_is_python_s_own_traceback(notebook: dict[str, Any]) -> None:
    run(notebook, "def odd():\n    return tpyo", "<1>")
    with pytest.raises(NameError, match="tpyo"):
        run(notebook, "with when_ready():\n    odd()", "<2>")
    run(notebook, "def abstract():\n    torch.nn.Module()(1)", "<3>")
    with pytest.raises(NotImplementedError, match="forward"):
        run(notebook, "with when_ready():\n    abstract()", "<4>")


def stepping(x: Tensor) -> Tensor:
    """Copy each pixel through a step, which has no gradient; logits (B, 1, C, H, W)."""
    return ((x > 0.5).to(x) + 0 * x).unsqueeze(1)


def test_the_influence_map_sees_a_leak_without_a_gradient(notebook: dict[str, Any]) -> None:
    shape, at = (1, 3, 4), (0, 1, 2)
    used = notebook["seen"](notebook["influence"](stepping, shape, at))
    assert used.nonzero().tolist() == [[0, 1, 2]]
    later = notebook["influence"](lambda x: x.roll(-1, 3).unsqueeze(1), shape, at)
    assert notebook["seen"](later).nonzero().tolist() == [[0, 1, 3]]
    blind = notebook["influence"](lambda x: torch.ones_like(x).unsqueeze(1) + 0 * x[:1], shape, at)
    assert not notebook["seen"](blind).any()
