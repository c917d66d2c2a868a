"""What is said of draws that are made in a wrong order, or that do not follow the model."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.probes.order import Layout
from autograder.probes.rows import Rows
from autograder.probes.texts import Texts
from autograder.text.i18n import said

_MISTAKES: Mapping[str, str] = {
    "softmax twice": said(
        "The draws look as if softmax had been applied twice: to logits that were probabilities "
        "already."
    ),
    "sigmoid twice": said("The draws look as if sigmoid had been applied twice."),
    "uniform": said("The draws ignore the logits: every value comes equally often."),
    "reversed": said("The values come swapped: value v is drawn as often as V - 1 - v should be."),
    "argmax": said("The most likely value is always taken. Draw from the distribution instead."),
    "colder": said("The draws are sharper than the model: logits are multiplied by something."),
    "smoothed": said(
        "Unlikely values come too often: is a small number added to the probabilities, or a value "
        "drawn uniformly now and then?"
    ),
    "slightly colder": said(
        "The draws are a little sharper than the model: is there a temperature below one?"
    ),
    "slightly warmer": said(
        "The draws are a little less sharp than the model: is there a temperature above one?"
    ),
    "warmer": said(
        "The draws are less sharp than the model: logits are divided by something, or one draw "
        "does not look at those before it."
    ),
    "never drawn": said(
        "Some unlikely values are never drawn, although they should come often: leave no value out."
    ),
}


@dataclass(frozen=True)
class DrawWords:
    """What samples of one layout are called, and what their mistakes are.

    `orders` and `mistakes` are the sentences for what `probes.sampling` names; `full`, what a model
    is called with; `calls`, how often, and `entry`, for what one call is enough.
    """

    samples: str
    full: str
    calls: str
    entry: str
    orders: Mapping[str, str]
    mistakes: Mapping[str, str]


IMAGES = DrawWords(
    said("images"),
    said("full images (B, C, H, W)"),
    "C·H·W",
    said("entry (c, i, j)"),
    {
        "never": said(
            "Nothing that is drawn is ever written into the image that the model sees: every call "
            "gets the same image. Write each draw before the next call."
        ),
        "all at once": said(
            "The model is called once, and all entries are drawn from that one answer. Each draw "
            "has to be written into the image before the next one is made."
        ),
        "columns before rows": said(
            "Entries are drawn column by column. The order is row by row: the loop over rows is "
            "the outer one."
        ),
        "right to left": said(
            "Rows are drawn from right to left. The order is from left to right."
        ),
        "channel by channel": said(
            "A whole channel is drawn before the next one. The order is pixel by pixel: the loop "
            "over channels is the innermost."
        ),
        "channels backwards": said(
            "Inside a pixel, channels are drawn backwards: blue before red."
        ),
        "backwards": said("Entries are drawn from the last to the first."),
        "pixel at once": said(
            "All channels of a pixel are drawn from one answer of the model. A channel depends on "
            "the channels before it: write each one and call the model again."
        ),
        "row at once": said(
            "A whole row, or more of it than one entry, is drawn from one answer of the model. "
            "Each entry depends on those to its left: write each one and call the model again."
        ),
        "reversed": said(
            "Values come swapped: V - 1 - v where v is due. logits[:, v] belongs to value v."
        ),
        "other": said(
            "Several entries are drawn from one answer of the model, or in an order of their own. "
            "Draw one entry of all images, write it, and call the model again."
        ),
        "raster": said(
            "The order of the draws is right, but they do not follow the logits at their own "
            "place. Look for logits of a neighbour (an index that is off by one), an image from an "
            "earlier step, or probabilities that are computed twice."
        ),
        "unknown": said(
            "Each entry has to follow from the logits at its place, given the entries before it. "
            "Look at the order of the loops, and at which image the model is called with."
        ),
    },
    {
        **_MISTAKES,
        "same draw": said(
            "All images of a batch are made with the same random numbers. Every image needs its "
            "own: draw a random number for each image of the batch."
        ),
        "tied": said(
            "The random numbers of the images of a batch are shared, mirrored (u and 1 - u), or "
            "spread out evenly over the batch. Every image needs its own, independent of all "
            "others."
        ),
        "": said(
            "Draw value v of entry (c, i, j) with probability softmax(logits[:, :, c, i, j])[:, "
            "v], with fresh randomness for every image and every entry."
        ),
    },
)
_BACKWARDS = said("Dimensions are drawn from the last of the order to the first.")
_OWN_ORDER = said(
    "Several dimensions are drawn from one answer of the model, or in an order of their own. Draw "
    "one dimension of all rows, write it, and ask the model again."
)
ROWS = DrawWords(
    said("rows"),
    said("whole rows (B, D)"),
    "D",
    said("dimension"),
    {
        "never": said(
            "Nothing that is drawn is ever written into the row that the model sees: it sees the "
            "same row each time. Write each draw before the model is asked again."
        ),
        "all at once": said(
            "All dimensions are drawn from one answer of the model. Each draw has to be written "
            "into the row before the next one is made."
        ),
        "by number": said(
            "Dimensions are drawn in the order of their numbers. Draw order[t] at step t."
        ),
        "inverse": said(
            "Dimensions are drawn in the inverse order. order[t] is the dimension of step t, not "
            "the step of dimension t."
        ),
        "right to left": _BACKWARDS,
        "backwards": _BACKWARDS,
        "row at once": _OWN_ORDER,
        "other": _OWN_ORDER,
        "reversed": said("Zeros and ones are swapped: sigmoid(logit) is the probability of a one."),
        "raster": said(
            "The order of the draws is right, but they do not follow the logits at their own "
            "place. Look for the logit of another dimension, a row from an earlier step, or a "
            "probability that is fed in place of the value that was drawn."
        ),
        "unknown": said(
            "Each dimension has to follow from its own logit, given the dimensions before it. Look "
            "at the order of the steps, and at what the model is given."
        ),
    },
    {
        **_MISTAKES,
        "reversed": said("Zeros and ones are swapped: sigmoid(logit) is the probability of a one."),
        "same draw": said(
            "All rows of a batch are made with the same random numbers. Every row needs its own: "
            "draw a random number for each row of the batch."
        ),
        "tied": said(
            "The random numbers of the rows of a batch are shared, mirrored (u and 1 - u), or "
            "spread out evenly over the batch. Every row needs its own, independent of all others."
        ),
        "": said(
            "Draw a one for dimension d with probability sigmoid(logits[:, d]), given the values "
            "that were drawn before it, with fresh randomness for every row and every dimension."
        ),
    },
)

_FROM_THE_LEFT = said(
    "Tokens are drawn from the left to the right, each from logits[:, t] of a text that holds all "
    "tokens before it: draw one token of all texts, write it, and call the model again."
)
TEXTS = DrawWords(
    said("texts"),
    said("texts (B, T)"),
    "length",
    said("token"),
    {
        "never": said(
            "Nothing that is drawn is ever written into the text that the model sees: every call "
            "gets the same text. Write each token before the next call."
        ),
        "all at once": said(
            "The model is called once, and all tokens are drawn from that one answer. Write each "
            "token into the text, and call the model again."
        ),
        **dict.fromkeys(("right to left", "backwards", "row at once", "other"), _FROM_THE_LEFT),
        "reversed": said(
            "Tokens come swapped: V - 1 - v where v is due. logits[:, t, v] belongs to token v."
        ),
        "raster": said(
            "The order of the tokens is right, but they do not follow the logits at their own "
            "place: token t has logits[:, t], which know the tokens before t."
        ),
        "unknown": said(
            "Token t has to follow from logits[:, t], given all tokens before it, those of the "
            "prefix, too. Look at which place is read, and at which text the model is called with."
        ),
    },
    {
        **_MISTAKES,
        "reversed": said(
            "Tokens come swapped: V - 1 - v where v is due. logits[:, t, v] belongs to token v."
        ),
        "same draw": said(
            "All texts of a batch are made with the same random numbers. Every text needs its own: "
            "draw a token for each text of the batch."
        ),
        "tied": said(
            "The random numbers of the texts of a batch are shared, mirrored (u and 1 - u), or "
            "spread out evenly over the batch. Every text needs its own, independent of all others."
        ),
        "": said(
            "Draw token t of each text with probability softmax(logits[:, t]), given the tokens "
            "before it, with fresh randomness for every text and every token."
        ),
    },
)


def words_of(layout: Layout) -> DrawWords:
    """Return what samples of a layout are called."""
    if isinstance(layout, Texts):
        return TEXTS
    return ROWS if isinstance(layout, Rows) else IMAGES


def off_grid_sentence(name: str, layout: Layout) -> str:
    """Say of which values samples should be."""
    if isinstance(layout, Rows):
        return said("`{name}` should give zeros and ones.", name=name)
    if isinstance(layout, Texts):
        return said("`{name}` should give tokens, 0 … V − 1.", name=name)
    count = layout.num_values
    return said(
        "`{name}` should give values v / (V - 1), here with V = {count}: {values}. Divide the "
        "class by V - 1, not by V or 255.",
        name=name,
        count=count,
        values=", ".join(_fraction(v, count - 1) for v in range(count)),
    )


def _fraction(value: int, of: int) -> str:
    return str(value // of) if value % of == 0 else f"{value}/{of}"
