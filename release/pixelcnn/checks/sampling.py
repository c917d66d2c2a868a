"""Checks of `pixelcnn/sampling`: the grader plays the model, and so sees every input.

Every call of the model is a round trip to the grader, so grids are as small as the mistakes allow.
"""
from functools import partial
import torch
from torch import Tensor
from autograder.checking.check import Context, check
from autograder.checking.models.drawn import require_dtype, require_grid, require_hash, require_no_grad
from autograder.checking.models.generators import require_generator, require_global
from autograder.checking.models.sampler import Drawn
from autograder.checking.student import Failed, Student
from autograder.probes.oracles import Hash, Indep
from autograder.probes.order import Grid
from autograder.text.i18n import said
from .samplers import Samplers
BATCH, FEW = (8, 6)
ASTRAY = 5e-10

@check(weight=1, visible=True, about='sample', form=True)
def sample_gives_images(student: Student, ctx: Context) -> None:
    """`sample` gives float32 images of the shape asked for, with values v / (V - 1)."""
    for grid in (Grid(1, 2, 3, 2), Grid(3, 2, 1, 4)):
        law = Indep.drawn(grid, ctx.generator())
        drawn = Samplers(student, grid, law).sample(3, device='cpu')
        require_grid(drawn)
        require_dtype(drawn, torch.float32)
    coin = Grid(1, 1, 2)
    fair = Samplers(student, coin, Indep.fair(coin))
    require_no_grad(fair.named('sample'), **fair.of_shape(1))

@check(weight=2, visible=True, false_alarm=ASTRAY, about='sample')
def sample_in_order(student: Student, ctx: Context) -> None:
    """`sample` draws each pixel from the logits at its place, given all pixels before it."""
    grid = Grid(1, 4, 5, 2)
    law = Hash(grid, _key(ctx))
    sampler = Samplers(student, grid, law)
    require_hash(lambda: sampler.sample(BATCH), law, show=True)

@check
def sample_channels_in_order(student, ctx):
    """`sample` draws a pixel's channels one after the other, before it goes to the next pixel."""
    raise RuntimeError('this check is asked in grading only')

@check
def sample_follows_the_law(student, ctx):
    """The images of `sample` have the model's distribution, pixels and images together."""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, false_alarm=3 * 4.0 ** (-32), about='sample')
def sample_uses_its_generator(student: Student, ctx: Context) -> None:
    """Equal generator states give equal images, whatever the global seed; a call moves it on."""
    grid = Grid(1, 2, 2, 4)
    ask = partial(Samplers(student, grid, Indep.fair(grid)).sample, BATCH)
    require_generator(student, ask, 11)
    require_global(student, ask)

@check
def sample_calls_sparingly(student, ctx):
    """`sample` and `complete` call the model with full images, at most C·H·W times per batch."""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='complete', form=True)
def complete_keeps_the_known(student: Student, ctx: Context) -> None:
    """`complete` keeps known entries exactly and gives images in the dtype of x."""
    grid, draw = (Grid(3, 2, 3, 4), ctx.generator())
    sampler = Samplers(student, grid, Indep.drawn(grid, draw))
    upper = torch.arange(2).unsqueeze(1).expand(2, 3) < 1
    known = torch.rand((3, *grid.shape), generator=draw) < 0.5
    nothing = torch.zeros(2, 3, dtype=torch.bool)
    single, double = (torch.float32, torch.float64)
    for mask, dtype in ((upper, double), (known, single), (nothing, double), (~nothing, single)):
        x = torch.rand((3, *grid.shape), generator=draw, dtype=double).to(dtype)
        _require_kept(sampler.complete(x, mask), x, mask)
    coin = Grid(1, 1, 2)
    x = torch.zeros(1, *coin.shape)
    fair = Samplers(student, coin, Indep.fair(coin))
    require_no_grad(fair.named('complete'), **fair.of_images(x, x[0, 0] > 0))

@check
def complete_in_order(student, ctx):
    """`complete` draws what is unknown given all before it, known or drawn, image by image."""
    raise RuntimeError('this check is asked in grading only')

@check
def complete_ignores_the_unknown(student, ctx):
    """What x holds at unknown places does not matter to `complete`."""
    raise RuntimeError('this check is asked in grading only')

@check
def complete_follows_the_law(student, ctx):
    """The completions of `complete` have the model's distribution, given what is known."""
    raise RuntimeError('this check is asked in grading only')

@check
def complete_uses_its_generator(student, ctx):
    """`complete` draws from its generator alone, and moves it on."""
    raise RuntimeError('this check is asked in grading only')

@check
def complete_leaves_its_input(student, ctx):
    """`complete` changes neither x nor known, and no call changes what an earlier one has given."""
    raise RuntimeError('this check is asked in grading only')

def _key(ctx: Context) -> int:
    return int(torch.randint(1 << 31, (), generator=ctx.generator('key')))

def _require_kept(drawn: Drawn, x: Tensor, known: Tensor) -> None:
    if drawn.samples.dtype != x.dtype:
        due, dtype = (str(x.dtype), str(drawn.samples.dtype))
        raise Failed(said('`complete` should give images in the dtype of x, {dtype}.', dtype=due), detail=said('It gave {dtype}.', dtype=dtype))
    known = known.expand_as(x)
    if not torch.equal(drawn.samples[known], x[known]):
        raise Failed(said('`complete` changes entries that are known. Keep them exactly as they are, and write a draw only where `known` is False; `known` is (H, W) for all images and channels, or (B, C, H, W) with a mask for each image and channel.'))
    require_grid(drawn, known)
