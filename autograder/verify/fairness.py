"""Whether all variants of an assignment are alike in what a mistake costs; pure."""

from collections.abc import Iterator, Mapping

from autograder.verify.case import Outcome
from autograder.verify.matrix import Matrix

_NO_SHARE = 1e-9  # below any difference of points
_MOST_NAMED = 20


def fairness(matrices: Mapping[str, Matrix]) -> list[str]:
    """Say of which known submissions the share of points depends on the variant, by letter.

    Nothing for fewer than two variants.
    """
    if len(matrices) < 2:
        return []
    tables = {letter: _shares(matrix.outcomes) for letter, matrix in matrices.items()}
    # Those that are known of some variants alone have no share in the others.
    each = [one for one in tables[next(iter(tables))] if all(one in t for t in tables.values())]
    unlike = [one for one in each if _unlike(one, tables)]
    count, letters = len(each), ", ".join(matrices)
    if not unlike:
        return [f"Fair: all {count} known submissions get the same share of points in {letters}."]
    lines = [
        f"{count - len(unlike)} of {count} known submissions get the same share of points in "
        f"{letters}. These do not:"
    ]
    return [*lines, *_named(unlike, tables)]


def _named(
    unlike: list[tuple[str, str, str]], tables: Mapping[str, Mapping[tuple[str, str, str], float]]
) -> Iterator[str]:
    for one in unlike[:_MOST_NAMED]:
        shares = ", ".join(f"{letter} {100 * table[one]:.0f} %" for letter, table in tables.items())
        yield f"  {one[0]}/{one[1]}: {shares}"
    if len(unlike) > _MOST_NAMED:
        yield f"  and {len(unlike) - _MOST_NAMED} more"


def _unlike(
    one: tuple[str, str, str], tables: Mapping[str, Mapping[tuple[str, str, str], float]]
) -> bool:
    shares = [table[one] for table in tables.values()]
    return max(shares) - min(shares) > _NO_SHARE


def _shares(outcomes: tuple[Outcome, ...]) -> dict[tuple[str, str, str], float]:
    """Return by exercise, name and secret the share of its points that a submission has got."""
    return {
        (one.exercise, one.name, one.secret): one.points / one.max_points if one.max_points else 1.0
        for one in outcomes
    }
