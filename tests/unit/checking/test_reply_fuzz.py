"""Any reply to any kind of question: a value as promised, or the student's Failed or crash.

Two ways: values that a frame can hold, given to Student as they are; and frames of such values
sent over a real line, to a question as the grader puts it.
"""

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import msgpack
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch import Tensor

from autograder.checking.given import learning, names_among, network, sequential
from autograder.checking.models.steps import optimiser, touched
from autograder.checking.student import (
    Expect,
    Failed,
    Handle,
    Oracle,
    Play,
    Student,
    StudentCrashed,
    Transport,
    Watched,
)
from autograder.checking.transcript import LONGEST, Transcript
from autograder.course.options import Limits
from autograder.errors import SandboxError
from autograder.probes.step import Optimiser, Touched
from autograder.records.cell import CellRun, CodeCell
from autograder.sandbox.process import Child, Ending, Reading
from autograder.sandbox.question import Question, Refused
from autograder.sandbox.session import _run_of
from autograder.sandbox.stopwatch import Allowance, Stopwatch
from autograder.worker import wire

TENSORS = (
    torch.zeros(3),
    torch.full((3,), torch.nan),
    torch.full((2, 3), torch.inf).double(),
    torch.tensor(1e308, dtype=torch.float64),
    torch.zeros(0, 3),
    torch.zeros((0, 1 << 30, 1 << 30)),
    torch.ones(1, 3, dtype=torch.int64),
    torch.tensor([True, False, True]),
    torch.ones(3).half(),
)
numbers = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-2, 3),
)
leaves = st.one_of(
    st.none(),
    numbers,
    st.integers(-(2**2_000), 2**2_000),
    st.text(max_size=5),
    st.sampled_from(TENSORS),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["value", "weight", "kind", "oracle", ""]), inner, max_size=4
        ),
    ),
    max_leaves=8,
)

X = torch.zeros(3)
Asking = Callable[[Student], Any]


def promised_tensor(value: Any) -> bool:
    return isinstance(value, Tensor) and value.shape == (3,) and value.is_floating_point()


# kind of question → how it is asked, and what is promised of its value
QUESTIONS: Mapping[str, tuple[Asking, Callable[[Any], bool]]] = {
    "call": (lambda s: s.call("f", X, expect=Expect((3,))), promised_tensor),
    "finite": (
        lambda s: s.call("f", X, expect=Expect((3,), torch.float32, finite=True)),
        lambda v: promised_tensor(v) and bool(torch.isfinite(v).all()),
    ),
    "many": (
        lambda s: s.call_many("f", X, expect=[Expect((3,)), Expect(())]),
        lambda v: type(v) is tuple and len(v) == 2 and promised_tensor(v[0]) and v[1].ndim == 0,
    ),
    "plain": (lambda s: s.call_plain("f"), lambda v: True),
    "watched": (
        lambda s: s.call_watched("f", X, 1, expect=Expect((3,))),
        lambda v: (
            isinstance(v, Watched)
            and promised_tensor(v.value)
            and len(v.arguments) == 1
            and v.arguments[0].shape == X.shape
            and v.arguments[0].dtype == X.dtype
        ),
    ),
    "vjp": (
        lambda s: s.vjp("f", X, wrt=[0], cotangents=torch.eye(1)),
        lambda v: type(v) is tuple and len(v) == 1 and v[0].shape == (1, 3),
    ),
    "construct": (
        lambda s: s.construct("F"),
        lambda v: isinstance(v, Handle) and type(v.ref) is int and v.ref >= 0,
    ),
    "generator": (lambda s: s.generator(1), lambda v: type(v.ref) is int and v.ref >= 0),
    "network": (
        lambda s: network(s, (1, 1, 1), offset=X[:1]),
        lambda v: type(v.ref) is int and v.ref >= 0,
    ),
    "sequential": (lambda s: sequential(s, [("ReLU",)], {}), lambda v: type(v.ref) is int),
    "learning": (
        lambda s: learning(handle(s)),
        lambda v: type(v) is dict and all(type(one) is bool for one in v.values()),
    ),
    "names_among": (
        lambda s: names_among(handle(s), handle(s)),
        lambda v: v is None or (type(v) is list and all(type(one) is str for one in v)),
    ),
    "touched": (lambda s: touched(handle(s)), lambda v: isinstance(v, Touched)),
    "optimiser": (
        lambda s: optimiser(s, handle(s), Optimiser("SGD", {"lr": 1.0})),
        lambda v: type(v.ref) is int and v.ref >= 0,
    ),
    "requires_grad": (lambda s: s.requires_grad("f"), lambda v: type(v) is bool),
    "raised": (lambda s: s.raised("f"), lambda v: v == ""),
    "seed": (lambda s: s.seed_everything(1), lambda v: v is None),
    "forward": (lambda s: handle(s).forward(X, Expect((3,))), promised_tensor),
    "mode": (lambda s: handle(s).mode(), lambda v: v is None),
    "state": (
        lambda s: handle(s).state_dict(),
        lambda v: type(v) is dict and all(type(key) is str for key in v),
    ),
    "load": (lambda s: handle(s).load_state_dict({}), lambda v: v is None),
    "gradients": (
        lambda s: handle(s).parameter_gradients("f", X),
        lambda v: type(v) is dict and all(one.dtype.is_floating_point for one in v.values()),
    ),
    "count": (lambda s: s.count_operations("f", X), lambda v: type(v) is int and v >= 0),
    "operations": (
        lambda s: s.operations("f", X),
        lambda v: type(v) is frozenset and all(type(one) is str for one in v),
    ),
    "train": (lambda s: handle(s).train(X, loss="elbo", steps=1), lambda v: v is None),
    "oracle": (
        lambda s: s.call("f", Oracle({"forward": lambda x: x + 1}), expect=Expect((3,))),
        promised_tensor,
    ),
}


