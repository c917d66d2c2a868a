"""Checks of a sampler that is handed a model of rows, and of a model that draws by itself."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.models.drawn import require_hash, require_law
from autograder.checking.models.generators import require_generator
from autograder.checking.models.sampler import Sampler
from autograder.checking.student import Expect, Student
from autograder.probes.oracles import Hash, Indep
from autograder.probes.rows import Rows
from autograder.probes.sampling import ALPHA, DRAWS, FALSE_ALARM
from autograder.probes.table import Table


@check(false_alarm=5e-10)  # see `require_hash`
def draws_in_order(student: Student, ctx: Context) -> None:
    """`draw` draws dimension order[t] at step t, given the dimensions before it"""
    rows = Rows.drawn(6, ctx.stream)
    law = Hash(rows, ctx.between(0, 1 << 30))
    sampler = Sampler(student, "draw", rows, law)  # called with (model, num_samples, order)
    order = torch.tensor(rows.order)
    require_hash(lambda: sampler.draw(8, num_samples=8, order=order), law)


@check(false_alarm=2 * 2.0**-48)  # of two pairs of calls, each of 48 fair coins
def draw_uses_its_generator(student: Student, ctx: Context) -> None:
    """`draw` draws from its generator, and moves it on"""
    rows, order = Rows.of(6), torch.arange(6)
    sampler = Sampler(student, "draw", rows, Indep.fair(rows))
    require_generator(student, lambda g: sampler.draw(8, g, num_samples=8, order=order), 2)


@check(false_alarm=FALSE_ALARM + ALPHA)  # of one law
def samples_follow_the_law(student: Student, ctx: Context) -> None:
    """`Coins.sample` follows the distribution that its logits state"""
    rows = Rows.of(5)
    coins = student.construct("Coins", 5)
    law = Table.asked(
        rows, lambda x: rows.per_entry(coins.forward(x.float(), Expect(tuple(x.shape))))
    )
    sampler = Sampler(coins, "sample", rows)  # called with (num_samples)
    require_law([sampler.draw(DRAWS, student.generator(1), num_samples=DRAWS)], law)
