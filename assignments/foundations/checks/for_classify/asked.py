"""What a `CNN` looks at: does it answer each image by itself, and which pixels does it see?"""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.checking.arguments import require_left_alone
from autograder.checking.check import Context
from autograder.checking.compare import gap
from autograder.checking.student import Expect, Failed, Handle, NoGradient
from autograder.text.i18n import said

from ..shared.hints import hinted
from .built import Network
from .network import logits_of

HIDDEN = True  # never released

MOVED = 1e-6  # by how much logits move, at least, that depend on a parameter
BEFORE, AFTER, STEP = 3, 6, 4  # a feature in row i sees rows 4 i − 3 … 4 i + 6
SIDE = 1 + BEFORE + AFTER
IMAGES, MOST_NETS = 4, 12
MANY = 80  # images, more than are trained on at once
SMALLEST = 12  # the least side in which a whole square lies inside

BATCH = said("It answers otherwise when other images of the batch are there.")
TWICE = said("The same images, asked twice, are answered otherwise: nothing may be random.")
MODES = said("train and eval mode differ: no dropout, no batch normalisation.")
OUTSIDE = said(
    "A feature at (i, j) sees more than rows 4i − 3 … 4i + 6 and columns 4j − 3 … 4j + 6: its "
    "square is 10×10."
)
MISSED = said("A feature does not see all of its square of 10×10 pixels.")
NEGATIVE = said("A feature has come out of a ReLU and a maximum of some: here one is below 0.")
FIXED = said("Features do not move by 1 when the image moves by 4: something depends on the place.")
UNREACHED = said(
    "Training does not reach all of `features`: `forward` goes through it, and nothing is detached."
)
UNREGISTERED = said(
    "It has no parameters that an optimiser finds, or none that matters: assign layers to `self`, "
    "keep those in a list in nn.ModuleList, and cut no gradient."
)


