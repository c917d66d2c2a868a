"""What is left of a cell that stopped, killed its process, or lied about where it stood."""

from textwrap import dedent

import pytest

from autograder.diagnosis.hints import hint_of, read_error
from autograder.diagnosis.stops import with_stop
from autograder.records.cell import CellRun, CodeCell
from autograder.records.verdict import Finding
from autograder.sandbox.base import Sandbox
from tests.support.transports import ask, cells_of, transport_over

READ = "def after(): return [x, type(Net).__name__]"
MADE = "class Net:\n    pass\nx = 1\n"

DEADLY = {
    "a loop": "while True:\n    x = 2",
    "an exit": "import os; os._exit(0)",
    "a long sleep": "import time\ntime.sleep(1000)",
    "a signal": "import os\nos.abort()",
    "a call of a function above": "def train():\n    while True: pass\ntrain()",
}


@pytest.mark.sandbox
@pytest.mark.parametrize("name", DEADLY)
def test_names_made_above_the_deadly_statement_are_kept(tight_sandbox: Sandbox, name: str) -> None:
    cell = f"{MADE}{DEADLY[name]}\nx = 3"
    with transport_over(tight_sandbox, cell, READ) as transport:
        assert transport.runs[0].error.startswith("This cell ")
        assert ask(transport, "after") == [1, "type"]
        fresh = transport.fresh()
        assert ask(fresh, "after") == [1, "type"]
        fresh.close()


@pytest.mark.sandbox
def test_of_code_that_a_magic_times_the_same_is_kept(tight_sandbox: Sandbox) -> None:
    with transport_over(tight_sandbox, f"%%time\n{MADE}while True: pass", READ) as transport:
        assert ask(transport, "after") == [1, "type"]


# From here on each cell says what `note` is told, and does not end where it is to end.
LYING = """
from autograder.worker.statements import Steps
old = Steps.begin
def begin(self, until, note): old(self, (), lambda place: {})
Steps.begin = begin
"""
ENDLESS = "a = 1\nwhile True: pass"


@pytest.mark.sandbox
def test_a_beginning_that_kills_as_well_is_passed_over(tight_sandbox: Sandbox) -> None:
    with transport_over(tight_sandbox, LYING.format("note((9,))"), ENDLESS, "x = 1") as transport:
        assert transport.runs[1].spoilt and transport.runs[2].error == ""
        assert transport.alive


@pytest.mark.sandbox
@pytest.mark.parametrize(
    "lie",
    [
        "note(('x',))",
        "note(())",
        "note((-1,))",
        "note((True,))",
        "note((1,) * 99)",
        "note((2**40,))",
    ],
)
def test_a_place_of_another_form_is_a_broken_line(tight_sandbox: Sandbox, lie: str) -> None:
    with transport_over(tight_sandbox, LYING.format(lie), "a = 1\nb = 2", "x = 1") as transport:
        assert all("broke the line" in run.error for run in transport.runs[1:])
        assert not transport.runs[0].error and transport.alive


@pytest.mark.sandbox
def test_places_are_told_only_so_often(tight_sandbox: Sandbox) -> None:
    flood = LYING.format("[note((1,)) for _ in range(2_001)]")
    with transport_over(tight_sandbox, flood, "a = 1\nb = 2", "x = 1") as transport:
        assert "broke the line" in transport.runs[1].error
    many = "\n".join(["a = 1"] * 2_500)
    with transport_over(tight_sandbox, many) as transport:
        assert transport.runs[0].error == ""


@pytest.mark.sandbox
def test_a_place_that_brings_more_with_it_is_a_broken_line(tight_sandbox: Sandbox) -> None:
    """Reading it would be the grader's time."""
    heavy = """
        import gc, msgpack
        from autograder.worker import wire
        asking, = (a for a in gc.get_objects() if type(a).__name__ == "Asking")
        note = {"seq": asking._number, "at": [1], "x": [[]] * 9}
        header = msgpack.packb(note)
        frame = wire.PREFIX.pack(wire.MAGIC, len(header), 0) + header
        asking._connection.sendall(frame)
    """
    with transport_over(tight_sandbox, dedent(heavy), "x = 1") as transport:
        assert "broke the line" in transport.runs[0].error


def crashed(message: str, kind: str = "NameError") -> Finding:
    return Finding("c", "A title", "crashed", 1.0, message, True, "exception", kind=kind)


def stopped(*errors: str) -> dict[str, CellRun]:
    return {f"id{n}": CellRun(f"id{n}", error=error) for n, error in enumerate(errors)}


def test_the_first_cell_is_named_and_not_its_victims() -> None:
    cells = cells_of("A = open('x')", "B = A", "def f(): return B")
    runs = stopped(
        "cell 0, line 1: A = open('x')\nFileNotFoundError: [Errno 2] No such file: 'x'",
        "cell 1, line 1: B = A\nNameError: name 'A' is not defined",
    )
    findings, stop = with_stop(
        cells, runs, [crashed("`f` raised NameError. name 'B' is not defined")]
    )
    assert stop and stop.message.startswith("Cell 0 stopped in line 1. FileNotFoundError")
    assert findings[0].message.startswith(stop.message) and findings[0].due_to(stop)


def test_a_cell_that_defines_what_is_missing_is_preferred() -> None:
    cells = cells_of("tiles(1)", "EPS = 1 / 0", "x = 1")
    runs = stopped("NameError: name 'tiles' is not defined", "cell 1, line 1\nZeroDivisionError: x")
    _, stop = with_stop(cells, runs, [crashed("name 'EPS' is not defined")])
    assert stop and stop.place == "Cell 1 stopped in line 1."


def test_an_unwritten_hole_is_no_stop() -> None:
    runs = stopped("cell 0, line 1\nNotImplementedError: f is not written yet")
    findings = [crashed("`f` is not defined: …")]
    assert with_stop(cells_of("def f(): ..."), runs, findings) == (tuple(findings), None)


@pytest.mark.parametrize(
    "text",
    [
        "No module named '" + "a" * 5_000 + "'",
        "No module named 'x`<script>alert(1)</script>'",
        "No module named '\x1b[31m'",
        "No module named ''",
    ],
)
def test_only_names_of_known_form_get_into_a_hint(text: str) -> None:
    assert hint_of("ModuleNotFoundError", text) is None
    for kind in ("SyntaxError", "FileNotFoundError", "TypeError", "PermissionError", "OSError"):
        hint = hint_of(kind, text, text)
        assert hint is None or ("\x1b" not in hint.sentence and len(hint.sentence) < 300)


@pytest.mark.parametrize(
    "error", ["", "\n" * 50, "cell , line 9: x", "cell a, line 0x9\nb c: d", ": "]
)
def test_whatever_a_process_tells_can_be_read(error: str) -> None:
    assert read_error(error).kind == ""
    cells = [CodeCell("id0", "cell 1", "EPS = 1")]
    with_stop(cells, {"id0": CellRun("id0", error=error)}, [crashed("name 'EPS' is not defined")])


def test_long_lines_take_no_time_to_look_through() -> None:
    source = "a," * 400_000 + "\n" + "b, c, " * 49 + "\n" + ("x" * 200 + "\n") * 2_000
    cells = cells_of(*[source] * 3)
    findings = [
        crashed("`sum` raised TypeError", "TypeError"),
        crashed("name 'EPS' is not defined"),
    ]
    assert with_stop(cells, stopped(*["E: x"] * 3), findings)[1]
