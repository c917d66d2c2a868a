"""Is the code all that a decoder knows of an image?"""

from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.compare import gap
from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import listed, said

from ..shared.hints import hinted
from .model import built, decoded, encoded, rebuilt

HIDDEN = True  # never released

ROWS, PIXELS, CODE, WIDTH = 5, 9, 2, 8
CLOSE = 1e-5
BESIDE = said("The image passes beside the bottleneck.")
AGAIN = said("decode(z) must give the same after other images.")
FORWARD = said("forward must be decode(encode(x)).")


def require_bottleneck(student: Student, ctx: Context) -> None:
    """Raise Failed where decoding rests on more than the code.

    Asked after other images, and in a process that has never seen the image.
    """
    seed = ctx.between(0, 1 << 30)
    model = _ready(built(student, seed, PIXELS, CODE, WIDTH))
    x, others = (ctx.rand(ROWS, PIXELS) for _ in range(2))
    z = encoded(model, x, CODE)
    image = decoded(model, z, PIXELS)
    with hinted(listed([BESIDE, AGAIN])):
        if gap(rebuilt(model, x), image) > CLOSE:
            raise Failed(listed([BESIDE, FORWARD]))
        for batch in (others, others[:2]):
            encoded(model, batch, CODE)
            rebuilt(model, batch)
            if gap(decoded(model, z, PIXELS), image) > CLOSE:
                raise Failed(listed([BESIDE, AGAIN]))
    with student.fresh() as stranger:
        twin = _ready(built(stranger, seed, PIXELS, CODE, WIDTH))
        twin.load_state_dict(model.state_dict())
        _require_as_elsewhere(model, twin, z, image, ctx.randn(ROWS, CODE))


def _ready(model: Handle) -> Handle:
    model.mode()
    return model


def _require_as_elsewhere(
    model: Handle, twin: Handle, z: Tensor, image: Tensor, strange: Tensor
) -> None:
    """Raise Failed where a process that has not seen the image decodes its code otherwise.

    Not told where it decodes codes of no image otherwise, too: then it holds another model.
    """
    if gap(decoded(twin, strange, PIXELS), decoded(model, strange, PIXELS)) > CLOSE:
        return
    if gap(decoded(twin, z, PIXELS), image) > CLOSE:
        raise Failed(listed([BESIDE, said("decode(z) must not look up what was encoded.")]))