def require_repeatable(model: Network, images: Tensor) -> None:
    """Raise Failed unless each image is answered by itself, and alike in both modes."""
    still = model.answers(images)
    for train in (False, True):
        model.mode(train=train)
        first, second = model.answers(images), model.answers(images)
        if gap(first, second) > model.close:
            raise Failed(MODES if train else TWICE, essential=not train)
        with hinted(BATCH):
            alone = torch.cat([model.answers(one[None]) for one in images])
        turned = model.answers(images.flip(0)).flip(0)
        # As many as are trained on at once, and more.
        company = model.answers(torch.cat([images, images.repeat(MANY // len(images), 1, 1, 1)]))
        beside = company[: len(images)]
        if max(gap(first, one) for one in (alone, turned, beside)) > model.close:
            raise Failed(BATCH)
        if gap(still, first) > model.close:
            raise Failed(MODES, essential=False)
    model.require_double()


def require_kept(model: Network, images: Tensor) -> None:
    """Raise Failed when a call changes the images.

    They go by position: where `features` is an nn.Sequential, its argument has another name.
    """
    given = images.to(model.dtype)
    shapes = {"features": model.features(given).shape, "forward": (len(given), 10)}
    for name, shape in shapes.items():
        told = model.handle.call_watched(name, given, expect=Expect(tuple(shape), given.dtype))
        try:
            require_left_alone(name, {"x": given}, told.arguments)
        except Failed as failed:
            failed.essential = False
            raise


def require_rectified(model: Network, images: Tensor) -> None:
    """Raise Failed when a feature is below 0, as none is that a ReLU has let pass."""
    if bool((model.features(images) < 0).any()):
        raise Failed(NEGATIVE, essential=False)


def require_field(model: Network, base: Tensor) -> None:
    """Raise Failed when a feature of an image (1, 1, H, W) changes with what lies outside.

    For each place an image is asked that is as `base` inside the place's square, and another one
    elsewhere.
    """
    height, width = (side // STEP for side in base.shape[2:])
    places = [(i, j) for i in range(height) for j in range(width)]
    shown = (1 - base).expand(len(places), -1, -1, -1).clone()
    for image, (i, j) in zip(shown, places, strict=True):
        square = _square(i), _square(j)
        image[:, *square] = base[0][:, *square]
    right = model.features(base)[0]
    got = model.features(shown)
    for maps, (i, j) in zip(got, places, strict=True):
        if gap(maps[:, i, j], right[:, i, j]) > model.close:
            raise Failed(OUTSIDE)


def _square(place: int) -> slice:
    return slice(max(0, STEP * place - BEFORE), STEP * place + AFTER + 1)


def require_reach(models: Iterator[Network], ctx: Context) -> None:
    """Raise Failed unless each pixel of a square matters to some network, in some image."""
    seen = torch.zeros(SIDE * SIDE, dtype=torch.bool)
    for model in models:
        for _ in range(IMAGES):
            base = ctx.rand(1, 1, SMALLEST, SMALLEST, dtype=torch.float64)
            shown = base.expand(SIDE * SIDE + 1, -1, -1, -1).clone()
            for number, image in enumerate(shown[1:]):
                row, column = (STEP - BEFORE + one for one in divmod(number, SIDE))
                image[0, row, column] += 0.5 if image[0, row, column] < 0.5 else -0.5
            answers = model.features(shown)[:, :, 1, 1]
            seen |= (answers[1:] - answers[:1]).abs().amax(1) > model.close
        if seen.all():
            return
    missed = said("{number} of 100 pixels are never seen.", number=int((~seen).sum()))
    raise Failed(MISSED, detail=missed)


def require_moving(model: Network, base: Tensor, down: int, right: int) -> None:
    """Raise Failed unless features move along, away from the borders; moves are in features."""
    moved = model.features(base.roll((STEP * down, STEP * right), (2, 3)))
    due = model.features(base).roll((down, right), (2, 3))
    rows, columns = (
        _inner(side, by) for side, by in zip(base.shape[2:], (down, right), strict=True)
    )
    if gap(moved[:, :, rows, columns], due[:, :, rows, columns]) > model.close:
        raise Failed(FIXED)


def _inner(side: int, by: int) -> slice:
    """Return the places whose square is inside, and was so before the move."""
    last = (side - 1 - AFTER) // STEP
    return slice(max(1, 1 + by), min(last, last + by) + 1)


def require_parameters(model: Handle, images: Tensor, row: Tensor) -> None:
    """Raise Failed unless an optimiser finds parameters that matter to the logits.

    Args: `row`, of what logits are multiplied by: those that sum to one have a gradient, too.
    """
    if not _matters(_gradients(model, "__call__", images, row)):
        raise Failed(UNREGISTERED, essential=False)


def require_reached(model: Handle, images: Tensor, row: Tensor) -> None:
    """Raise Failed when there are parameters of `features` that do not matter to the logits.

    A network whose `features` records no gradients itself is not asked.
    """
    reached, used = (_gradients(model, name, images, row) for name in ("__call__", "features"))
    lost = [name for name, gradient in used.items() if not reached[name].any()]
    if any(used[name].any() for name in lost) or (used and not _matters(used)):
        raise Failed(UNREACHED, essential=not _moves(model, images, lost))


def _moves(model: Handle, images: Tensor, names: list[str]) -> bool:
    """Say whether the logits change with these parameters, gradients or not."""
    before, state = logits_of(model, images), model.state_dict()
    model.load_state_dict({**state, **{name: 2 * state[name] + 1 for name in names}})
    return gap(before, logits_of(model, images)) > MOVED


def _gradients(model: Handle, name: str, images: Tensor, row: Tensor) -> dict[str, Tensor]:
    """Return the gradients of parameters by their names; none where nothing is recorded."""
    try:
        cotangent = row if name == "__call__" else None
        return model.parameter_gradients(name, images, cotangent=cotangent)
    except NoGradient:
        return {}


def _matters(gradients: dict[str, Tensor]) -> bool:
    return any(bool(gradient.any()) for gradient in gradients.values())
