"""Code that takes all there is, or ends its process: each is stopped, and its cause told."""

import time

import pytest

from autograder.checking.student import Expect, Student, StudentCrashed
from autograder.records.verdict import Cause
from autograder.sandbox.base import Sandbox
from tests.support.transports import ask, crash_of, descendants, transport_over

pytestmark = pytest.mark.sandbox

DEADLY: dict[str, tuple[Cause, str]] = {
    "os._exit": ("exit", "import os\ndef attack(): os._exit(0)"),
    "os._exit with another status": ("exit", "import os\ndef attack(): os._exit(250)"),
    "a segmentation fault": ("signal", "import ctypes\ndef attack(): ctypes.string_at(0)"),
    "abort": ("signal", "import os\ndef attack(): os.abort()"),
    "an endless loop": ("cpu_time", "def attack():\n    while True: pass"),
    "an endless loop deaf to signals": (
        "cpu_time",
        "import signal\ndef attack():\n    signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n"
        "    while True: pass",
    ),
    "an endless loop in C": (
        "cpu_time",
        "import itertools, collections\n"
        "def attack(): collections.deque(itertools.repeat(0), maxlen=0)",
    ),
    "endless threads": (
        "cpu_time",
        "import threading\ndef spin():\n    while True: pass\n"
        "def attack():\n    for _ in range(3): threading.Thread(target=spin).start()\n    spin()",
    ),
    "sleep": (
        "idle",
        "import time, signal\ndef attack():\n"
        "    for n in range(1, 65):\n"
        "        try: signal.signal(n, signal.SIG_IGN)\n"
        "        except (OSError, ValueError): pass\n"
        "    time.sleep(1000)",
    ),
    "an exception whose text never ends": (
        "cpu_time",
        "class E(Exception):\n    def __str__(self):\n        while True: pass\n"
        "def attack(): raise E",
    ),
    "endless printing": ("cpu_time", "def attack():\n    while True: print('x' * 1000)"),
}


@pytest.mark.parametrize("name", DEADLY)
def test_a_deadly_call_is_told_apart(tight_sandbox: Sandbox, name: str) -> None:
    cause, source = DEADLY[name]
    with transport_over(tight_sandbox, source + "\ndef after(): return 1") as transport:
        start = time.monotonic()
        crash = crash_of(transport, cause)
        assert time.monotonic() - start < 60  # seconds: more is a hang
        assert crash.message.startswith("`attack` ")
        assert not transport.alive
        fresh = transport.fresh()
        assert ask(fresh, "after") == 1
        fresh.close()


@pytest.mark.parametrize("name", ["os._exit", "an endless loop", "sleep", "abort"])
def test_a_deadly_cell_is_passed_over(tight_sandbox: Sandbox, name: str) -> None:
    source = DEADLY[name][1] + "\nattack()"
    with transport_over(tight_sandbox, "x = 1", source, "def after(): return x") as transport:
        assert transport.runs[1].error.startswith("This cell ")
        assert [run.error for run in (transport.runs[0], transport.runs[2])] == ["", ""]
        assert ask(transport, "after") == 1


