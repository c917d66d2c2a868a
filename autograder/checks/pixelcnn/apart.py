"""One model in two processes: its twin in a new one, for questions that must not know each other.

A twin gets the first model's weights. Where that does not make it the same, since a right answer
may keep something outside its state_dict, it is trained again, which is deterministic.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from torch import Tensor

from autograder.check import Passed, World
from autograder.checks.pixelcnn.asked import Asked, asked
from autograder.probes.causality import Repeats
from autograder.probes.commit import paired_interventions
from autograder.probes.model import distance, tolerance
from autograder.probes.order import Grid
from autograder.student import Failed, Student, StudentCrashed

CALIBRATION = 8  # unrelated images, to see whether two processes hold the same model
NO_TWIN = (
    "Two processes that built and trained this model alike, from the same seeds, give different "
    "answers, so its predictions could not be compared across processes. Does it draw from a "
    "generator of its own, or decide by how often it has been called?"
)


def twin(
    model: Asked,
    state: Mapping[str, Tensor],
    calibration: Tensor,
    build: Callable[[], Asked],
    train: Callable[[Asked], Asked],
) -> Asked | None:
    """Give the same model in another process; None when none can be made there.

    Args: `state`, the model's state_dict before it has seen anything that matters; `calibration`,
    images (B, C, H, W); `build` and `train` make the model in the other process.
    """
    wanted = model.log_probs(calibration)

    def same(other: Asked) -> bool:
        return Repeats(
            distance(other.log_probs(calibration), wanted).max().item(),
            tolerance(model.dtype, wanted),
        ).same

    try:
        other = replace(build(), dtype=model.dtype)
        other.handle.load_state_dict(state)
        other.handle.mode(dtype=model.dtype)
        if same(other):
            return other
    except StudentCrashed as crash:
        if crash.cause != "exception":
            raise
    trained = train(build())
    return trained if same(trained) else None


def is_causal_across_processes(student: Student, world: World, name: str) -> Passed:
    """Ask two processes about images that differ only in what comes later, grey and colour."""
    question = ""
    with student.fresh() as elsewhere:
        for grid in (Grid(1, 5, 6), Grid(3, 4, 3)):
            found = _paired(student, elsewhere, name, grid, world)
            if found is None:
                question = NO_TWIN
            elif not found.same:
                raise Failed(
                    f"Two processes with the same `{name}` were shown images that agree before a "
                    f"pixel and differ from it on, among unrelated images, and they predicted that "
                    f"pixel or an earlier one differently: it looks at later pixels, though not "
                    f"when images of a batch resemble each other. Look for decisions taken by the "
                    f"whole image or batch, and for what is kept from call to call.",
                    seen=f"Log-probabilities differ by up to {found.gap:.2g} nats.",
                )
    return Passed(question=question)


def _paired(
    student: Student, elsewhere: Student, name: str, grid: Grid, world: World
) -> Repeats | None:
    purpose = f"apart {grid.channels}"

    def build(where: Student) -> Asked:
        return asked(where, name, grid, world.generator(purpose), layers=2)

    def train(model: Asked) -> Asked:
        return model.after_steps(world.generator(f"{purpose} steps"))

    model = train(build(student))
    draw = world.generator(f"{purpose} pairs")
    calibration = grid.images(grid.draw(CALIBRATION, draw))
    state = model.handle.state_dict()
    other = twin(model, state, calibration, lambda: build(elsewhere), train)
    if other is None:
        return None
    return paired_interventions(model, other, grid, draw, model.dtype)
