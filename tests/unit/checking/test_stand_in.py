"""A function that the grader plays: the reference's values, errors and gradients, and no more."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from autograder.checking import stand_in as played
from autograder.checking.stand_in import StandIns
from autograder.checking.transport import Failed, Play
from autograder.selfcheck.local import copied
from autograder.worker.stand_in import stand_in
from tests.support.checked import reference

NAMES = (
    *("bernoulli_nll", "categorical_nll", "bits_per_dim", "fvsbn_nll"),
    *("causal_mask", "vertical_mask", "horizontal_mask", "channel_mask"),
)


@pytest.fixture
def lent() -> StandIns:
    return StandIns({name: reference()[name] for name in NAMES})


@pytest.fixture
def play(lent: StandIns) -> Play:
    """One question's player, over a wire that copies."""
    both = lent.beside(None)
    return lambda method, args: copied(both(method, copied(list(args))))


def standing(name: str, play: Play) -> Callable[..., Any]:
    return stand_in(name, play)


CALLS: Sequence[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("causal_mask", (5, "A"), {}),
    ("causal_mask", (), {"mask_type": "B", "kernel_size": 1}),
    ("vertical_mask", (np.int64(3), "B"), {}),
    ("horizontal_mask", (7,), {"mask_type": "A"}),
    ("channel_mask", (6, 3, 5, "A"), {}),
    ("channel_mask", (4, 2, 3, "B"), {"num_colors": 2}),
    ("channel_mask", (96, 96, 5, "B", 3), {}),
    ("bits_per_dim", (torch.tensor([3.0, 5.0]), 12), {}),
    ("bits_per_dim", (torch.tensor([3.0]).double(),), {"num_dims": 3072}),
    ("bernoulli_nll", (torch.randn(4, 1, 8, 8).half(), torch.ones(4, 1, 8, 8).half()), {}),
    ("bernoulli_nll", (torch.randn(4, 64).bfloat16(), torch.ones(4, 64).bfloat16()), {}),
    ("bernoulli_nll", (torch.randn(0, 64), torch.ones(0, 64)), {}),
    ("categorical_nll", (torch.randn(2, 4, 1, 3, 3), torch.ones(2, 1, 3, 3).long()), {}),
    ("fvsbn_nll", (torch.ones(2, 5), torch.randn(5, 5), torch.randn(5)), {}),
]


@pytest.mark.parametrize(
    ("name", "args", "named"), CALLS, ids=[f"{call[0]} {i}" for i, call in enumerate(CALLS)]
)
def test_it_gives_what_the_reference_gives(
    name: str, args: tuple[Any, ...], named: dict[str, Any], play: Play, lent: StandIns
) -> None:
    want = reference()[name](*args, **named)
    got = standing(name, play)(*args, **named)
    assert got.dtype == want.dtype and torch.equal(got, want)
    assert lent.called == {name}


def test_every_call_gives_a_mask_of_its_own(play: Play) -> None:
    mask = standing("causal_mask", play)
    first = mask(3, "A")
    first.zero_()
    assert mask(3, "A").sum() == 4


@pytest.mark.parametrize(
    ("name", "args", "named", "kind"),
    [
        ("causal_mask", (4, "A"), {}, ValueError),
        ("causal_mask", (3, "C"), {}, ValueError),
        ("channel_mask", (4, 3, 3, "A"), {}, ValueError),
        ("causal_mask", (3,), {}, TypeError),
        ("causal_mask", (3, "A"), {"colour": 1}, TypeError),
        ("causal_mask", (3.0, "A"), {}, TypeError),
        ("bernoulli_nll", (torch.zeros(2, 3), torch.zeros(2, 4)), {}, ValueError),
        ("categorical_nll", (torch.zeros(2, 3), torch.tensor([0, 9])), {}, IndexError),
    ],
    ids=lambda value: str(value)[:40],
)
def test_it_refuses_what_the_reference_refuses(
    name: str, args: tuple[Any, ...], named: dict[str, Any], kind: type, play: Play
) -> None:
    with pytest.raises(kind) as caught:
        standing(name, play)(*args, **named)
    assert type(caught.value) is kind
    assert str(caught.value) == f"{name} refuses these arguments"


def gradients(function: Callable[..., Tensor], *args: Tensor) -> list[Tensor]:
    args = tuple(
        arg.clone().requires_grad_() if arg.is_floating_point() else arg.clone() for arg in args
    )
    value = function(*args)
    torch.autograd.backward(value.mul(torch.arange(1, len(value) + 1)).sum())
    return [arg.grad for arg in args if arg.grad is not None]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("name", ["bernoulli_nll", "categorical_nll", "fvsbn_nll"])
def test_gradients_are_the_references(name: str, dtype: torch.dtype, play: Play) -> None:
    args = {
        "bernoulli_nll": (torch.randn(3, 6, dtype=dtype), torch.ones(3, 6, dtype=dtype)),
        "categorical_nll": (
            torch.randn(3, 4, 2, dtype=dtype),
            torch.randint(4, (3, 2)),
        ),
        "fvsbn_nll": tuple(torch.randn(s, dtype=dtype) for s in ((3, 4), (4, 4), (4,))),
    }[name]
    want = gradients(reference()[name], *args)
    got = gradients(standing(name, play), *args)
    assert len(got) == len(want) > 0
    for one, other in zip(got, want, strict=True):
        assert one.dtype == other.dtype and torch.equal(one, other)


