"""Which answer of a model a token is taken from: the right one, and those of usual mistakes."""

from collections.abc import Callable, Mapping
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.models.reader import logits_for
from autograder.probes.oracles import Law
from autograder.probes.order import Layout
from autograder.text.i18n import said

HIDDEN = True  # never released

Model = Callable[[Tensor], Tensor]  # texts (B, T) → logits (B, T, V)
# A model, a text (B, t) and how long its prefix is → the logits (B, V) of token t.
Read = Callable[[Model, Tensor, int], Tensor]


def model_of(law: Law, layout: Layout) -> Model:
    """Return a law as a model of texts."""
    return partial(logits_for, law, layout)


def right(model: Model, text: Tensor, prefix: int) -> Tensor:
    """Read the law of token t at place t."""
    return model(F.pad(text, (0, 1)))[:, -1]


def _early(model: Model, text: Tensor, prefix: int) -> Tensor:
    return model(text if text.shape[1] else F.pad(text, (0, 1)))[:, -1]


def _late(model: Model, text: Tensor, prefix: int) -> Tensor:
    return model(F.pad(text, (0, 2)))[:, -1]


def _once(model: Model, text: Tensor, prefix: int) -> Tensor:
    length = text.shape[1]
    begun = F.pad(text[:, :prefix], (0, length + 1 - prefix))
    return model(begun)[:, length]


def _without_prefix(model: Model, text: Tensor, prefix: int) -> Tensor:
    return right(model, text[:, prefix:], 0)


def _last_alone(model: Model, text: Tensor, prefix: int) -> Tensor:
    return right(model, text[:, -1:], 0)


def _first_text(model: Model, text: Tensor, prefix: int) -> Tensor:
    return right(model, text[:1], prefix).expand(len(text), -1)


def _first_place(model: Model, text: Tensor, prefix: int) -> Tensor:
    return model(F.pad(text, (0, 1)))[:, 0]


def _backwards(model: Model, text: Tensor, prefix: int) -> Tensor:
    return right(model, text.flip(1), prefix)


def _behind(model: Model, text: Tensor, prefix: int) -> Tensor:
    """Read a text that lacks its newest token."""
    seen = text.clone()
    if text.shape[1] > prefix:
        seen[:, -1] = 0
    return right(model, seen, prefix)


WRONG_READINGS: Mapping[str, Read] = {
    said(
        "logits[:, t] is the law of token t: here token t is taken from logits[:, t − 1], as in "
        "libraries. Put any token at place t, and read the answer there."
    ): _early,
    said("logits[:, t] is the law of token t: here it is taken from logits[:, t + 1]."): _late,
    said(
        "All tokens are taken from one answer: write each token into the text, and call the model "
        "again."
    ): _once,
    said("The model does not see the prefix: it is a part of the text."): _without_prefix,
    said("The model sees the last token alone: give it the whole text."): _last_alone,
    said("Each text has its own answer: here all follow the first text of the batch."): _first_text,
    said("Every token is taken from logits[:, 0]: token t is taken from logits[:, t]."): (
        _first_place
    ),
    said("The model sees the text backwards: new tokens go to the end."): _backwards,
    said("The model sees each token one step late."): _behind,
}


def walked(model: Model, prefix: Tensor, length: int, read: Read = right) -> Tensor:
    """Return the texts (B, length) that grow by the likeliest token, by one reading."""
    text = prefix
    for _ in range(length - prefix.shape[1]):
        best = read(model, text, prefix.shape[1]).argmax(1, keepdim=True)
        text = torch.cat([text, best], 1)
    return text


def forced(model: Model, texts: Tensor, prefix: int, read: Read = right) -> Tensor:
    """Return the logits by which the tokens after the prefix are drawn, (B, T − P, V)."""
    places = range(prefix, texts.shape[1])
    return torch.stack([read(model, texts[:, :place], prefix) for place in places], 1)
