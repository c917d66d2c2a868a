"""Every tensor that torch can hold crosses the wire with the right value, or is told by its kind.

Asked of a process in the sandbox, which has to live on whatever it was made to return.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from autograder.checking.forms import FORMS, told_form
from autograder.checking.student import Expect, Failed, Oracle, Student, StudentCrashed
from autograder.sandbox.base import Sandbox, SandboxTransport
from autograder.selfcheck.local import LocalTransport, copied
from autograder.worker import frames, wire
from autograder.worker.data import NotData, as_data
from tests.support.transports import ask, transport_over

BASE = torch.arange(6.0).view(2, 3)

# expression → what it is, as the grader has to get it
CROSSING: dict[str, Any] = {
    "torch.arange(2.)[::2]": torch.tensor([0.0]),
    "torch.ones(3, 1)[:, ::5]": torch.ones(3, 1),
    "torch.arange(12.)[::2]": 2 * torch.arange(6.0),
    "torch.complex(base, -base).conj().imag": BASE,
    "torch._neg_view(-base)": BASE,
    "torch._neg_view(-torch.tensor([[7.], [8.]]).expand(2, 3))[:1, ::3]": torch.tensor([[7.0]]),
    "torch._efficientzerotensor((2, 3))": torch.zeros(2, 3),
    "nn.Parameter(base.clone())": BASE,
    "nn.Buffer(base.clone())": BASE,
    "torch.tensor([[1.], [2.]]).expand(2, 3)": torch.tensor([[1.0] * 3, [2.0] * 3]),
    "torch.tensor(3.).expand(2, 3)": torch.full((2, 3), 3.0),
    "base.T": BASE.T,
    "base[:, 1:2]": BASE[:, 1:2],
    "base.flatten()[2:5]": torch.tensor([2.0, 3.0, 4.0]),
    "torch.as_strided(base, (2, 3), (1, 1))": torch.tensor([[0.0, 1.0, 2.0], [1.0, 2.0, 3.0]]),
    "base.view(1, 2, 3, 1).to(memory_format=torch.channels_last)": BASE.view(1, 2, 3, 1),
    "base.clone().requires_grad_()": BASE,
    "base.clone().requires_grad_() * 2": 2 * BASE,
    "inference()": 2 * BASE,
    "raising_backward()": BASE,
    "torch.tensor(2.5)": torch.tensor(2.5),
    "torch.tensor(2.5, requires_grad=True)": torch.tensor(2.5),
    "torch.zeros(0, 3)": torch.zeros(0, 3),
    "torch.zeros(0, 1 << 31, 3)": torch.zeros(0, 1 << 31, 3),
    "torch.zeros(1, 1, 1, 1, 1, 1, 1, 2)": torch.zeros(1, 1, 1, 1, 1, 1, 1, 2),
    "base.half()": BASE.half(),
    "base.bfloat16()": BASE.bfloat16(),
    "base.double()": BASE.double(),
    "base.byte()": BASE.byte(),
    "base.short()": BASE.short(),
    "torch.tensor([0, 2, 255, 1], dtype=torch.uint8).view(torch.bool)": torch.tensor(
        [False, True, True, True]
    ),
    "torch.tensor([torch.inf, -0.0, 1e-45])": torch.tensor([torch.inf, -0.0, 1e-45]),
    "read_only()": torch.arange(3.0).double(),
    "base.clone().share_memory_()": BASE,
    "dual()": BASE,
    "escaped(torch.func.grad)": BASE,
    "with_lies()": BASE,
    "torch.max(base, 1)": [torch.tensor([2.0, 5.0]), torch.tensor([2, 2])],
    "Pair(1, base)": [1, BASE],
    "OrderedDict(b=1, a=(2, None))": {"b": 1, "a": [2, None]},
    "defaultdict(list, a=[1])": {"a": [1]},
    "{np.str_('a'): np.float32(0.5), 'b': np.int64(3), 'c': np.bool_(True)}": {
        "a": 0.5,
        "b": 3,
        "c": True,
    },
    "[np.float64(0.5), np.uint8(7), np.longdouble(2)]": [0.5, 7, 2.0],
    "[Name.A, Number.ONE, Name('b')]": ["a", 1, "b"],
    "[2**64 - 1, -2**63, True]": [2**64 - 1, -(2**63), True],
    "{'table': 2**784 - 1, 'least': [-2**63 - 1, 2**64]}": {
        "table": 2**784 - 1,
        "least": [-(2**63) - 1, 2**64],
    },
}

# expression → the kind by which it is told, "" for one that is told as none of ours
TOLD = {
    "base.to_sparse()": "sparse",
    "base.to_sparse_csr()": "sparse",
    "base.to_sparse_csc()": "sparse",
    "torch.eye(4).to_sparse_bsr((2, 2))": "sparse",
    "base.to_mkldnn()": "sparse",
    "torch.quantize_per_tensor(base, 0.1, 0, torch.qint8)": "quantised",
    "torch.quantize_per_channel(base, torch.ones(2), torch.zeros(2), 0, torch.qint8)": "quantised",
    "torch.nested.nested_tensor([base, base[:1]])": "nested",
    "torch.nested.nested_tensor([base, base[:1]], layout=torch.jagged)": "nested",
    "base.to('meta')": "meta",
    "fake()": "meta",
    "base.to(torch.complex64).conj()": "complex",
    "base.to(torch.complex32)": "complex",
    "torch.zeros(2, dtype=torch.uint16)": "dtype",
    "torch.zeros(2, dtype=torch.uint32)": "dtype",
    "torch.zeros(2, dtype=torch.uint64)": "dtype",
    "torch.zeros(2, dtype=torch.float8_e4m3fn)": "dtype",
    "torch.zeros(2, dtype=torch.float8_e5m2)": "dtype",
    "torch.empty(2, dtype=torch.bits8)": "dtype",
    "torch.empty(2, dtype=torch.uint4)": "dtype",
    "nn.UninitializedParameter()": "uninitialised",
    "nn.UninitializedBuffer()": "uninitialised",
    "escaped(torch.vmap)": "transformed",
    "escaped(torch.func.functionalize)": "transformed",
    "base.as_subclass(Derived)": "subclass",
    "torch.zeros([1] * 9)": "shape",
    "torch.zeros(0, 1 << 40)": "shape",
    "freed()": "freed",
    "base.numpy()": "numpy",
    "np.complex64(1j)": "numpy",
    "[1, {'a': base.numpy()}]": "numpy",
    "1 << 12_000": "number",
    "[-(1 << 12_000)]": "number",
    "'\\ud800'": "text",
    "{'\\ud800': 1}": "text",
    "{1: 2}": "keys",
    "endless()": "deep",
    "nn.Linear(2, 2)": "",
    "torch.Generator()": "",
    "b'bytes'": "",
    "{1, 2}": "",
    "(i for i in range(3))": "",
    "map": "",
}

SOURCE = """
import enum, torch, numpy as np
from collections import OrderedDict, defaultdict, namedtuple
from torch import nn
base = torch.arange(6.0).view(2, 3)
Pair = namedtuple("Pair", "one two")
Name = enum.Enum("Name", dict(A="a", B="b"), type=str)
Number = enum.IntEnum("Number", "ONE TWO")
class Derived(torch.Tensor): pass

