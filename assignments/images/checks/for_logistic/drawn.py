"""Draws of `sample_mixture`, judged by laws that are drawn from the secret."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.gradient import sentence
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Expect, Failed, Handle, Student
from autograder.probes.batch import tied
from autograder.probes.joint import counts_of, likeliest
from autograder.probes.sampling import ALPHA, DRAWS, FALSE_ALARM, fit
from autograder.probes.table import Table
from autograder.text.i18n import listed, said

from .laws import NOWHERE, Law, mistaken

HIDDEN = True

# Components, channels, values; whether both pixels are tested together.
TABLES = ((2, 1, 11, True), (2, 1, 11, True), (1, 1, 2, True), (2, 3, 3, True))
FOLLOWING = ((3, 3, 2, True), (3, 3, 4, False), (3, 3, 11, False))  # of which G and B follow
ALARM = FALSE_ALARM + ALPHA  # of one of them
AGAIN = 8  # calls, whether a batch of equal images is of another image each time
SPREAD = 1.5  # of coefficients
NOT_THE_LAW = said("The draws of `sample_mixture` do not follow its law.")
BEYOND = said("Values are 0 to V − 1: beyond both ends is the last value.")
WHOLE = said("One component was picked for the whole image: each pixel picks its own.")
SHARED = said("Each pixel needs a random number of its own.")
TIED = said("Each image needs random numbers of its own: those of a batch depend on each other.")


@dataclass(frozen=True)
class Mixtures:
    """Laws of two pixels side by side, the same in every image of a batch."""

    pixels: tuple[Law, Law]
    together: bool
    upright: bool = False  # one pixel above the other, not beside it

    @classmethod
    def drawn(
        cls,
        ctx: Context,
        table: tuple[int, int, int, bool],
        *,
        follows: bool = False,
        upright: bool = False,
    ) -> "Mixtures":
        """Draw a law of each pixel; the weights of components are the same in both."""
        components, channels, num_values, together = table
        weights = ctx.randn(components, dtype=torch.float64).softmax(0)
        shape = components, channels

        def pixel() -> Law:
            means = 0.1 + 0.8 * ctx.rand(*shape, dtype=torch.float64)
            log_scales = -3 + 1.5 * ctx.rand(*shape, dtype=torch.float64)
            coeffs = SPREAD * ctx.randn(*shape, dtype=torch.float64) if follows else None
            return Law(weights, means, log_scales, coeffs, num_values)

        return cls((pixel(), pixel()), together, upright)

    def arguments(self, count: int) -> tuple[Tensor, Tensor, Tensor, Tensor | None, int]:
        """Return logits, means, log_scales, coeffs and V for images of two pixels."""
        first, second = self.pixels

        def both(one: Tensor, two: Tensor) -> Tensor:
            pair = torch.stack([one, two], -1).unsqueeze(-1 if self.upright else -2)
            return pair.expand(count, *pair.shape).contiguous()

        logits = both(first.weights.log(), second.weights.log())
        means = both(first.means, second.means)
        scales = both(first.log_scales, second.log_scales)
        if first.coeffs is None or second.coeffs is None:
            return logits, means, scales, None, first.num_values
        return logits, means, scales, both(first.coeffs, second.coeffs), first.num_values

    def require(self, student: Student, generator: Handle) -> None:
        """Raise Failed, naming the likeliest mistake, unless draws follow the law."""
        first = self.pixels[0]
        size = (2, 1) if self.upright else (1, 2)
        expect = Expect((DRAWS, first.channels, *size), torch.int64)

        def drawn() -> Tensor:
            given = self.arguments(DRAWS)
            return student.call("sample_mixture", *given, generator=generator, expect=expect)

        images = drawn()
        if ((images < 0) | (images >= first.num_values)).any():
            raise Failed(BEYOND)
        if (images == images[:1]).all() and any(
            not torch.equal(images, drawn()) for _ in range(AGAIN)
        ):
            raise Failed(listed([NOT_THE_LAW, TIED]))
        values = images.flatten(2).permute(0, 2, 1).reshape(DRAWS, -1)
        sequences = values if self.together else values[:, : first.channels]
        joint = self._joint()
        free, table = torch.ones_like(sequences, dtype=torch.bool), Table.of_joint(joint)
        if not fit(table, sequences, free).good:
            raise Failed(listed([NOT_THE_LAW, self._named(sequences, joint)]))
        if tied(table, [sequences], free):
            raise Failed(listed([NOT_THE_LAW, TIED]))

    def _joint(self) -> Tensor:
        """Return the law of what is tested, (V, …, V): of one pixel, or of both."""
        one, two = (pixel.joint() for pixel in self.pixels)
        return torch.tensordot(one, two, 0) if self.together else one

    def _named(self, sequences: Tensor, joint: Tensor) -> str:
        counts = counts_of(sequences, self.pixels[0].num_values)
        name = likeliest(counts, joint, self._mistakes())
        if name:
            return sentence(name)
        return SHARED if self.together and self._each_fits(sequences) else ""

    def _mistakes(self) -> SlipAnswers:
        one, two = (mistaken(pixel) for pixel in self.pixels)
        if not self.together:
            return one
        pairs = {text: torch.tensordot(law, two[text], 0) for text, law in one.items()}
        return {**pairs, WHOLE: self._of_one_component()}

    def _of_one_component(self) -> Tensor:
        """Return the law of both pixels where they share their component."""
        first, second = (pixel.of_components() for pixel in self.pixels)
        pairs = [torch.tensordot(a, b, 0) for a, b in zip(first, second, strict=True)]
        joint: Tensor = torch.tensordot(self.pixels[0].weights, torch.stack(pairs), 1)
        return joint.clamp_min(NOWHERE)

    def _each_fits(self, sequences: Tensor) -> bool:
        """Say whether each pixel alone follows its law."""
        channels = self.pixels[0].channels
        halves = sequences[:, :channels], sequences[:, channels:]
        return all(
            fit(Table.of_joint(pixel.joint()), half, torch.ones_like(half, dtype=torch.bool)).good
            for pixel, half in zip(self.pixels, halves, strict=True)
        )


ROWS, PIXELS = 8, 10_000
SHAPE_VALUES = 9
NOT_THE_SHAPE = said("The draws of one component do not follow the logistic law.")


def require_shape(student: Student, ctx: Context, generator: Handle) -> None:
    """Raise Failed unless many draws of one component have the logistic law's shape, tails too."""
    mean, log_scale = 0.4 + 0.2 * ctx.rand(1, 1), -2.2 + 0.3 * ctx.rand(1, 1)
    law = Law(torch.ones(1).double(), mean.double(), log_scale.double(), None, SHAPE_VALUES)
    shape = ROWS, 1, 1, PIXELS
    means, scales = (
        one.view(1, 1, 1, 1, 1).expand(ROWS, 1, 1, 1, PIXELS) for one in (mean, log_scale)
    )
    given = torch.zeros(shape), means.contiguous(), scales.contiguous(), None, SHAPE_VALUES
    expect = Expect(shape, torch.int64)
    images = student.call("sample_mixture", *given, generator=generator, expect=expect)
    if ((images < 0) | (images >= SHAPE_VALUES)).any():
        raise Failed(BEYOND)
    values, joint = images.view(-1, 1), law.joint()
    if not fit(Table.of_joint(joint), values, torch.ones_like(values, dtype=torch.bool)).good:
        named = likeliest(counts_of(values, SHAPE_VALUES), joint, mistaken(law))
        raise Failed(listed([NOT_THE_SHAPE, sentence(named) if named else ""]))