def handle(student: Student) -> Handle:
    """A handle to an object that nobody has made."""
    return Handle(student._transport, 0)


class Saying:
    """A transport that gives the same value in reply to everything, as a worker taken over does."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        return self.value

    def fresh(self) -> Transport:
        return self

    def close(self) -> None:
        pass


@pytest.mark.slow
@pytest.mark.parametrize("kind", QUESTIONS)
@settings(max_examples=150, deadline=None)
@given(value=values)
def test_any_value_is_as_promised_or_the_students_fault(kind: str, value: Any) -> None:
    asking, promised = QUESTIONS[kind]
    minutes = Transcript()
    try:
        got = asking(Student(Saying(value)).through(minutes.taken_at))
    except (Failed, StudentCrashed):
        pass
    else:
        assert promised(got), got
    told = minutes.told()
    assert bool(told) == (value is not None)
    assert all(len(line) <= LONGEST + len(" … (cut)") for line in told)
    assert all(c == "\n" or c.isprintable() for line in told for c in line)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("construct", True),
        ("construct", -1),
        ("construct", 0.0),
        ("generator", False),
        ("network", []),
        ("learning", {"weight": 1}),
        ("names_among", ("weight",)),
        ("names_among", [1]),
        ("touched", {"state": {}, "grads": {}, "modes": {"": 1}, "learning": {}}),
        ("touched", {"state": {}, "grads": {}, "modes": {}}),
        ("optimiser", -1),
        ("requires_grad", 1),
        ("raised", ""),
        ("seed", True),
        ("train", {"ok": True}),
        ("load", 0),
        ("mode", []),
        ("state", []),
        ("watched", True),
        ("watched", []),
        ("watched", [torch.zeros(3), []]),
        ("watched", [torch.zeros(3), True]),
    ],
)
def test_what_is_no_answer_at_all_is_told_as_a_broken_line(kind: str, value: Any) -> None:
    with pytest.raises(StudentCrashed) as caught:
        QUESTIONS[kind][0](Student(Saying(value)))
    assert caught.value.cause == "protocol"
    assert "its answer is lost" in caught.value.message


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [
        ("many", [torch.zeros(3)], "tuple of 2"),
        ("many", "ab", "tuple of 2"),
        ("vjp", [torch.zeros(3)], "shape"),
        ("watched", [torch.zeros(3), [None]], "another shape or dtype"),
        ("watched", [torch.zeros(3), [torch.zeros(3).double()]], "another shape or dtype"),
        ("finite", torch.full((3,), torch.nan), "finite"),
        ("finite", torch.full((3,), -torch.inf), "finite"),
    ],
)
def test_what_is_another_answer_is_told_as_wrong(kind: str, value: Any, word: str) -> None:
    with pytest.raises(Failed, match=word):
        QUESTIONS[kind][0](Student(Saying(value)))


# On the line

LIMITS = Limits(call_seconds=1, idle_seconds=1, cpu_seconds=5)
ROOM = 1 << 16
frames = st.one_of(
    values,
    st.fixed_dictionaries({"seq": st.just(1), "ok": st.booleans()}, optional={"value": values}),
    st.fixed_dictionaries(
        {"seq": st.one_of(st.just(1), leaves)},
        optional={"ok": leaves, "value": values, "error": values, "oracle": leaves, "args": values},
    ),
    st.fixed_dictionaries(
        {"seq": st.just(1), "oracle": st.sampled_from(["0.forward", "0.other", "", "1.x"])},
        optional={"args": st.one_of(st.lists(values, max_size=2), values)},
    ),
    st.fixed_dictionaries(
        {
            "seq": st.just(1),
            "ok": st.just(False),
            "error": st.fixed_dictionaries(
                {
                    "kind": st.one_of(
                        leaves, st.sampled_from(["NotData.x", "NotData.sparse", "Missing"])
                    ),
                    "text": leaves,
                    "where": leaves,
                }
            ),
        }
    ),
)


class Awake:
    """A process that uses nothing, and is never asleep."""

    counted = 0.0

    def reading(self) -> Reading:
        return Reading(0.0, asleep=False)


def put(data: bytes, *, oracle: bool) -> Any:
    """Put one question to a process that says `data` whatever it is asked, and hangs up."""
    ours, theirs = socket.socketpair()

    def talk() -> None:
        with theirs, suppress(OSError):
            theirs.recv(1)
            theirs.sendall(data)
            theirs.shutdown(socket.SHUT_WR)
            while theirs.recv(1 << 16):
                pass

    talking = threading.Thread(target=talk)
    talking.start()
    arguments = [{"~oracle": 0, "methods": {"forward": ["x"]}}] if oracle else []
    request = {"op": "call", "name": "f", "args": arguments}
    play = (lambda method, args: args[0] + 1) if oracle else None
    question = Question(1, request, play, ROOM, wire.MAX_HEADER, LIMITS)
    try:
        with ours:
            return question.put(ours, Allowance(Stopwatch(5), LIMITS, Awake()))
    finally:
        talking.join()


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(frame=frames, oracle=st.booleans())
def test_any_frame_is_a_value_or_the_students_fault(frame: Any, oracle: bool) -> None:
    data = b"".join(bytes(part) for part in wire.encode(frame, 1 << 20))
    with suppress(StudentCrashed, Failed, Refused, wire.ProtocolError, wire.PeerGone):
        put(data, oracle=oracle)


@pytest.mark.parametrize("number", [True, 1.0, torch.ones(1), torch.ones(2), [1], "1", None])
def test_a_number_that_only_looks_like_one_is_none(number: Any) -> None:
    data = wire.encode({"seq": number, "ok": True, "value": 1}, ROOM)
    with pytest.raises(wire.ProtocolError):
        put(b"".join(map(bytes, data)), oracle=False)


IMPOSSIBLE: list[Any] = [
    [0, "f4", [0, 1 << 31, 1 << 31, 1 << 31], 0],
    [0, "f4", [0, *[1 << 31] * 7], 0],
    [0, "f4", [1 << 31, 0, 1 << 31, 1 << 31], 0],
    [True, "f4", [1], 4],
    [0, "f4", [True], 4],
    [0, "f4", [1], True],
    [0, "f4", [-1], 4],
    [0, "f4", [1.0], 4],
    [0, "f4", None, 4],
    [0, ["f4"], [1], 4],
    [0, {}, [1], 4],
    [0, "c8", [1], 8],
    [1, "f4", [1], 4],
    [2**64 - 1, "f4", [1], 4],
    [0, "f4", [1], 2**64 - 1],
    [0, "f4", [1] * 9, 4],
    [0, "f4", [1]],
    {},
    None,
    "f4",
]


@pytest.mark.parametrize("meta", IMPOSSIBLE, ids=str)
def test_a_tensor_that_cannot_be_is_the_senders_fault(meta: Any) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.decode(msgpack.packb(msgpack.ExtType(1, msgpack.packb(meta))), b"")


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=30), code=st.integers(-128, 127))
@example(data=b"\x01" + bytes(8), code=2)
def test_any_extension_is_a_value_or_the_senders_fault(data: bytes, code: int) -> None:
    header = b"\xc7" + bytes([len(data), code % 256]) + data
    with suppress(wire.ProtocolError):
        value = wire.decode(header, b"")
        assert isinstance(value, Tensor) or (code == 2 and type(value) is int)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    value=st.one_of(
        values,
        st.fixed_dictionaries({}, optional=dict.fromkeys(["stdout", "error", "pictures"], values)),
    )
)
def test_any_reply_to_a_cell_is_a_run(value: Any) -> None:
    run = _run_of(CodeCell("id", "name", ""), value, 100)
    assert isinstance(run, CellRun) and CellRun.from_json(run.to_json()) == run


@settings(max_examples=200, deadline=None)
@given(
    data=st.one_of(
        st.binary(min_size=1, max_size=40),
        st.dictionaries(
            st.sampled_from(["why", "code", "cpu_seconds", "text"]),
            st.one_of(st.none(), numbers, st.text(max_size=3)),
        ).map(msgpack.packb),
    )
)
def test_any_report_is_an_ending_or_a_fault_of_the_sandbox(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    report, reporter = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    child = Child(ours, report)
    with ours, theirs, report, reporter:
        reporter.send(data)
        with suppress(SandboxError):
            assert isinstance(child.ending(1), Ending)
