"""Laws that hang on the whole past, for models that are played, and what walks of them give."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context
from autograder.checking.models.sampler import Sampler
from autograder.checking.student import Expect, Failed, NoGradient, Student
from autograder.probes.oracles import Indep
from autograder.probes.rows import Rows
from autograder.text.i18n import listed, said

from ..shared.differences import largest
from ..shared.draws import Drawing, require_drawing
from ..shared.generators import require_own_generator
from ..shared.mass import OF_THE_MODEL, ONE_PER_ROW
from ..shared.nats import forward, log_probs, told_of_large
from .model import built
from .walks import Walk, walk_mistake

HIDDEN = True  # never released

SCALES = (2.0, 4.0)  # of the logits of rows that are drawn
CLOSE = 1e-7  # of gradients in float64, by their largest entry


@dataclass(frozen=True)
class Sines:
    """A law whose logits are `scale` times the sine of the past's number, plus `phase`."""

    scale: float
    phase: float
    contexts: int = 0  # not counted: the number of pasts grows with the row

    def context(self, sequences: Tensor) -> Tensor:
        """Tell no pasts apart."""
        return torch.zeros_like(sequences)

    def given(self) -> Tensor:
        """Hold no table."""
        raise NotImplementedError("a law of rows of any length has no table")

    def logits(self, sequences: Tensor) -> Tensor:
        """Return the logits [0, l] of each entry given all before it, float64 (B, n, 2)."""
        past = torch.zeros(len(sequences), dtype=torch.float64)
        found = []
        for entry in sequences.unbind(1):
            found.append(self.scale * torch.sin(past + self.phase))
            past = 3 * past + 1 + entry.double()
        ones = torch.stack(found, 1)
        return torch.stack([torch.zeros_like(ones), ones], 2)

    def ones(self, x: Tensor) -> Tensor:
        """Return the logits of a one for rows (B, D)."""
        return self.logits(x.round().long())[..., 1]


def drawn_sines(ctx: Context, scale: float) -> Sines:
    """Draw a law of logits of this size."""
    return Sines(scale, float(ctx.rand(1)) * 6.0)


def asked_log_prob(student: Student, walk: Walk, x: Tensor) -> Answer:
    """Ask `step_log_prob` about rows (B, D) of a model that is played."""
    call: Answer = student.call("step_log_prob", walk.oracle(), x)
    return call.hint(shape=ONE_PER_ROW, dtype=OF_THE_MODEL)


def require_walked_nats(student: Student, ctx: Context, num_dims: int, dtype: torch.dtype) -> None:
    """Raise Failed unless `step_log_prob` gives log P(x) of a law that is drawn."""
    law, x = drawn_sines(ctx, 2.0), ctx.bernoulli(6, num_dims, dtype=dtype)
    walk = Walk(law, Rows.of(num_dims + 1), "step_log_prob", dtype)
    want = log_probs(law.ones(x), x).sum(1).to(dtype)
    atol = 1e-9 if dtype == torch.float64 else 1e-5
    answer = asked_log_prob(student, walk, x)
    answer.should_equal(want, wrong=lambda _: walk_mistake(walk), dtype=dtype, atol=atol)


def require_large(student: Student, ctx: Context, dtype: torch.dtype) -> None:
    """Raise Failed unless `step_log_prob` is right by logits of ±10,000."""
    law, x = drawn_sines(ctx, 1e4), ctx.bernoulli(8, 6, dtype=dtype)
    walk = Walk(law, Rows.of(7), "step_log_prob", dtype)
    want = log_probs(law.ones(x).to(dtype), x).sum(1)
    got = asked_log_prob(student, walk, x).should_have_shape(len(x))
    most = 2 * torch.finfo(dtype).eps * 1e4 * x.shape[1]
    # A NaN or an infinity is no number that is close.
    if not bool(((got.double() - want).abs() <= max(most, 1e-5)).all()):
        raise Failed(told_of_large(got, want))


def require_walked_gradient(student: Student, ctx: Context) -> None:
    """Raise Failed unless gradients reach the parameters of a model that is walked."""
    model = built(student, torch.float64, ctx.between(0, 1 << 30), hidden=6)
    x, rows = ctx.bernoulli(4, 6, dtype=torch.float64), ctx.randn(4, dtype=torch.float64)
    # By its logits: what is wrong in log_prob alone costs points there.
    surprise = rows.unsqueeze(1) * (x - forward(model, x).sigmoid())
    wanted = model.parameter_gradients("forward", x, cotangent=surprise)
    try:
        found = model.parameter_gradients(
            "step_log_prob", model, x, cotangent=rows, function_of=student
        )
    except NoGradient:
        message = said(
            "The result of `step_log_prob` has no gradient: leave out no_grad and detach."
        )
        raise Failed(message) from None
    most = CLOSE * max(1.0, largest([*wanted.values()]))
    for name, want in wanted.items():
        got = student.scales.corrected("step_log_prob", found[name])
        if not bool(((got - want).abs() <= most).all()):
            raise Failed(
                said(
                    "The gradient of `step_log_prob` by the model's parameters is not that of its "
                    "logits: is the state detached on its way?"
                )
            )


def require_walked_rows(student: Student, ctx: Context, scale: float) -> None:
    """Raise Failed, naming the mistake, unless `step_sample` draws by the law of a walked model."""
    law, rows, walks = drawn_sines(ctx, scale), Rows.of(5), list[Walk]()
    drawing = Drawing(law.ones, rows.order)

    def play(*given: object) -> Walk:
        walks.append(Walk(law, Rows.of(6), "step_sample"))
        return walks[-1]

    sampler = Sampler(student, "step_sample", rows, drawing.law, play=play)
    generator = student.generator(ctx.between(0, 1 << 30))
    try:
        require_drawing(
            lambda count: sampler.draw(count, generator, num_samples=count, num_dims=5), drawing
        )
    except Failed as failed:
        told = walk_mistake(walks[-1])
        raise Failed(listed([told, failed.message]), essential=failed.essential) from None


def require_walked_generator(student: Student, ctx: Context) -> None:
    """Raise Failed unless `step_sample` draws from its generator, of a model of fair coins."""
    rows = Rows.of(6)

    def play(*given: object) -> Walk:
        return Walk(Indep.fair(Rows.of(7)), Rows.of(7), "step_sample")

    sampler = Sampler(student, "step_sample", rows, Indep.fair(rows), play=play)
    require_own_generator(student, sampler, ctx, after={"num_dims": 6})


def sample_calls(student: Student, ctx: Context, count: int, num_dims: int) -> Walk:
    """Draw rows of a walked model, and return it with what it was asked."""
    walk = Walk(drawn_sines(ctx, 2.0), Rows.of(num_dims + 1), "step_sample")
    expect = Expect((count, num_dims))
    student.call("step_sample", walk.oracle(), count, num_dims, expect=expect)
    return walk
