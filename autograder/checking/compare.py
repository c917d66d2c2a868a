"""Whether an answer agrees with the truth and, if not, which well-known mistake it makes."""

import math
from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from autograder.checking.ratio import constant_ratio, well_known, written
from autograder.checking.student import Failed, Student
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

SHOWN = 6  # numbers in a message: more are not read
CLEAR = 10.0  # a mistake is named only where it differs from the truth by this many tolerances


def gap(got: Tensor, want: Tensor) -> float:
    """Give the largest absolute difference of two tensors of one shape, in float64.

    Infinity where `got` has a NaN or an infinity, so that no comparison can pass by a NaN.
    """
    if not torch.isfinite(got).all():
        return math.inf
    if want.numel() == 0:
        return 0.0
    return float((got.double() - want.double()).abs().max())


def named_mistake(
    got: Tensor, want: Tensor, mistakes: Mapping[str, Tensor], tolerance: float
) -> str:
    """Give the name of the mistake whose answer is `got`, of two joined by "Or:", or "".

    A mistake that these inputs cannot tell from the truth is passed over. Where a mistake's answer
    is NaN it is not defined, and nothing is compared there.
    """
    named = [name for name, wrong in mistakes.items() if _is_that(got, want, wrong, tolerance)]
    either, *others = named or [""]
    return listed([either, said("Or:"), others[0]]) if others else either


def _is_that(got: Tensor, want: Tensor, wrong: Tensor, tolerance: float) -> bool:
    shape = (got + want + wrong).shape
    yours, right, wrong = got.expand(shape), want.expand(shape), wrong.expand(shape)
    defined = ~wrong.isnan()
    clear = gap(wrong[defined], right[defined]) > CLEAR * tolerance
    return clear and gap(yours[defined], wrong[defined]) <= tolerance


def require_agreement(
    got: Tensor,
    want: Tensor,
    *,
    tolerance: float,
    wrong: str,
    mistakes: Mapping[str, Tensor] | None = None,
    picture: Callable[[Tensor, str], Picture | None] | None = None,
) -> None:
    """Raise Failed unless every entry of `got` is within `tolerance` of `want`.

    `mistakes` maps a sentence that names a mistake to the answer that this mistake would give;
    the message is the sentence that fits, else `wrong`, with the factor where there is one. The
    numbers go to `seen` alone. `picture`, for visible checks, draws the answer with the message
    below.
    """
    difference = gap(got, want)
    if difference <= tolerance:
        return
    ratio = constant_ratio(got, want, tolerance)
    named = named_mistake(got, want, mistakes or {}, tolerance)
    if not named and not torch.isfinite(got).all():
        named = listed(
            [wrong, said("Some numbers are not finite: an overflow, an underflow, or 0 · ∞?")]
        )
    if not named and ratio is not None:
        named = listed([wrong, _factor_sentence(ratio)])
    both = {"yours": numbers(got), "expected": numbers(want)}
    seen: str = said("Yours: {yours}. Expected: {expected}.", **both)
    if got.numel() > 1 and math.isfinite(difference):
        seen = listed([seen, said("Largest difference: {number}.", number=f"{difference:.3g}")])
    if ratio is not None:
        seen = listed([seen, said("Yours / expected: {ratio}, everywhere.", ratio=written(ratio))])
    message = named or wrong
    raise Failed(message, seen=seen, picture=picture(got, message) if picture else None)


def _factor_sentence(ratio: float) -> str:
    name = well_known(ratio)
    if not name:
        return said("Yours is the right number times one factor that is the same everywhere.")
    if abs(ratio) < 1:
        return said("Yours is {ratio} of it, everywhere: look for a factor.", ratio=name)
    return said("Yours is {ratio} times that, everywhere: look for a factor.", ratio=name)


def require_value_error(student: Student, name: str, *args: int | str, why: str) -> None:
    """Raise Failed, saying `why` (no capital, no full stop), unless this call raises ValueError.

    To be asked only once valid input works: a stub raises, too.
    """
    kind = student.raised(name, *args)
    if kind == "ValueError":
        return
    asked = call_text(name, *args)
    seen = said("It raised {kind}.", kind=kind) if kind else said("It raised nothing.")
    message = said("`{call}` should raise a ValueError: {why}.", call=asked, why=why)
    raise Failed(message, seen=seen)


def call_text(name: str, *args: int | str) -> str:
    """Write a call as a student would."""
    written = (f'"{arg}"' if isinstance(arg, str) else str(arg) for arg in args)
    return f"{name}({', '.join(written)})"


def numbers(value: Tensor) -> str:
    """Give the first few numbers of a tensor as a student would print them."""
    flat = value.detach().flatten().tolist()
    shown = ", ".join(f"{number:.6g}" for number in flat[:SHOWN])
    return f"[{shown}, …]" if len(flat) > SHOWN else f"[{shown}]"
