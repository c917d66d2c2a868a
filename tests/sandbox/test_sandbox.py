"""A submission's code in the sandbox: its cells, its answers, its crashes, and our own faults."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
import torch

from autograder.checking.student import (
    Budget,
    Expect,
    Failed,
    NoGradient,
    Oracle,
    Student,
    StudentCrashed,
)
from autograder.course.options import Limits
from autograder.errors import SandboxError
from autograder.sandbox.base import Sandbox, Stopwatch, open_sandbox
from tests.conftest import DATA, ROOT
from tests.support.transports import (
    ask,
    assert_unaffected,
    cells_of,
    crash_of,
    descendants,
    is_alive,
    transport_over,
    wait_until,
)

pytestmark = pytest.mark.sandbox


def test_cells_run_in_order_and_are_told_apart(sandbox: Sandbox) -> None:
    sources = ["x = 2\nprint(x)", "1 / 0", "import matplotlib.pyplot as p\np.plot([x])", "!ls"]
    with transport_over(sandbox, *sources) as transport:
        printed, raised, drawn, magic = transport.runs
    assert (printed.cell_id, printed.stdout, printed.error) == ("id0", "2\n", "")
    assert raised.error.endswith("ZeroDivisionError: division by zero")
    assert drawn.pictures[0].startswith(b"\x89PNG")
    assert magic.stdout.startswith("!ls did nothing")
    assert (magic.error, magic.pictures) == ("", ())


def test_questions_of_every_kind_are_answered(sandbox: Sandbox) -> None:
    source = (
        "import torch\nfrom torch import nn\n"
        "def twice(x, plus=0.0): return 2 * x + plus\n"
        "def ask(model, x): return model(x + 1)\n"
        "def cut(x): return x.detach()\n"
        "class Net(nn.Linear):\n    def extra(self, x): return (x, [x, 'text', None])\n"
    )
    with transport_over(sandbox, source) as transport:
        student = Student(transport)
        x = torch.ones(2)
        assert student.call("twice", x, plus=1.0, expect=Expect((2,))).tolist() == [3, 3]
        rows = student.vjp("twice", x, wrt=[0], cotangents=torch.eye(2))
        assert torch.equal(rows[0], 2 * torch.eye(2))
        oracle = Oracle({"forward": lambda y: y * 10})
        assert student.call("ask", oracle, x, expect=Expect((2,))).tolist() == [20, 20]
        with pytest.raises(NoGradient):
            student.vjp("cut", x, wrt=[0], cotangents=torch.eye(2))
        net = student.construct("Net", 2, 2)
        net.load_state_dict({"weight": torch.eye(2), "bias": torch.zeros(2)})
        assert net.forward(x, Expect((2,))).tolist() == [1, 1]
        assert set(net.state_dict()) == {"weight", "bias"}
        assert net.call_plain("extra", 3) == [3, [3, "text", None]]
        assert student.raised("twice") == "TypeError"


def test_public_data_lies_in_the_working_folder(sandbox: Sandbox) -> None:
    source = (
        "import numpy, os\n"
        "def names(): return sorted(os.listdir('.'))\n"
        "def rows(): return len(numpy.load('digits.npz').files)\n"
        "def spoil(): open('digits.npz', 'ab').write(b'x')\n"
        "def note():\n    open('note.txt', 'w').write('x')\n    return open('note.txt').read()\n"
    )
    with transport_over(sandbox, source) as transport:
        assert "digits.npz" in ask(transport, "names")
        assert not [name for name in ask(transport, "names") if name.endswith((".j2", ".py"))]
        assert ask(transport, "rows") > 0
        assert ask(transport, "note") == "x"
        crash_of(transport, "exception", "spoil")


def test_processes_of_one_submission_are_alike_and_know_nothing_of_each_other(
    sandbox: Sandbox,
) -> None:
    source = (
        "import random, torch, numpy\nseen = []\n"
        "def draw():\n    seen.append(1)\n"
        "    return [random.random(), float(torch.rand(1)), numpy.random.rand(), len(seen)]\n"
    )
    with transport_over(sandbox, source) as transport:
        fresh = transport.fresh()
        assert ask(transport, "draw") == ask(fresh, "draw")
        assert ask(fresh, "draw")[-1] == 2
        fresh.close()


def test_an_error_is_told_safely_and_fully(sandbox: Sandbox) -> None:
    source = (
        "class Odd(Exception): pass\n"
        "class Picky(ValueError): pass\n"
        "def picky(x): raise Picky(f'saw {x}')\n"
        "def known(x): raise ValueError(f'saw {x}')\n"
        "def own(x): raise Odd(f'saw {x}')\n"
        "def stub(x): raise NotImplementedError\n"
    )
    with transport_over(sandbox, source) as transport:
        known, own, picky, stub, gone = (
            crash_of(transport, "exception", name, "hidden")
            for name in ("known", "own", "picky", "stub", "gone")
        )
    assert known.message == "`known` raised ValueError."
    assert known.kind == "ValueError"
    assert "saw hidden" in known.detail
    assert "(cell 0, line 4" in known.detail
    assert own.message == "`own` raised an exception."  # a name of one's own stays inside
    assert picky.message == "`picky` raised ValueError."
    assert stub.message == "`stub` is not written yet."
    assert stub.kind == "NotImplementedError"
    assert gone.message.startswith("`gone` is not defined: ")
    assert not any("hidden" in crash.message for crash in (known, own, stub, gone))


def test_a_refusing_oracle_ends_the_question_but_not_the_process(sandbox: Sandbox) -> None:
    def refuse(x: object) -> object:
        raise Failed("That is enough.")

    source = (
        "def obey(model): return model(1)\n"
        "def insist(model):\n    while True:\n        try: return [model(1)]\n"
        "        except RuntimeError as error: last = str(error)\n"
        "        if 'only while' in last: return last\n"
    )
    with transport_over(sandbox, source) as transport:
        for name in ("obey", "insist"):
            with pytest.raises(Failed, match="enough"):
                ask(transport, name, Oracle({"forward": refuse}))
        assert transport.alive


def test_an_oracle_that_is_asked_without_end_is_said_so(sandbox: Sandbox) -> None:
    source = (
        "import torch\ndef obey(model):\n    while True:\n        model(torch.ones(1))\n"
        "def insist(model):\n    while True:\n        try: model(torch.ones(1))\n"
        "        except RuntimeError: pass\n"
    )
    oracle = Oracle({"forward": lambda x: x}, Budget(calls=20))
    for name, lives in (("obey", True), ("insist", False)):
        with transport_over(sandbox, source) as transport:
            with pytest.raises(Failed, match="called more than 20 times"):
                ask(transport, name, oracle)
            assert transport.alive is lives


def test_an_oracle_that_cannot_take_its_input_raises_in_the_students_code(sandbox: Sandbox) -> None:
    with transport_over(sandbox, "def wrong(model): return model('text')") as transport:
        oracle = Oracle({"forward": lambda x: torch.relu(x)})
        assert crash_of(transport, "exception", "wrong", oracle).kind == "RuntimeError"
        assert transport.alive


def test_a_request_that_is_not_data_is_our_own_mistake(sandbox: Sandbox) -> None:
    with transport_over(sandbox, "def f(x): return 1") as transport:
        with pytest.raises(ValueError, match="not data"):
            ask(transport, "f", object())
        assert ask(transport, "f", 1) == 1


def test_a_cell_that_kills_its_process_is_passed_over(sandbox: Sandbox) -> None:
    sources = ["x = 1", "import os\nos._exit(3)", "def f(): return x", "os._exit(0)"]
    with transport_over(sandbox, *sources) as transport:
        assert transport.alive
        assert ask(transport, "f") == 1
        assert [bool(run.error) for run in transport.runs] == [False, True, False, True]
        assert "ended its own process" in transport.runs[1].error
        fresh = transport.fresh()
        assert ask(fresh, "f") == 1
        fresh.close()


def test_a_dead_desk_stays_dead_and_a_fresh_one_lives(sandbox: Sandbox) -> None:
    with transport_over(
        sandbox, "import os\ndef attack(): os._exit(0)\ndef f(): return 1"
    ) as transport:
        crash_of(transport, "exit")
        assert not transport.alive
        start = time.monotonic()
        assert "ended before" in crash_of(transport, "exit", "f").message
        assert time.monotonic() - start < 5  # nobody is waited for
        fresh = transport.fresh()
        assert ask(fresh, "f") == 1
        fresh.close()


def test_what_an_exercise_may_use_is_shared_by_its_processes(tight_sandbox: Sandbox) -> None:
    stopwatch = Stopwatch(0.8)
    source = "def attack():\n    while True: pass\ndef f(): return 1"
    with transport_over(tight_sandbox, source, stopwatch=stopwatch) as transport:
        assert ask(transport, "f") == 1
        assert "one exercise" in crash_of(transport, "cpu_time").message
        assert stopwatch.left <= 0 and stopwatch.met
        fresh = transport.fresh()
        assert not fresh.alive
        crash_of(fresh, "cpu_time", "f")
        fresh.close()


@pytest.mark.usefixtures("sandbox")
def test_a_killed_warm_process_is_replaced(wall: str) -> None:
    others = descendants()
    with open_sandbox(wall, Limits(), DATA) as sandbox:
        killed = descendants() - others
        for pid in killed:
            with suppress(ProcessLookupError):  # it went with its container's first
                os.kill(pid, signal.SIGKILL)
        transport = sandbox.open(cells_of("def f(): return 1"))
        assert ask(transport, "f") == 1
        assert not killed & descendants()
        transport.close()
    wait_until(lambda: descendants() <= others, "a process was left running")


def test_a_killed_supervisor_is_our_fault_and_no_crash(sandbox: Sandbox) -> None:
    before = descendants()
    transport = sandbox.open(cells_of("import time\ndef attack(): time.sleep(60)"))
    new = sorted(descendants() - before)
    os.kill(new[0], signal.SIGKILL)  # the supervisor was forked before its child
    with pytest.raises(SandboxError, match="lost sight"):
        ask(transport, "attack")
    wait_until(lambda: descendants() <= before, "a process was left running")
    assert not transport.alive
    before = descendants()
    assert_unaffected(sandbox)
    assert not before <= descendants()  # what has failed once is begun again


@pytest.mark.usefixtures("bubblewrap")
def test_nothing_is_left_when_the_grader_is_killed() -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom autograder.course.options import Limits\n"
        "from autograder.records.cell import CodeCell\n"
        "from autograder.sandbox.base import open_sandbox\n"
        f"with open_sandbox('bubblewrap', Limits(), Path({str(DATA)!r})) as sandbox:\n"
        "    transport = sandbox.open([CodeCell('a', 'a', 'x = 1')])\n"
        "    print('open', flush=True)\n    time.sleep(600)\n"
    )
    command = [sys.executable, "-c", script]
    others = descendants()
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == "open\n"
        started = descendants() - others
        assert len(started) > 4
        grader.kill()
    wait_until(lambda: not any(map(is_alive, started)), "a process outlived the grader")


def test_without_bubblewrap_there_is_no_grading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with (
        pytest.raises(SandboxError, match="apt-get install"),
        open_sandbox("bubblewrap", Limits(), DATA),
    ):
        pass


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("bwrap: setting up uid map: Permission denied", "apparmor_restrict_unprivileged_userns"),
        ("bwrap: No permissions to create new namespace", "unprivileged_userns_clone"),
        ("RuntimeError: Unable to find libseccomp", "apt-get install libseccomp2"),
        ("ModuleNotFoundError: No module named 'IPython'", "can import"),
        ("", "said nothing"),
    ],
)
def test_a_wall_that_does_not_stand_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, remedy: str
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text(f'#!/bin/sh\necho "{said}" >&2\nexit 1\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(SandboxError, match=remedy), open_sandbox("bubblewrap", Limits(), DATA):
        pass


def test_an_unknown_sandbox_or_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="no sandbox 'none'"):
        open_sandbox("none", Limits(), DATA)
    with pytest.raises(SandboxError, match="missing"):
        open_sandbox("bubblewrap", Limits(), tmp_path / "gone")


@pytest.mark.usefixtures("sandbox")
def test_a_closed_sandbox_gives_no_process(wall: str) -> None:
    with open_sandbox(wall, Limits(), DATA) as sandbox:
        transport = sandbox.open(cells_of("x = 1"))
    with pytest.raises((StudentCrashed, SandboxError)):
        ask(transport, "x")
    assert not transport.alive
