"""Notebook cells run as a kernel would run them, but for what grading has no use for."""

import builtins
import linecache
import sys
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot
from matplotlib.backend_bases import FigureManagerBase

from autograder.worker import exceptions
from autograder.worker.notebook import CellOutput, Notebook
from autograder.worker.shell import STEP

DRAW = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(figsize=(2, 2))\nax.plot([1, 2])\n"


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    # Installing it changes the process, so each change is put back after the test.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    for owner, name in (
        (sys, "stdout"),
        (sys, "stderr"),
        (builtins, "input"),
        (builtins, "__import__"),
        (InteractiveShell, "_instance"),
        (FigureManagerBase, "show"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(builtins, STEP, None, raising=False)
    monkeypatch.delattr(builtins, "_", raising=False)  # another test's prompt may have left one
    notebook = Notebook()
    notebook.install()
    yield notebook
    pyplot.close("all")
    for name in notebook.names:
        linecache.cache.pop(name, None)


def run(
    notebook: Notebook, source: str, name: str = "cell 1", characters: int = 1_000
) -> CellOutput:
    return notebook.run(source, name, characters, 3, 1 << 20)


def test_names_last_from_cell_to_cell(notebook: Notebook) -> None:
    run(notebook, "x = 2")
    assert run(notebook, "print(x + 1, __name__)").stdout == "3 __main__\n"
    assert notebook.namespace["x"] == 2


def test_the_value_of_a_last_expression_is_ignored(notebook: Notebook) -> None:
    assert run(notebook, "1 + 1") == CellOutput("", "", [])


def test_both_outputs_are_kept(notebook: Notebook) -> None:
    assert run(notebook, "import sys\nprint(1)\nprint(2, file=sys.stderr)").stdout == "1\n2\n"


def test_output_is_clipped_and_says_so(notebook: Notebook) -> None:
    done = run(notebook, "print('ä' * 5_000)", characters=10)
    assert done.stdout == "ä" * 10 + "\n… 4991 more characters were cut."
    assert run(notebook, "print(1)").stdout == "1\n"


def test_text_that_cannot_be_encoded_is_kept_as_well_as_can_be(notebook: Notebook) -> None:
    assert run(notebook, r"print('\ud800')").stdout == "?\n"


def test_an_error_is_told_with_its_places(notebook: Notebook) -> None:
    done = run(notebook, "def f():\n    return 1 / 0\n\nf()", "masks")
    assert done.error.splitlines() == [
        "cell masks, line 4: f()",
        "cell masks, line 2, in f: return 1 / 0",
        "ZeroDivisionError: division by zero",
    ]


def test_what_stood_before_the_error_counts(notebook: Notebook) -> None:
    run(notebook, "x = 1\nraise ValueError('no')\ny = 2")
    assert notebook.namespace["x"] == 1
    assert "y" not in notebook.namespace


@pytest.mark.parametrize("source", ["raise SystemExit", "exit_ = 1; raise KeyboardInterrupt('x')"])
def test_no_exception_gets_out(notebook: Notebook, source: str) -> None:
    assert run(notebook, source).error


def test_a_syntax_error_names_its_line(notebook: Notebook) -> None:
    error = run(notebook, "x = 1\ny = = 2", "masks").error
    assert "cell masks, line 2" in error
    assert "SyntaxError: invalid syntax" in error


@pytest.mark.parametrize(
    "body",
    [
        "def __str__(self): raise RuntimeError",
        "def __str__(self): return 'x' * 10**7",
        "def __str__(self): return chr(0xd800)",
        "__traceback__ = property(lambda self: 1 / 0)",
        "__class__ = property(lambda self: SyntaxError)\n    lineno = property(lambda self: 1 / 0)",
    ],
)
def test_a_hostile_exception_is_told_shortly(notebook: Notebook, body: str) -> None:
    error = run(notebook, f"class Hostile(Exception):\n    {body}\n\nraise Hostile").error
    assert "Hostile" in error
    assert len(error.encode()) < 3_000


def test_a_metaclass_cannot_change_the_name_of_an_exception(notebook: Notebook) -> None:
    run(notebook, "class Meta(type):\n    __name__ = property(lambda self: 1 / 0)\n")
    error = run(notebook, "class Plain(Exception, metaclass=Meta): pass\nraise Plain('x')").error
    assert error.endswith("Plain: x")


def test_a_long_recursion_is_told_shortly(notebook: Notebook) -> None:
    error = run(notebook, "def f(): f()\nf()").error
    assert "RecursionError" in error
    assert len(error.splitlines()) <= exceptions.LONGEST_TRACE + 1


def test_input_says_why_it_cannot(notebook: Notebook) -> None:
    assert "nobody to ask" in run(notebook, "x = input('n = ')").error


@pytest.mark.parametrize(
    "ending",
    [
        "plt.show()",
        "fig.show()",
        "display(fig)",
        "",
        "1 / 0",
        "plt.gcf()",
        "plt.close(fig)\nfig",
        "import matplotlib\nmatplotlib.use('agg')\nplt.show()",
    ],
)
def test_a_figure_is_kept_once_as_png(notebook: Notebook, ending: str) -> None:
    done = run(notebook, DRAW + ending)
    assert len(done.pictures) == 1, done.error
    assert done.pictures[0].startswith(b"\x89PNG")
    assert pyplot.get_fignums() == []


def test_display_of_ipython_keeps_figures_too(notebook: Notebook) -> None:
    done = run(notebook, DRAW + "from IPython.display import display\ndisplay(fig, 'text')")
    assert (len(done.pictures), done.stdout) == (1, "'text'\n")


def test_pictures_are_limited_in_number_and_bytes(notebook: Notebook) -> None:
    many = "for _ in range(9):\n    plt.figure(figsize=(1, 1)); plt.show()"
    assert len(run(notebook, "import matplotlib.pyplot as plt\n" + many).pictures) == 3
    assert notebook.run(DRAW, "cell 1", 100, 3, 50).pictures == []
    assert notebook.run(DRAW, "cell 1", 100, 0, 1 << 20).pictures == []


def test_a_huge_figure_is_shrunk(notebook: Notebook) -> None:
    source = "import matplotlib.pyplot as plt\nplt.figure(figsize=(10_000, 10_000))"
    done = run(notebook, source)
    assert done.error == ""
    assert len(done.pictures) == 1


def test_a_figure_drawn_after_the_cells_is_not_kept(notebook: Notebook) -> None:
    run(notebook, DRAW)
    exec("plt.figure(); plt.show()", notebook.namespace)
    assert run(notebook, "x = 1").pictures == []


def test_a_figure_that_cannot_be_drawn_is_an_error(notebook: Notebook) -> None:
    assert run(notebook, DRAW + "ax.set_title('$\\\\frac{$')").error


def test_future_imports_last(notebook: Notebook) -> None:
    run(notebook, "from __future__ import annotations")
    assert run(notebook, "def f(x: NotThere): pass").error == ""
    assert "NameError" in run(Notebook(), "def f(x: NotThere): pass").error


def test_objects_can_be_pickled_and_inspected(notebook: Notebook) -> None:
    source = (
        "import pickle, inspect\nclass A: pass\ndef f(): pass\npickle.loads(pickle.dumps(A()))\n"
    )
    assert run(notebook, source + "assert 'def f' in inspect.getsource(f)").error == ""
