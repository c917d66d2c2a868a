"""Whether an answer agrees with the truth and, if not, which well-known mistake it makes."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.ratio import constant_ratio, well_known, written
from autograder.checking.transport import Failed
from autograder.records.verdict import Picture
from autograder.text.i18n import as_said, listed, said

SHOWN = 6  # numbers in a message: more are not read
SMALL = 12  # numbers of a matrix that is shown whole
CLEAR = 10.0  # a mistake is named only where it differs from the truth by this many tolerances


@dataclass(frozen=True)
class Measure:
    """How far off an answer may be: by `tolerance`, once entries are divided by `units`, if any.

    `largest` is what the largest entry may be off by, in the answer's own numbers.
    """

    tolerance: float
    largest: float
    units: Tensor | None = None

    @classmethod
    def of(cls, want: Tensor, atol: float, rtol: float, *, each: bool = False) -> "Measure":
        """Return the measure of `Answer.should_equal`, by the largest entry or of each its own."""
        largest = tolerance_of(want, atol, rtol)
        if not each:
            return cls(largest, largest)
        return cls(1.0, largest, atol + rtol * want.double().abs())

    def of_entries(self, value: Tensor) -> Tensor:
        """Return the entries in what each may be off by, float64; as they are without units."""
        return value if self.units is None else value.double() / self.units

    def gap(self, got: Tensor, want: Tensor) -> float:
        """Return the largest absolute difference of two tensors, to compare to the tolerance."""
        return gap(self.of_entries(got), self.of_entries(want))


def tolerance_of(want: Tensor, atol: float, rtol: float) -> float:
    """Return how far an answer may be from `want`: absolutely, or by its largest entry."""
    return max(atol, rtol * float(want.double().abs().max())) if want.numel() else atol


def gap(got: Tensor, want: Tensor) -> float:
    """Return the largest absolute difference of two tensors of one shape, in float64.

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
    """Return the name of the mistake whose answer is `got`, of two joined by "Or:", or "".

    A mistake that these inputs cannot tell from the truth is passed over. Where a mistake's answer
    is NaN it is not defined, and nothing is compared there. Names are sentences of a catalogue, as
    plain text, too.
    """
    fitting = [
        as_said(name) for name, wrong in mistakes.items() if _is_that(got, want, wrong, tolerance)
    ]
    if not fitting:
        return ""
    either, *others = fitting
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
    numbers go to `detail` alone. `picture`, for visible checks, draws the answer with the message
    below.
    """
    if gap(got, want) <= tolerance:
        return
    message = mistake_in(got, want, tolerance, wrong, mistakes or {})
    detail = detail_of(got, want, tolerance)
    raise Failed(message, detail=detail, picture=picture(got, message) if picture else None)


def mistake_in(
    got: Tensor, want: Tensor, tolerance: float, wrong: str, mistakes: Mapping[str, Tensor]
) -> str:
    """Return the mistake that a wrong answer makes, or `wrong` with what is known of the numbers.

    Fit for a hidden check: no number of the answer is in it, but for a factor of the usual ones.
    """
    named = named_mistake(got, want, mistakes, tolerance)
    if named:
        return named
    if not torch.isfinite(got).all():
        infinite = said("Some numbers are not finite: an overflow, an underflow, or 0 · ∞?")
        return listed([wrong, infinite])
    ratio = constant_ratio(got, want, tolerance)
    return wrong if ratio is None else listed([wrong, _factor_sentence(ratio)])


def detail_of(got: Tensor, want: Tensor, tolerance: float) -> str:
    """Return the numbers of a wrong answer and of the right one, for visible checks."""
    told: list[str] = [
        said("Yours: {yours}. Expected: {expected}.", yours=numbers(got), expected=numbers(want))
    ]
    difference, ratio = gap(got, want), constant_ratio(got, want, tolerance)
    in_parts = not (_whole(got) and _whole(want))  # a difference of whole numbers is seen at once
    if got.numel() > 1 and math.isfinite(difference) and in_parts:
        told.append(said("Largest difference: {number}.", number=f"{difference:.3g}"))
    if ratio is not None:
        told.append(said("Yours / expected: {ratio}, everywhere.", ratio=written(ratio)))
    return listed(told)


def _factor_sentence(ratio: float) -> str:
    name = well_known(ratio)
    if not name:
        return said("Yours is the right number times one factor that is the same everywhere.")
    if abs(ratio) < 1:
        return said("Yours is {ratio} of it, everywhere: look for a factor.", ratio=name)
    return said("Yours is {ratio} times that, everywhere: look for a factor.", ratio=name)


def numbers(value: Tensor) -> str:
    """Return the first few numbers of a tensor as a student would print them, a matrix by rows."""
    value = value.detach()
    if value.ndim > 2 and value.squeeze().ndim == 2:
        value = value.squeeze()
    if value.ndim == 2 and len(value) > 1 and value.numel() <= SMALL:
        return f"[{', '.join(numbers(row) for row in value)}]"
    flat = value.flatten().tolist()
    shown = ", ".join(f"{number:.6g}" for number in flat[:SHOWN])
    return f"[{shown}, …]" if len(flat) > SHOWN else f"[{shown}]"


def _whole(value: Tensor) -> bool:
    return not value.dtype.is_floating_point or torch.equal(value, value.round())
