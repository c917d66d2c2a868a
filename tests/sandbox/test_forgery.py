"""Code that speaks on the wire itself: whatever it says is at most its own wrong answer."""

import resource
import time
from pathlib import Path

import pytest
import torch

from autograder.checking.student import Expect, Failed, Oracle, Student, StudentCrashed
from autograder.records.verdict import Cause
from autograder.sandbox.base import Sandbox
from tests.support.transports import ask, crash_of, transport_over

pytestmark = pytest.mark.sandbox

SPEAK = """
import os, socket, struct, time, msgpack
def say(data):
    '''Write to every open descriptor, whichever the wire may be.'''
    for number in range(3, 128):
        try: os.write(number, data)
        except OSError: pass
def frame(value, body=b'', size=None):
    header = msgpack.packb(value)
    length = len(body) if size is None else size
    return struct.pack('<4sIQ', b'DGM1', len(header), length) + header + body
def reply(number, value):
    return frame({'seq': number, 'ok': True, 'value': value})
def honest(x):
    return x
"""

FORGERIES: dict[str, tuple[Cause, str]] = {
    "garbage": ("protocol", "say(os.urandom(100_000))"),
    "half a frame and silence": ("idle", "say(reply(2, 1)[:-1]); time.sleep(60)"),
    "a byte now and then": ("idle", "while True: say(b'D'); time.sleep(3)"),
    "a header of 4 GB": ("output", "say(struct.pack('<4sIQ', b'DGM1', 2**32 - 1, 0))"),
    "a body of 16 EB": ("output", "say(struct.pack('<4sIQ', b'DGM1', 1, 2**64 - 1))"),
    "a body just too large": ("output", "say(frame(0, size=(1 << 22) + 1))"),
    "deep nesting": (
        "protocol",
        "h = b'\\x91' * 200_000; say(struct.pack('<4sIQ', b'DGM1', len(h), 0) + h)",
    ),
    "the answer to the next question": ("protocol", "say(reply(3, 'forged'))"),
    "the answer to the last question": ("protocol", "say(reply(1, 'forged'))"),
    "no number": ("protocol", "say(frame({'ok': True, 'value': 1}))"),
    "another form": ("protocol", "say(frame({'seq': 2, 'ok': 1, 'value': 1}))"),
    "more than an answer": ("protocol", "say(frame({'seq': 2, 'ok': True, 'value': 1, 'x': 1}))"),
    "no map": ("protocol", "say(frame([1, 2]))"),
    "an error of another form": (
        "protocol",
        "say(frame({'seq': 2, 'ok': False, 'error': {'kind': 1, 'text': 'x', 'where': ''}}))",
    ),
    "an error without end": (
        "protocol",
        "e = {'kind': 'x' * 9_000, 'text': '', 'where': ''}\n"
        "    say(frame({'seq': 2, 'ok': False, 'error': e}))",
    ),
    "an oracle that was not given": (
        "protocol",
        "say(frame({'seq': 2, 'oracle': '0.forward', 'args': []}))",
    ),
    "a closed wire": ("protocol", "os.closerange(3, 128)"),
    "a wire closed one way": ("protocol", "socket.socket(fileno=3).shutdown(socket.SHUT_WR)"),
    "a wire closed while it sleeps on": ("protocol", "os.closerange(3, 128); time.sleep(60)"),
    "a wire put elsewhere": ("protocol", "os.dup2(os.open('/dev/null', os.O_RDWR), 3)"),
    "a broken worker": (
        "protocol",
        "from autograder.worker import wire; wire.encode = wire.transmit = None",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_frame_is_a_crash(tight_sandbox: Sandbox, name: str) -> None:
    cause, forge = FORGERIES[name]
    with transport_over(tight_sandbox, SPEAK + f"\ndef attack():\n    {forge}\n") as transport:
        crash_of(transport, cause)
        assert not transport.alive
        fresh = transport.fresh()
        assert ask(fresh, "honest", 5) == 5
        fresh.close()


def test_a_reply_before_its_question_is_a_crash(tight_sandbox: Sandbox) -> None:
    source = (
        "import threading\n"
        "def attack():\n"
        "    threading.Timer(0.2, lambda: (say(reply(3, 'forged')), arrived.append(1))).start()\n"
        "arrived = []\n"
    )
    with transport_over(tight_sandbox, SPEAK + source) as transport:
        assert ask(transport, "attack") is None
        time.sleep(1)
        crash_of(transport, "protocol", "honest", "true")


def test_a_forged_answer_is_only_its_own(tight_sandbox: Sandbox) -> None:
    """It may answer its question by a frame of its own, but then its real answer is too much."""
    source = SPEAK + "\ndef attack():\n    say(reply(2, 'forged')); time.sleep(0.1)\n"
    with transport_over(tight_sandbox, source) as transport:
        assert ask(transport, "attack") == "forged"
        crash_of(transport, "protocol", "honest", 5)


ORACLES = {
    "another method": "{'seq': 2, 'oracle': '0.__init__', 'args': []}",
    "another oracle": "{'seq': 2, 'oracle': '1.forward', 'args': []}",
    "no address": "{'seq': 2, 'oracle': 5, 'args': []}",
    "no arguments": "{'seq': 2, 'oracle': '0.forward'}",
    "an address that is a list": "{'seq': 2, 'oracle': ['0.forward'], 'args': []}",
}


@pytest.mark.parametrize("name", ORACLES)
def test_a_forged_oracle_call_is_a_crash(tight_sandbox: Sandbox, name: str) -> None:
    source = SPEAK + f"\ndef attack(model):\n    say(frame({ORACLES[name]})); time.sleep(60)\n"
    with transport_over(tight_sandbox, source) as transport:
        crash_of(transport, "protocol", "attack", Oracle({"forward": lambda x: x}))


RUNS = {
    "no map": "5",
    "other types": "{'pictures': 5, 'stdout': 5, 'error': ['x'], 'more': 1}",
    "a picture that is none": "{'pictures': [PNG, 'x', None], 'stdout': 'x', 'error': ''}",
}


@pytest.mark.parametrize("name", RUNS)
def test_a_cell_may_forge_only_its_own_run(tight_sandbox: Sandbox, name: str) -> None:
    source = SPEAK + (
        "\nPNG = msgpack.ExtType(1, msgpack.packb([0, 'bf', [2], 4]))\n"
        # In one statement: before a second one the process would say that it is there.
        f"say(frame({{'seq': 1, 'ok': True, 'value': {RUNS[name]}}}, "
        f"b'1234' if {'PNG' in RUNS[name]} else b'')), os._exit(0)"
    )
    with transport_over(tight_sandbox, source, SPEAK) as transport:
        assert transport.runs[0].pictures == ()
        assert transport.runs[0].stdout in ("", "x")
        assert transport.runs[0].error == ""
        if transport.alive:
            crash_of(transport, "exit", "honest", 5)
        fresh = transport.fresh()
        fresh.close()


def test_passed_descriptors_are_not_taken(tight_sandbox: Sandbox) -> None:
    source = SPEAK + (
        "\ndef attack():\n"
        "    wire = socket.socket(fileno=3)\n"
        "    socket.send_fds(wire, [reply(2, 1)], [0] * 50)\n    time.sleep(60)\n"
    )
    with transport_over(tight_sandbox, source) as transport:
        before = len(list(Path("/proc/self/fd").iterdir()))
        assert ask(transport, "attack") == 1
        assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_a_lying_header_takes_no_memory_of_the_grader(tight_sandbox: Sandbox) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    source = SPEAK + (
        "\ndef attack():\n"
        "    meta = msgpack.packb([0, 'f4', [1 << 30, 1 << 30], 4])\n"
        "    say(frame({'seq': 2, 'ok': True, 'value': msgpack.ExtType(1, meta)}, b'1234'))\n"
    )
    with transport_over(tight_sandbox, source) as transport:
        crash_of(transport, "protocol")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10


LIES = {
    "an object equal to everything": "class A:\n    def __eq__(self, o): return True\n"
    "    shape = (2,)\n    dtype = torch.float32\ndef attack(): return A()",
    "a tensor subclass": "class A(torch.Tensor):\n"
    "    @classmethod\n    def __torch_function__(cls, *a, **k): return True\n"
    "def attack(): return torch.zeros(2).as_subclass(A)",
    "an object that says it is a tensor": "class A:\n    __class__ = torch.Tensor\n"
    "    def __getattr__(self, name): return self\ndef attack(): return A()",
    "a str that says it is a tensor": "class A(str):\n    __class__ = torch.Tensor\n"
    "def attack(): return A('x')",
    "a pickle bomb": "class A:\n    def __reduce__(self): return (eval, ('1',))\n"
    "def attack(): return A()",
    "a poisoned torch": "torch.equal = torch.allclose = lambda *a, **k: True\n"
    "torch.Tensor.__eq__ = lambda *a: True\ndef attack(): return torch.zeros(3)",
    "another dtype": "def attack(): return torch.zeros(2, dtype=torch.float64)",
    "a sparse tensor": "def attack(): return torch.eye(2).to_sparse()",
    "a meta tensor": "def attack(): return torch.zeros(2, device='meta')",
    "a complex tensor": "def attack(): return torch.zeros(2, dtype=torch.cfloat)",
    "a dict with a tensor's fields": "def attack(): return {'shape': [2], 'dtype': 'float32'}",
}


@pytest.mark.parametrize("name", LIES)
def test_no_lie_passes_for_a_tensor(sandbox: Sandbox, name: str) -> None:
    honest = "def honest(): return torch.tensor([1.0, 2.0])"
    with transport_over(sandbox, "import torch\n" + LIES[name] + "\n" + honest) as transport:
        expect = Expect((2,), torch.float32)
        with pytest.raises((Failed, StudentCrashed)) as caught:
            Student(transport).call("attack", expect=expect)
        if isinstance(caught.value, StudentCrashed):
            assert caught.value.cause in ("exception", "protocol", "output")
        value = Student(transport.fresh() if not transport.alive else transport).call(
            "honest", expect=expect
        )
        assert type(value) is torch.Tensor
        assert not torch.equal(value, torch.zeros(2))
