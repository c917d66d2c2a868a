"""What only language models are asked: texts that are cut off, and the order of two tokens."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import torch

from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.models.repeats import EVAL, MODES, require_repeatable
from autograder.checking.models.response import responding
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.student import Failed, Student
from autograder.probes.cut import cut
from autograder.probes.swapped import swapped
from autograder.text.i18n import listed, said

MORE = 2  # initialisations, where in one the order of two tokens does not matter
SOME = 4  # texts, to tell noise from an answer that depends on the length


def of_length(model: AskedModel, length: int) -> AskedModel:
    """Return the same model, asked about texts of another length.

    Raises TypeError for a model of something else than texts.
    """
    layout = model.layout
    if not isinstance(layout, TextLayout):
        raise TypeError(f"{model.name} is no model of texts")
    return replace(model, plan=replace(model.plan, layout=layout.of_length(length)))


def agrees_when_cut(
    student: Student,
    kind: ModelClass,
    plan: Plan,
    draw: torch.Generator,
    modes: Sequence[str] = MODES,
) -> None:
    """Ask whether model(x[:, :t]) is model(x)[:, :t] for every t, in both modes or in some."""
    model = responding(lambda: kind.born(student, plan, draw).after_steps(draw), draw)
    for mode in modes:
        found = cut(lambda length: of_length(model, length), model.grid, draw, model.dtype)
        if not found.same:
            require_repeatable(model, model.grid.images(model.grid.draw(SOME, draw)), mode)
            detail = said("Log-probabilities moved by up to {nats} nats.", nats=f"{found.gap:.2g}")
            lead = said("In {mode} mode:", mode=mode)
            told = listed([lead, model.words.cut_off(model.name)])
            raise Failed(told, detail=detail, essential=mode == EVAL)
        model.training()


def tells_order(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator, hint: str = ""
) -> None:
    """Ask whether swapping any two tokens matters to every later one; of one layer, see `swapped`.

    `hint` says where to look.
    """
    first = kind.born(student, plan, draw).after_steps(draw)
    more = (kind.born(student, plan, draw).after_steps(draw) for _ in range(MORE))
    missed = swapped(chain([first], more), first.grid, draw, first.dtype).missed
    if missed is None:
        return
    s, i, j = missed
    message = said(
        "The order of two earlier tokens does not matter to `{name}`: when {one} and {other} are "
        "swapped, the law of {at} stays as it was.",
        name=kind.name,
        one=first.words.place(i),
        other=first.words.place(j),
        at=first.words.place(s),
    )
    raise Failed(listed([message, hint]))