def inference():
    with torch.inference_mode(): return base * 2

def read_only():
    numbers = np.arange(3.0)
    numbers.setflags(write=False)
    return torch.from_numpy(numbers)

class Raising(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x.clone()
    @staticmethod
    def backward(ctx, g): raise RuntimeError("no gradient")

def raising_backward():
    return Raising.apply(base.clone().requires_grad_())

def dual():
    import torch.autograd.forward_ad as forward
    forward.enter_dual_level()
    return forward.make_dual(base.clone(), base.clone())

def escaped(transform):
    kept = []
    transform(lambda x: (kept.append(x), x.sum())[1])(base)
    return kept[0]

def with_lies():
    class Lying:
        def __call__(self, *args): raise RuntimeError("nothing is here")
    x = base.clone()
    x.numel = x.tolist = x.numpy = x.__len__ = Lying()
    return x

def fake():
    from torch._subclasses.fake_tensor import FakeTensorMode
    with FakeTensorMode(): return torch.zeros(3)

def freed():
    x = torch.ones(3)
    x.untyped_storage().resize_(0)
    return x

def endless():
    items = []
    items.append(items)
    return items

def answer(expression):
    return eval(expression)

def sparse_gradient(x, index):
    return x.gather(0, index, sparse_grad=True)

def change(x, how):
    exec(how)
    return torch.zeros(2)
"""


def same(got: Any, want: Any) -> bool:
    """Say whether two plain values are equal, tensors in dtype, shape, sign and every bit."""
    if isinstance(want, Tensor):
        if not isinstance(got, Tensor) or (got.dtype, got.shape) != (want.dtype, want.shape):
            return False
        return bool(torch.equal(got, want) and torch.equal(got.signbit(), want.signbit()))
    if isinstance(want, list):
        return type(got) is list and all(map(same, got, want)) and len(got) == len(want)
    if isinstance(want, dict):
        return (
            type(got) is dict
            and list(got) == list(want)
            and all(map(same, got.values(), want.values()))
        )
    return type(got) is type(want) and got == want


@pytest.fixture
def transport(sandbox: Sandbox) -> Iterator[SandboxTransport]:
    with transport_over(sandbox, SOURCE) as transport:
        assert transport.runs[0].error == ""
        yield transport


@pytest.mark.sandbox
def test_what_can_be_read_crosses_with_the_right_value(transport: SandboxTransport) -> None:
    for expression, want in CROSSING.items():
        got = ask(transport, "answer", expression)
        assert same(got, want), f"{expression} gave {got}"


@pytest.mark.sandbox
def test_the_rest_is_told_by_its_kind_and_the_process_lives_on(transport: SandboxTransport) -> None:
    for expression, kind in TOLD.items():
        with pytest.raises(StudentCrashed) as caught:
            ask(transport, "answer", expression)
        message = caught.value.message
        assert caught.value.cause == "exception", f"{expression}: {message}"
        assert said_kinds(message) == {kind} - {""}, f"{expression}: {message}"
        assert "something that is not a tensor or plain data" in message
        assert transport.alive and ask(transport, "answer", "7") == 7


@pytest.mark.sandbox
@pytest.mark.parametrize("expression", ["[0] * 70_000", "dict.fromkeys(map(str, range(5_000)))"])
def test_what_is_too_long_is_told_as_too_much(transport: SandboxTransport, expression: str) -> None:
    with pytest.raises(StudentCrashed) as caught:
        ask(transport, "answer", expression)
    assert caught.value.cause in ("exception", "output"), caught.value.message
    assert "more data than was asked for" in caught.value.message
    assert transport.alive and ask(transport, "answer", "7") == 7


@pytest.mark.sandbox
def test_a_sparse_gradient_is_a_gradient(transport: SandboxTransport) -> None:
    x, index = torch.arange(3.0), torch.tensor([2])
    rows = torch.tensor([[5.0]])
    (got,) = Student(transport).vjp("sparse_gradient", x, index, wrt=[0], cotangents=rows)
    assert got.tolist() == [[0, 0, 5]]


@pytest.mark.sandbox
@pytest.mark.parametrize(
    "how",
    [
        "x.resize_(2)",
        "x.set_(torch.ones(4000))",
        "x.set_(torch.ones(3)); x.untyped_storage().resize_(0)",
        "x.data = x.double()",
        "x.data = x.long()",
        "x.set_(torch.ones(2, 2))",
        "x.unsqueeze_(0)",
        "x.__class__ = Derived",
    ],
)
def test_an_argument_that_is_made_another_one_is_told(
    transport: SandboxTransport, how: str
) -> None:
    with pytest.raises(Failed, match="another shape or dtype"):
        Student(transport).call_watched("change", torch.ones(3), how, expect=Expect((2,)))
    assert transport.alive


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("how", "after"),
    [("x.requires_grad_()", 1.0), ("x.neg_()", -1.0), ("x.data = torch.zeros(1).expand(3)", 0.0)],
)
def test_an_argument_that_is_changed_in_place_is_seen(
    transport: SandboxTransport, how: str, after: float
) -> None:
    answer = Student(transport).call_watched("change", torch.ones(3), how, expect=Expect((2,)))
    assert answer.arguments[0].tolist() == [after] * 3


@pytest.mark.sandbox
@pytest.mark.parametrize("argument", ["base.numpy()", "base.to_sparse()", "nn.Linear(1, 1)"])
def test_a_played_model_refuses_what_is_no_tensor_as_a_model_does(
    sandbox: Sandbox, argument: str
) -> None:
    source = f"{SOURCE}\ndef use(model): return model({argument})\n"
    with transport_over(sandbox, source) as transport, pytest.raises(StudentCrashed) as caught:
        ask(transport, "use", Oracle({"forward": lambda x: x}))
    assert caught.value.kind == "TypeError"


def said_kinds(message: str) -> set[str]:
    return {form for form in FORMS if told_form("", form).strip() in message}


def names() -> dict[str, Any]:
    found: dict[str, Any] = {"__name__": "submission"}
    exec(SOURCE, found)
    return found


@pytest.mark.filterwarnings("ignore")  # of torch, about kinds that are young or old
@pytest.mark.parametrize(
    "expression", sorted(CROSSING.keys() - {"dual()"})
)  # it would stay dual here
def test_a_notebook_gets_the_same_value(expression: str) -> None:
    got = Student(LocalTransport(names())).call_plain("answer", expression)
    assert same(copied(got), CROSSING[expression])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("expression", TOLD)
def test_a_notebook_is_told_the_same_kind(expression: str) -> None:
    with pytest.raises(StudentCrashed) as caught:
        Student(LocalTransport(names())).call_plain("answer", expression)
    assert said_kinds(caught.value.message) == ({TOLD[expression]} - {""})


def test_every_kind_is_met_and_has_a_sentence() -> None:
    assert set(TOLD.values()) - {""} == FORMS


@pytest.mark.parametrize("dtype", frames.CODES, ids=str)
def test_every_dtype_crosses_however_it_is_strided(dtype: torch.dtype) -> None:
    numbers = torch.tensor([[0, 1], [1, 0], [1, 1]]).to(dtype)
    for value in (numbers, numbers.T, numbers[::2, 1:], numbers[:, :1], numbers[0, 0].expand(4)):
        parts = wire.encode(value, 1 << 10)
        assert same(wire.decode(bytes(parts[1]), b"".join(map(bytes, parts[2:]))), value)


def test_what_stands_on_a_frame_is_no_more_than_it_holds() -> None:
    expanded = torch.zeros(1).expand(1 << 50)
    assert as_data(expanded).numel() == 1 << 50  # nothing is laid out before it is measured
    with pytest.raises(wire.TooLarge):
        wire.encode(expanded, 1 << 20)


def test_a_lying_metaclass_is_no_way_out() -> None:
    class Meta(type):
        @property
        def __name__(cls) -> str:  # type: ignore[override]
            raise RuntimeError("no name")

    class Nameless(metaclass=Meta):
        pass

    with pytest.raises(NotData):
        as_data(Nameless())
    with pytest.raises(NotData):
        as_data(np.datetime64("2020"))
    assert isinstance(as_data(nn.Parameter(torch.ones(1))), Tensor)
