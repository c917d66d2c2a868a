"""A language model that is trained by the course's protocol on texts of a secret law."""

from autograder.checking.check import Context
from autograder.checking.models.asked import ModelClass
from autograder.checking.models.learned_texts import TextGoal, learns_texts
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.models.training import Size
from autograder.checking.student import Student

HIDDEN = True  # never released


def learns_letters(
    student: Student, ctx: Context, kind: ModelClass, advice: str, hurried: int = 0
) -> float:
    """Train and judge; returns the nats per token above the law's own. See `learns_texts`.

    Args: `kind`, of a class in its default size; `advice`, where to look when it has not learned;
    `hurried`, steps that are tried first, where right models get there with fewer.
    """
    said_of = ctx.parameters
    size = Size(
        hidden=0,  # default sizes
        layers=0,
        batch=int(said_of["batch_size"]),
        steps=int(said_of["train_steps"]),
        lr=float(said_of["learning_rate"]),
    )
    layout = TextLayout(int(said_of["text_length"]), int(said_of["num_tokens"]))
    goal = TextGoal(float(said_of["ceiling_excess"]), size, advice, hurried)
    return learns_texts(student, ctx, kind, layout, goal)
