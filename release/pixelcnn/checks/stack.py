"""Checks of `pixelcnn/stack`: a masked convolution, and two models that are made of it."""
from collections.abc import Mapping
from typing import Any
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal, seen
from autograder.checking.models.asked import HIDDEN, Plan
from autograder.checking.models.layout import ImageLayout
from autograder.checking.student import Expect, Student
from autograder.probes.order import Grid
from autograder.text.i18n import Said
from . import layer
from .classes import CLASSES, GATED, TWO_STACKS, course_grid, larger, whole
from .layer import SHOWN, Layer
from .linear_map import explain
DTYPES = (torch.float32, torch.float64)
SHUT, SHUT_DEEP = (1.1e-07, 4e-07)

@check(weight=1, visible=True, about='MaskedConv2d', form=True)
def conv_shapes(student: Student, ctx: Context) -> None:
    """MaskedConv2d gives (B, out_channels, H, W) in its weights' dtype, for any dilation."""
    kernel = whole(ctx, 'kernel_size')
    for chosen in (Layer(1, 4, 3, 'A'), Layer(3, 2, kernel, 'B'), Layer(2, 2, 3, 'B', dilation=2)):
        for dtype in DTYPES:
            handle = chosen.construct(student, dtype, named=chosen.dilation > 1)
            x = torch.rand(2, chosen.inputs, 5, 6, generator=ctx.generator(), dtype=dtype)
            chosen.answer(handle, x, dtype)

@check(weight=1.5, visible=True, about='MaskedConv2d')
def conv_is_masked(student: Student, ctx: Context) -> None:
    """MaskedConv2d is the convolution by its masked weight: no hidden pixel, all others used."""
    for inputs, outputs, size, kind in ((1, 2, 3, 'A'), (1, 2, 3, 'B'), (2, 1, 5, 'A')):
        chosen = Layer(inputs, outputs, size, kind, shown=SHOWN[size, kind])
        _require_masked(student, chosen, ctx)

@check
def conv_stays_masked(student, ctx):
    """MaskedConv2d stays masked with other weights, sizes and dilations, and has a bias."""
    raise RuntimeError('this check is asked in grading only')

@check
def conv_refuses(student, ctx):
    """MaskedConv2d raises ValueError for an unknown mask type and for an even kernel."""
    raise RuntimeError('this check is asked in grading only')
MODELS = {'pixelcnn': 'PixelCNN', 'gated': 'GatedPixelCNN'}

@check.each(MODELS, visible=True, form=True)
def shapes(student: Student, ctx: Context, name: str) -> None:
    """{entry} turns (B, C, H, W) into finite logits (B, V, C, H, W), in float32 and float64."""
    default, side = (student.construct(name), whole(ctx, 'image_size'))
    expect = Expect((2, 2, 1, side, side), torch.float32)
    default.call('__call__', x=torch.zeros(2, 1, side, side), expect=expect)
    for grid in (Grid(1, 5, 7, 4), Grid(3, 6, 4, 2), Grid(3, 3, 5, 4), *larger(ctx)):
        for dtype in DTYPES:
            handle = student.construct(name, grid.channels, HIDDEN, 3, grid.num_values)
            handle.mode(dtype=dtype)
            x = grid.images(grid.draw(2, ctx.generator())).to(dtype)
            handle.forward(x, Expect((2, grid.num_values, *grid.shape), dtype, finite=True))

@check.each(MODELS, weight=2.5, visible=True)
def is_causal(student: Student, ctx: Context, name: str) -> Passed:
    """No logit of {entry} depends on its own pixel or a later one."""
    draw = ctx.generator('causal')
    plan = Plan(ImageLayout(course_grid(ctx)), layers=whole(ctx, 'num_layers'))
    return causal.is_causal(student, CLASSES[name], plan, draw, show=name == 'PixelCNN')

@check.each(('pixelcnn', 'gated'), titles=("Inside a pixel, PixelCNN's channel 1 may see channel 0, and channel 2 both, never back.", "Inside a pixel, GatedPixelCNN's channel 1 may see channel 0, and channel 2 both, never back."))
def colours_in_order(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('pixelcnn', 'gated'), titles=('PixelCNN is causal on images that are not square, and in training mode.', 'GatedPixelCNN is causal on images that are not square, and in training mode.'))
def is_causal_elsewhere(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('pixelcnn', 'gated'), titles=('PixelCNN answers the same to the same image, at any time and in any batch.', 'GatedPixelCNN answers the same to the same image, at any time and in any batch.'))
def is_repeatable(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('pixelcnn', 'gated'), titles=("PixelCNN looks at the left and the upper neighbour and at a pixel's earlier channels.", "GatedPixelCNN looks at the left and the upper neighbour and at a pixel's earlier channels."))
def uses_neighbours(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('pixelcnn', 'gated'), titles=("PixelCNN's probabilities of all images of a tiny grid sum to one.", "GatedPixelCNN's probabilities of all images of a tiny grid sum to one."))
def mass_is_one(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('pixelcnn', 'gated'), titles=('PixelCNN raises ValueError unless in_channels is 1 or 3.', 'GatedPixelCNN raises ValueError unless in_channels is 1 or 3.'))
def refuses(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('pixelcnn', 'gated'), titles=('PixelCNN predicts the same in two processes that are shown different later pixels.', 'GatedPixelCNN predicts the same in two processes that are shown different later pixels.'))
def is_causal_across_processes(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('pixelcnn', 'gated'), titles=('A trained PixelCNN is good, and not too good to be true, on images it has not seen.', 'A trained GatedPixelCNN is good, and not too good to be true, on images it has not seen.'))
def learns(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, after=is_causal['gated'], false_alarm=SHUT_DEEP, about='GatedPixelCNN')
def gated_has_no_blind_spot(student: Student, ctx: Context) -> Passed:
    """Every earlier pixel matters to GatedPixelCNN, once it is deep enough."""
    grid = Grid(1, 5, 6)
    plan = Plan(ImageLayout(grid), layers=max(grid.height, grid.width) + 1)
    return seen.uses_all_earlier(student, GATED, plan, ctx.generator('blind spot'), TWO_STACKS)

def _require_masked(student: Student, chosen: Layer, ctx: Context) -> None:
    handle, dtype = layer.questioned(student, chosen)
    draw = ctx.generator(chosen.title)

    def require(when: Said, dtype: torch.dtype, loaded: Mapping[str, Any] | None=None) -> None:
        if not layer.is_convolution(chosen, handle, chosen.dense(draw), dtype, loaded):
            raise explain(chosen, handle, when, draw, dtype)
    require(layer.CONSTRUCTED, dtype)
    layer.take_steps(chosen, handle, draw, dtype)
    handle.mode(train=True)
    require(layer.TRAINED, dtype)
    loaded = layer.load_noise(handle, draw)
    require(layer.LOADED, dtype, loaded)
    handle.mode(dtype=torch.float32)
    require(layer.IN_FLOAT32, torch.float32, loaded)
    layer.require_biased(chosen, loaded)
