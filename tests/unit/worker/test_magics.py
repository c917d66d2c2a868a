"""IPython's magics in cells: they are IPython's own, but for what has no use while grading."""

import sys
from pathlib import Path

import pytest
import torch

from autograder.worker import environment
from autograder.worker.notebook import CellOutput, Notebook
from tests.unit.worker.test_notebook import notebook, run

__all__ = ["notebook"]  # a fixture


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline",
        "%matplotlib widget",
        "%load_ext autoreload\n%autoreload 2",
        "%load_ext line_profiler",
        "%config InlineBackend.figure_format = 'retina'",
        "len?",
        "%cd ..",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "get_ipython().set_next_input('x')",
    ],
)
def test_magics_for_a_screen_do_nothing(notebook: Notebook, source: str) -> None:
    assert run(notebook, source) == CellOutput("", "", [])


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("!pip install torch", "!pip install torch did nothing: there are no other programs"),
        ("%pip install torch", "%pip install torch did nothing"),
        ("%%bash\nrm -rf /", "%%bash did nothing"),
        ("from IPython import get_ipython\nget_ipython().system('ls')", "!ls did nothing"),
        ("%tensorboard --logdir x", "%tensorboard did nothing: grading has IPython's own magics"),
        ("%%cython\ncdef int x", "%%cython did nothing"),
    ],
)
def test_what_cannot_be_done_is_told_and_the_cell_goes_on(
    notebook: Notebook, source: str, told: str
) -> None:
    done = run(notebook, source if source.startswith("%%") else f"{source}\nx = 1")
    assert (done.error, done.pictures) == ("", [])
    assert told in done.stdout
    assert source.startswith("%%") or notebook.namespace["x"] == 1


def test_the_output_of_a_command_is_empty(notebook: Notebook) -> None:
    run(notebook, "x = !ls\ny = 1")
    assert notebook.namespace["x"] == []
    assert notebook.namespace["y"] == 1


@pytest.mark.parametrize(
    "source",
    [
        "%time x += 1",
        "%timeit f()",
        "%timeit -n 10 -r 3 f()",
        "%timeit -n10 -o f()",
        "%prun f()",
        "%memit f()",
        "%lprun -f f f()",
        "%%time\nx += 1",
        "%%timeit\nf()",
        "%%timeit -n 100 y = 1\nf(y)",
        "%%capture\nx += 1",
        "%%capture output\nx += 1",
        "%%capture --no-stderr out\nx += 1",
        "%%prun\nx += 1",
        "%%memit\nx += 1",
    ],
)
def test_timed_code_runs_once(notebook: Notebook, source: str) -> None:
    run(notebook, "x, runs = 1, []\ndef f(y=1):\n    runs.append(y)")
    assert run(notebook, source).error == ""
    assert notebook.namespace["x"] + len(notebook.namespace["runs"]) == 2


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = %time 2 + 1", 3),
        ("async def f():\n    await asyncio.sleep(0)\n    return 3\nx = await f()", 3),
        ("%%capture cap\nprint('said')", None),
        ("import asyncio\nx = asyncio.run(asyncio.sleep(0, 3))", 3),
        ("x = [await asyncio.sleep(0, i) async for i in g()]", [0, 1]),
    ],
)
def test_values_are_as_in_a_kernel(notebook: Notebook, source: str, value: object) -> None:
    run(notebook, "import asyncio\nasync def g():\n    for i in range(2): yield i")
    assert run(notebook, source).error == ""
    if value is None:
        value, notebook.namespace["x"] = "said\n", notebook.namespace["cap"].stdout
    assert notebook.namespace["x"] == value


def test_last_values_are_kept(notebook: Notebook) -> None:
    run(notebook, "40 + 2")
    run(notebook, "7;")
    run(notebook, "x = (_, Out[1], _1, len(In), _oh[1])")
    assert notebook.namespace["x"] == (42, 42, 42, 4, 42)


def test_a_module_is_found_as_soon_as_it_is_written(
    notebook: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    early = "import importlib\nimportlib.import_module('mine_own_module')"
    assert "ModuleNotFoundError" in run(notebook, early).error
    assert run(notebook, "%%writefile mine_own_module.py\nEPS = 3").error == ""
    assert run(notebook, "from mine_own_module import EPS").error == ""
    assert notebook.namespace["EPS"] == 3
    del sys.modules["mine_own_module"]


@pytest.mark.parametrize("magic", ["%%time", "%%capture", "%%capture cap", "%%time\n", "%%memit"])
def test_an_error_below_a_magic_is_told_with_its_line(notebook: Notebook, magic: str) -> None:
    below = magic.count("\n") + 3
    error = run(notebook, f"{magic}\nx = 1\n1 / 0", "masks").error
    assert f"cell masks, line {below}: 1 / 0" in error
    assert error.endswith("ZeroDivisionError: division by zero")
    assert notebook.namespace["x"] == 1


def test_a_function_below_a_magic_can_be_inspected(notebook: Notebook) -> None:
    run(notebook, "%%time\ndef f():\n    return 1 / 0")
    error = run(notebook, "import inspect\nprint(inspect.getsource(f))\nf()", "cell 2").error
    assert "cell 1, line 3, in f: return 1 / 0" in error


@pytest.mark.slow
def test_a_reset_notebook_can_go_on(notebook: Notebook) -> None:
    run(notebook, "x = 1")
    assert run(notebook, "%reset -f").error == ""
    assert "NameError" in run(notebook, "x").error
    assert run(notebook, "display(1)\ny = get_ipython()").error == ""


def test_an_error_in_timed_code_is_an_error(notebook: Notebook) -> None:
    assert "ZeroDivisionError" in run(notebook, "%%time\n1 / 0").error


def test_old_ways_of_magics_and_threads_go_on(notebook: Notebook) -> None:
    assert run(notebook, "get_ipython().magic('matplotlib inline')").error == ""
    assert run(notebook, "get_ipython().magic('%timeit 1')", "cell 2").error == ""


def test_a_compiled_model_has_the_one_within() -> None:
    model = torch.nn.Linear(2, 3)
    compiled = environment.uncompiled(model)
    assert compiled._orig_mod is model
    assert list(compiled.state_dict()) == ["weight", "bias"]
    assert [name for name, _ in compiled.named_modules()] == [""]
    again = environment.uncompiled(mode="max-autotune")(model)
    assert again is model