BOMBS = {
    "one huge tensor": "import torch\ndef attack(): return torch.ones(30 << 30, dtype=torch.uint8)",
    "one huge array": "import numpy\ndef attack(): return numpy.ones(30 << 30, dtype='u1')",
    "one huge string": "def attack(): return 'x' * (30 << 30)",
    "many blocks": "def attack():\n    kept = []\n    while True: kept.append(bytearray(32 << 20))",
    "many tensors": "import torch\ndef attack():\n    kept = []\n"
    "    while True: kept.append(torch.ones(8 << 20))",
    "a mapping": "import mmap\ndef attack():\n    kept = []\n"
    "    while True: kept.append(mmap.mmap(-1, 64 << 20))",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_memory_bomb_is_told_as_one(tight_sandbox: Sandbox, name: str) -> None:
    with transport_over(tight_sandbox, BOMBS[name]) as transport:
        assert "256 MB" in crash_of(transport, "memory").message


def test_a_memory_bomb_in_a_cell_spoils_only_that_cell(tight_sandbox: Sandbox) -> None:
    with transport_over(
        tight_sandbox, "x = bytearray(1 << 34)", "def after(): return 1"
    ) as transport:
        assert "MemoryError" in transport.runs[0].error
        assert ask(transport, "after") == 1


MULTIPLY = {
    "os.fork": "def attack():\n    while True: os.fork()",
    "subprocess": "def attack(): subprocess.run(['/bin/true'])",
    "os.system": "def attack():\n    if os.system('true') != 0: raise PermissionError",
    "multiprocessing": "def attack():\n"
    "    multiprocessing.util.spawnv_passfds(b'/bin/true', [b'x'], [])",
    "forkpty": "def attack(): os.forkpty()",
}
# These are threads, or do their work at once.
ALONE = {
    "Process": "def attack(): multiprocessing.Process(target=print).start()",
    "Pool": "def attack(): multiprocessing.Pool(3).map(abs, [-1, 2])",
    "DataLoader": "def attack(): list(torch.utils.data.DataLoader([1, 2], num_workers=1))",
}


@pytest.mark.parametrize("name", MULTIPLY)
def test_there_are_no_further_processes(tight_sandbox: Sandbox, name: str) -> None:
    source = "import os, subprocess, multiprocessing.util\n" + MULTIPLY[name]
    with transport_over(tight_sandbox, source) as transport:
        before = descendants()
        crash_of(transport, "exception")
        assert descendants() <= before


@pytest.mark.parametrize("name", ALONE)
def test_what_libraries_call_a_process_is_none(tight_sandbox: Sandbox, name: str) -> None:
    with transport_over(
        tight_sandbox, f"import multiprocessing, torch\n{ALONE[name]}"
    ) as transport:
        before = descendants()
        assert ask(transport, "attack") is None
        assert descendants() <= before


def test_threads_are_counted(tight_sandbox: Sandbox) -> None:
    source = (
        "import threading, time\n"
        "def attack():\n"
        "    started = 0\n"
        "    try:\n"
        "        while True:\n"
        "            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "            started += 1\n"
        "    except RuntimeError: return started\n"
    )
    with transport_over(tight_sandbox, source) as transport:
        assert 2 < ask(transport, "attack") < 64
        assert ask(transport, "attack") == 0  # they still run, and the process still answers


def test_disk_is_limited_in_bytes_and_files(tight_sandbox: Sandbox) -> None:
    source = (
        "import os\n"
        "def fill():\n"
        "    written = 0\n"
        "    try:\n"
        "        for n in range(100):\n"
        "            with open(f'big{n}', 'wb', 0) as file:\n"
        "                for _ in range(4): written += file.write(b'x' * (1 << 20))\n"
        "    except OSError: return written\n"
        "def grow():\n"
        "    with open('/dev/shm/big', 'wb', 0) as file:\n"
        "        while True: file.write(b'x' * (1 << 20))\n"
        "def many():\n"
        "    made = 0\n"
        "    try:\n"
        "        while True: os.mkdir(f'folder{made}'); made += 1\n"
        "    except OSError: return made\n"
    )
    with transport_over(tight_sandbox, source) as transport:
        assert 6 << 20 < ask(transport, "fill") <= 8 << 20
        assert crash_of(transport, "exception", "grow").kind == "OSError"
        assert 0 < ask(transport, "many") <= 4096


def test_a_flood_of_output_is_clipped(tight_sandbox: Sandbox) -> None:
    source = "for _ in range(1000): print('ä' * 1000)\nimport os\nos.write(1, b'x' * 100_000)"
    with transport_over(tight_sandbox, source) as transport:
        assert transport.runs[0].error == ""
        assert transport.runs[0].stdout.startswith("ä" * 1000)
        assert len(transport.runs[0].stdout) < (4 << 10) + 100
        assert "more characters were cut" in transport.runs[0].stdout


def test_too_large_an_answer_is_told_and_forgotten(tight_sandbox: Sandbox) -> None:
    source = (
        "import torch\n"
        "def tensor(): return torch.zeros(1 << 20)\n"
        "def expanded(): return torch.zeros(1).expand(1 << 50)\n"
        "def text(): return 'x' * (1 << 20)\n"
        "def many(): return [[]] * 100_000\n"
        "def fine(): return torch.zeros(3)\n"
    )
    with transport_over(tight_sandbox, source) as transport:
        student = Student(transport)
        for name in ("tensor", "expanded"):
            with pytest.raises(StudentCrashed) as caught:
                student.call(name, expect=Expect((3,)))
            assert caught.value.cause == "output"
        crash_of(transport, "output", "text")
        assert student.call("fine", expect=Expect((3,))).tolist() == [0, 0, 0]
        with pytest.raises(StudentCrashed):
            ask(transport, "many")


RAISED = {
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "SystemExit": "import sys; sys.exit(1)",
    "GeneratorExit": "raise GeneratorExit",
    "RecursionError": "attack()",
    "Exception": "raise type('Own', (BaseException,), {})('x')",
    "BaseExceptionGroup": "raise BaseExceptionGroup('x', [KeyboardInterrupt()])",
}


@pytest.mark.parametrize("kind", RAISED)
def test_every_exception_is_only_an_exception(tight_sandbox: Sandbox, kind: str) -> None:
    source = f"def attack(): {RAISED[kind]}\ndef after(): return 1"
    with transport_over(tight_sandbox, source) as transport:
        assert crash_of(transport, "exception").kind == kind
        assert ask(transport, "after") == 1


HOSTILE = {
    "no text": "class E(Exception):\n    def __str__(self): raise KeyboardInterrupt",
    "text that is no text": "class E(Exception):\n    def __str__(self): return 5",
    "a long text": "class E(Exception):\n    def __str__(self): return 'x' * 10**8",
    "a str with methods": "class S(str):\n    def __getitem__(self, k): raise SystemExit\n"
    "    def encode(self, *a): raise SystemExit\n"
    "class E(Exception):\n    def __str__(self): return S('x' * 5000)",
    "half a character": "class E(Exception):\n    def __str__(self): return '\\ud800'",
    "a long name": "E = type('E' * 100_000, (Exception,), {})",
    "a name that is markup": "E = type('<script>', (Exception,), {})",
    "a lying class": "class M(type):\n    __name__ = property(lambda s: 1 / 0)\n"
    "class E(Exception, metaclass=M):\n    __class__ = property(lambda s: 1 / 0)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_exception_is_only_an_exception(tight_sandbox: Sandbox, name: str) -> None:
    source = HOSTILE[name] + "\ndef attack(): raise E\ndef after(): return 1"
    with transport_over(tight_sandbox, source) as transport:
        crash = crash_of(transport, "exception")
        assert crash.message == "`attack` raised an exception."
        assert len(crash.detail) < 4_000
        assert ask(transport, "after") == 1


def test_a_thread_left_running_harms_nobody(tight_sandbox: Sandbox) -> None:
    source = (
        "import threading, time\n"
        "def spin():\n    while True: time.sleep(0.001)\n"
        "threading.Thread(target=spin).start()\n"
        "def after(): return 1\n"
    )
    with transport_over(tight_sandbox, source) as transport:
        assert ask(transport, "after") == 1
