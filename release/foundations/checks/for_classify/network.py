"""A student's `CNN`: built, and asked for its features and logits."""

from torch import Tensor

from autograder.checking.student import Expect, Failed, Handle
from autograder.checking.transport import WrongForm, WrongShape
from autograder.text.i18n import listed, said

MOST_MAPS = 4096
SHAPE = said("`CNN.features` returns maps of shape (B, F, H/4, W/4).")
CLASSES = said("num_classes logits were asked for, (B, num_classes), for one image, too.")


def features_of(model: Handle, x: Tensor) -> Tensor:
    """Return maps (B, F, H/4, W/4) of images; raises Failed when they have another shape."""
    kept = model.construct("features", x)
    sides = kept.call_plain("size")
    batch, _, height, width = x.shape
    due = [batch, height // 4, width // 4]
    if not isinstance(sides, list) or len(sides) != 4 or [sides[0], *sides[2:]] != due:
        raise WrongForm(SHAPE, detail=said("Its shape is {shape}.", shape=str(sides)))
    if not 1 <= sides[1] <= MOST_MAPS:
        raise Failed(said("`CNN.features` returns {most} maps at most.", most=MOST_MAPS))
    return kept.call("detach", expect=Expect(tuple(sides), x.dtype))


def size_of(model: Handle) -> int:
    """Return how many numbers a network keeps."""
    kept = model.state_dict().values()
    return sum(one.numel() for one in kept if isinstance(one, Tensor))


def logits_of(model: Handle, x: Tensor, classes: int = 10) -> Tensor:
    """Return logits (B, num_classes) of images; raises Failed when they have another shape."""
    try:
        return model.forward(x, Expect((len(x), classes), x.dtype))
    except WrongShape as failed:
        raise WrongForm(listed([failed.message, CLASSES]), detail=failed.detail) from None
