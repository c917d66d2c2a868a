"""What hidden checks ask `choose`: rows whose figures choose different models, and the choice."""

from collections.abc import Iterator

from autograder.checking.check import Context

from .choices import NOT_BY_TEST, NOT_BY_TRAIN, Choice, Rows

HIDDEN = True  # never released

NAMES = (
    *("fvsbn", "nade", "made", "rnn", "mixture", "table", "pixelcnn", "coins", "markov", "gru"),
    "lstm",
)
SETS = ("train_nats", "valid_nats", "test_nats")
MOST_TRIES = 1_000


def choice_cases(ctx: Context) -> Iterator[Rows]:
    """Return one row, and rows whose figures, their sum and their gap choose different models."""
    yield _drawn(ctx, 1)
    for _ in range(3):
        yield next(rows for rows in _tries(ctx) if _tell_apart(rows))


def _tries(ctx: Context) -> Iterator[Rows]:
    for _ in range(MOST_TRIES):
        yield _drawn(ctx, len(NAMES))


def _drawn(ctx: Context, count: int) -> Rows:
    # Of one and of two digits before the point: as text, 10 comes before 9.
    figures = (7 + 6 * ctx.rand(count, len(SETS))).tolist()
    return {
        name: dict(zip(SETS, map(float, row), strict=True))
        for name, row in zip(NAMES[:count], figures, strict=True)
    }


def _tell_apart(rows: Rows) -> bool:
    """Say whether every way to choose takes another model, and none the first."""
    chosen = [
        _least(rows, "train_nats"),
        _least(rows, "valid_nats"),
        _least(rows, "test_nats"),
        _least(rows, "valid_nats", "test_nats"),
        min(rows, key=lambda one: rows[one]["valid_nats"] - rows[one]["train_nats"]),
        min(rows, key=lambda one: str(rows[one]["valid_nats"])),
        next(iter(rows)),
        list(rows)[-1],
    ]
    return len(set(chosen)) == len(chosen)


def choice_of(rows: Rows) -> Choice:
    """Return the name with the least `valid_nats`, and which set must not choose another."""
    chosen = _least(rows, "valid_nats")
    why = {
        _least(rows, "train_nats"): NOT_BY_TRAIN,
        _least(rows, "test_nats"): NOT_BY_TEST,
        _least(rows, "valid_nats", "test_nats"): NOT_BY_TEST,
    }
    others = {name: text for name, text in why.items() if name != chosen}
    return Choice(chosen, rows[chosen]["test_nats"], others)


def _least(rows: Rows, *figures: str) -> str:
    """Return the name whose figures have the least sum."""
    return min(rows, key=lambda one: sum(rows[one][figure] for figure in figures))
