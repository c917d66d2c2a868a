"""A RecurrentLM that is trained by the course's protocol on texts of a secret law."""

from autograder.checking.check import Context
from autograder.checking.models.asked import ModelClass
from autograder.checking.models.learned_texts import TextGoal, learns_texts
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.models.training import Size
from autograder.checking.student import Student
from autograder.text.i18n import said

HIDDEN = True  # never released

HURRIED = 60  # steps, after which right ones are 0.09 to 0.15 nats above the law
ADVICE = said(
    "Check that the state carries the last tokens along, that gradients reach back through it, "
    "and that logits are not squeezed by a softmax or a σ."
)


def learns_letters(student: Student, ctx: Context, kind: ModelClass) -> float:
    """Train and judge; returns the nats per token above the law's own. See `learns_texts`."""
    said_of = ctx.parameters
    size = Size(
        hidden=0,  # default sizes
        layers=0,
        batch=int(said_of["batch_size"]),
        steps=int(said_of["train_steps"]),
        lr=float(said_of["learning_rate"]),
    )
    layout = TextLayout(int(said_of["text_length"]), int(said_of["num_tokens"]))
    goal = TextGoal(float(said_of["ceiling_excess"]), size, ADVICE, hurried=HURRIED)
    return learns_texts(student, ctx, kind, layout, goal)
