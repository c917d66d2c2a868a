"""Objects of the grader's that live in the student's process, where gradients reach them."""

from collections.abc import Mapping, Sequence
from typing import Any

from torch import Tensor, nn

from autograder.checking.reply import expected_truths, names_in_order
from autograder.checking.student import Expect, Failed, Handle, NoGradient, Student
from autograder.text.i18n import said
from autograder.worker.layers import layered, with_state


def network(student: Student, shape: Sequence[int], cut: str = "", /, **weights: Tensor) -> Handle:
    """Make a small differentiable network in the student's process, by its weights.

    It maps x (B, *entries) to (B, *shape), image by image, by a formula of which every term may be
    left out: `offset + linear x + (square x)² / 2 + steps [x > 1/2] + scale sin(phase + waves x)`.
    The weights are (prod(shape), prod(entries)), `offset` and `phase` (prod(shape),). It answers in
    the dtype of x. `cut` detaches its "input" or its "output". Its parameters bear these names.
    """
    making, title = said("Making a network"), said("the network")
    return student.made("network", making, title, shape=list(shape), weights=dict(weights), cut=cut)


def tensor(student: Student, value: Tensor, *, requires_grad: bool = False) -> Handle:
    """Keep a tensor in the student's process, to see what becomes of it and of its `.grad`."""
    making, title = said("Making a tensor"), said("the tensor")
    return student.made("tensor", making, title, value=value, requires_grad=requires_grad)


def sequential(
    student: Student,
    layers: Sequence[Any],
    state: Mapping[str, Tensor],
    *,
    frozen: Sequence[str] = (),
    grads: bool = False,
) -> Handle:
    """Make an `nn.Sequential` of PyTorch's own layers in the student's process.

    Args: `layers`, each the name of a class of `torch.nn` and its arguments, `("Linear", 3, 5)`,
    those of `("Sequential", …)` layers again; `state`, its state_dict, such as that of `played`,
    whose dtype it takes; `frozen`, names of parameters that require no grad; `grads`, whether the
    `.grad` of all others holds ones. It is in train mode. Read it by `state_dict` and `learning`.
    """
    making, title = said("Making a network"), said("the network")
    given = {"layers": _plain(layers), "state": dict(state), "frozen": list(frozen)}
    return student.made("sequential", making, title, **given, grads=grads)


def played(layers: Sequence[Any], state: Mapping[str, Tensor] | None = None) -> nn.Sequential:
    """Return such a network in the grader; without `state`, with numbers that PyTorch draws."""
    described = _plain(layers)
    return layered(described) if state is None else with_state(described, state, (), grads=False)


def learning(model: Handle) -> dict[str, bool]:
    """Return of each parameter of a module, by its name, whether it requires grad."""
    return expected_truths(model.asked("learning"), said("The model's parameters"))


def names_among(model: Handle, found: Handle) -> list[str] | None:
    """Return the names of a list's items as parameters of a module, "" for what is none of them.

    Told by identity, so a copy is none. None where `found` is no list or tuple.
    """
    value = model.asked("names_among", found=found.ref)
    return None if value is None else names_in_order(value, said("The model's parameters"))


def _plain(layers: Sequence[Any]) -> list[Any]:
    """Return a description of layers as the wire takes it."""
    return [_plain(one) if isinstance(one, list | tuple) else one for one in layers]


def has_grad(kept: Handle, parameter: str = "") -> bool:
    """Say whether the `.grad` of a tensor, or of a parameter of a network, holds anything."""
    held = kept.construct("get_parameter", parameter) if parameter else kept
    return held.call_plain("__getattribute__", "grad") is not None


def value_of(kept: Handle, like: Tensor) -> Tensor:
    """Return a kept tensor as it is now; raises Failed where its shape or dtype has changed."""
    return kept.call("clone", expect=Expect(tuple(like.shape), like.dtype))


def pulled_to(
    student: Student, model: Handle, parameter: str, call: Sequence[object], rows: Tensor
) -> Tensor:
    """Return the gradient of ⟨answer, rows⟩ by a parameter of a network that was made here.

    Args: `call`, the function's name and its arguments, the network among them. Raises Failed where
    the answer has no gradient.
    """
    name, *given = call
    try:
        found = model.parameter_gradients(
            str(name), *given, cotangent=rows, parameters=[parameter], function_of=student
        )
    except NoGradient:
        message = said("Right numbers, but no gradient reaches the model.")
        raise Failed(message) from None
    return student.scales.corrected(str(name), found[parameter])
