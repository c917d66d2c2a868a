"""Objects of the grader's that live in the student's process, where gradients reach them."""

from collections.abc import Sequence

from torch import Tensor

from autograder.checking.student import Expect, Failed, Handle, NoGradient, Student
from autograder.text.i18n import said


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