def test_by_name_and_of_parameters_too(play: Play) -> None:
    weight = torch.nn.Parameter(torch.randn(3, 4))
    standing("bernoulli_nll", play)(x=torch.ones(3, 4), logits=weight).sum().backward()
    assert weight.grad is not None
    torch.testing.assert_close(weight.grad, weight.detach().sigmoid() - 1)


def test_a_gradient_of_a_gradient_is_told(play: Play) -> None:
    logits = torch.randn(2, 3, requires_grad=True)
    value = standing("bernoulli_nll", play)(logits, torch.ones(2, 3)).sum()
    with pytest.raises(RuntimeError, match="without create_graph"):
        torch.autograd.grad(value, logits, create_graph=True)


def test_without_gradients_none_is_made(play: Play) -> None:
    logits = torch.randn(2, 3, requires_grad=True)
    with torch.no_grad():
        assert not standing("bernoulli_nll", play)(logits, torch.ones(2, 3)).requires_grad


HUGE: Sequence[tuple[str, tuple[Any, ...]]] = [
    ("causal_mask", (10**9 + 1, "A")),
    ("causal_mask", (4095, "A")),
    ("causal_mask", (-(10**18) + 1, "A")),
    ("channel_mask", (3 * 10**6, 3, 1, "A")),
    ("channel_mask", (3000, 3000, 1, "A")),
    ("bits_per_dim", (torch.zeros(1 << 21), 3)),
    ("fvsbn_nll", (torch.ones(1 << 18, 1), torch.ones(1 << 18, 1), torch.ones(1 << 18))),
    ("bits_per_dim", (torch.zeros(1 << 12, 1), torch.zeros(1, 1 << 12))),
    ("causal_mask", (torch.tensor(100_001), "A")),
    ("causal_mask", (3, "A" * 1000)),
    ("bits_per_dim", ([[1.0]] * 100, 3)),
]


@pytest.mark.parametrize(("name", "args"), HUGE, ids=lambda value: str(value)[:40])
def test_what_is_too_large_is_never_made(name: str, args: tuple[Any, ...], play: Play) -> None:
    largest: list[int] = []

    class Watching(torch.utils._python_dispatch.TorchDispatchMode):  # type: ignore[no-untyped-call]
        def __torch_dispatch__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            made = func(*args, **(kwargs or {}))
            if isinstance(made, Tensor) and made.device.type != "meta":
                largest.append(made.numel())
            return made

    with Watching(), pytest.raises((RuntimeError, TypeError)):  # type: ignore[no-untyped-call]
        standing(name, play)(*args)
    assert max(largest, default=0) <= 1 << 21  # what the call itself brought


@pytest.mark.parametrize(
    "asked",
    [
        [],
        [[3, "A"]],
        [[3, "A"], []],
        [[3, "A"], {}, torch.zeros(1)],
        [[3, "A"], {}, torch.zeros(1), [0]],
        [[3, "A"], {}, [1.0], []],
        [[torch.zeros(2, 3), torch.zeros(2, 3)], {}, torch.zeros(1 << 19), [0]],
        [[torch.zeros(2, 3), torch.zeros(2, 3)], {}, torch.zeros(2), [7]],
        [[torch.zeros(2, 3), torch.zeros(2, 3)], {}, torch.zeros(2), [-1]],
        [[torch.zeros(2, 3), torch.zeros(2, 3)], {}, torch.zeros(2), [0.0]],
        [[torch.zeros(2, 3), torch.zeros(2, 3)], {}, torch.zeros(2), [0] * 10_000],
        [[torch.zeros(2, 3).long(), torch.zeros(2, 3).long()], {}, torch.zeros(2), [0]],
        [[{"a": 1}, "A"], {}],
        [[None, None], {"": 3}],
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.parametrize("name", ["causal_mask", "bernoulli_nll"])
def test_odd_frames_are_told_and_nothing_of_the_reference(
    name: str, asked: list[Any], play: Play
) -> None:
    told = play(f"~{name}", asked)
    assert set(told) == {"raised", "text"}
    assert told["raised"] in ("RuntimeError", "TypeError", "ValueError")
    assert "solutions" not in told["text"] and len(told["text"]) < 100


def test_one_question_has_only_so_many_calls(
    lent: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(played, "MOST_CALLS", 3)
    mask = standing("causal_mask", lent.beside(None))
    for _ in range(3):
        mask(3, "A")
    with pytest.raises(Failed, match="stands in for yours, was asked too much"):
        mask(3, "A")
    standing("causal_mask", lent.beside(None))(3, "A")  # the next question begins again


@pytest.mark.parametrize(("limit", "value"), [("MOST_OF_ALL", 10), ("CPU_SECONDS", 0.0)])
def test_one_question_has_only_so_much_of_the_grader(
    limit: str, value: float, lent: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(played, limit, value)
    function = standing("bernoulli_nll", lent.beside(None))
    with pytest.raises(Failed, match="too large ones"):
        for _ in range(3):
            function(torch.zeros(2, 3), torch.zeros(2, 3))


def test_models_are_played_beside_it(lent: StandIns) -> None:
    both = lent.beside(lambda method, args: [method, *args])
    assert both("0.forward", [1]) == ["0.forward", 1]
    assert lent.called == set()
