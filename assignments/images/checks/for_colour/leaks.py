"""Whether a `ColourPixelCNN` is causal in training mode, and with whatever weights are loaded."""

import torch
from torch import Tensor

from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.models.looks import looks_at
from autograder.checking.student import Failed, Student
from autograder.probes.causality import interventions, repetition
from autograder.text.i18n import listed, said

HIDDEN = True

SWEEPS = 4
IMAGES = 4
NOISE = 0.5
IN_TRAINING = said("In training mode `ColourPixelCNN` leaks.")
LOADED = said(
    "`ColourPixelCNN` leaks once its weights are loaded: whatever stands in hidden entries must "
    "have no effect. Apply the mask in every forward pass."
)


def causal_in_training(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator
) -> None:
    """Ask in training mode; what answers otherwise each time is for another check to name."""
    model = kind.born(student, plan, draw).after_steps(draw).training()
    images = model.grid.images(model.grid.draw(IMAGES, draw))
    if repetition(model, images, images, model.dtype).same:
        _require_causal(model, draw, IN_TRAINING)


def survives_loading(student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator) -> None:
    """Load noise into all parameters, and ask again."""
    model = kind.born(student, plan, draw)
    images = model.grid.images(model.grid.draw(1, draw)).to(model.dtype)
    learnt = model.handle.parameter_gradients("forward", images)
    state = {
        name: _noise(one, draw) if name in learnt and isinstance(one, Tensor) else one
        for name, one in model.handle.state_dict().items()
    }
    model.handle.load_state_dict(state)
    _require_causal(model, draw, LOADED)


def _noise(one: Tensor, draw: torch.Generator) -> Tensor:
    return NOISE * torch.randn(one.shape, generator=draw, dtype=torch.float64).to(one.dtype)


def _require_causal(model: AskedModel, draw: torch.Generator, lead: str) -> None:
    found = interventions(model, model.grid, draw, model.dtype, sweeps=SWEEPS)
    if found.causal:
        return
    seen, _, note = looks_at(model, found, draw)
    leak = model.layout.leak(seen)
    told = listed([lead, model.kind.told(leak, model.words), note])
    raise Failed(told, essential=not leak.is_order)
