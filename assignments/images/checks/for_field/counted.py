"""Maps and stacks of layers whose pixels hidden checks count, and what mistakes count there."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

HIDDEN = True


def drawn_maps(ctx: Context) -> Iterator[tuple[Tensor, tuple[int, int]]]:
    """Draw maps (H, W), and in each of them the corners and places between."""
    for height, width in ((4, 5), (1, 6), (5, 1), (3, 2)):
        rows, columns = {0, height - 1, height // 2}, {0, width - 1, width // 2}
        for place in sorted((i, j) for i in rows for j in columns):
            yield ctx.bernoulli(height, width) > 0, place


def counts(seen: Tensor, place: tuple[int, int]) -> tuple[int, int]:
    """Return how many pixels before the place are missed, and how many others are seen."""
    return _counted(seen, _number(seen) < _number(seen)[place])


def _counted(seen: Tensor, before: Tensor) -> tuple[int, int]:
    return int((before & ~seen).sum()), int((seen & ~before).sum())


def _number(seen: Tensor) -> Tensor:
    return torch.arange(seen.numel()).view(seen.shape)


def count_slips(seen: Tensor, place: tuple[int, int]) -> SlipAnswers:
    """Return what mistakes count."""
    row, number = torch.arange(seen.shape[0]).unsqueeze(1), _number(seen)
    before, after = number < number[place], number >= number[place]
    missed, leaked = counts(seen, place)
    by_columns = torch.arange(seen.numel()).view(seen.shape[::-1]).T
    found = {
        "`place` itself is not before it: if it is seen, it has leaked.": (
            _counted(seen, number <= number[place])
        ),
        "The rest of its own row comes later: it cannot be missed.": _counted(
            seen, (row <= place[0]).expand_as(seen)
        ),
        "Rows come first: this order goes by columns.": (
            _counted(seen, by_columns < by_columns[place])
        ),
        "missed comes first: the two are swapped.": (leaked, missed),
        "Missed are the pixels before `place` that are not seen.": (
            int((before & seen).sum()),
            leaked,
        ),
        "Only a pixel that is seen can leak.": (missed, int((after & ~seen).sum())),
        "Pixel (i, j) is number i · W + j, not i · H + j.": (
            _counted(seen, number < place[0] * seen.shape[0] + place[1])
        ),
    }
    answers: SlipAnswers = {text: torch.tensor(pair) for text, pair in found.items()}
    return answers


STACKS: tuple[tuple[Sequence[int], Sequence[int]], ...] = (
    ((5, 3, 7), (1, 2, 3)),
    ([3, 5], [3, 1]),
    ((1, 3), (4, 2)),
    ([1], [5]),
    ((3, 3, 3, 3), (1, 2, 4, 8)),
    ([], []),
)


def side(sizes: Sequence[int], dilations: Sequence[int]) -> int:
    """Return the side of the square that a stack sees."""
    return 1 + sum((k - 1) * d for k, d in zip(sizes, dilations, strict=True))


def side_slips(sizes: Sequence[int], dilations: Sequence[int]) -> SlipAnswers:
    """Return what mistakes say of the side."""
    pairs = list(zip(sizes, dilations, strict=True))
    piled = torch.tensor([1, *dilations]).cumprod(0)[1:].tolist()
    return {
        "A kernel of k has k − 1 steps, each `dilation` long.": (
            torch.tensor([1 + sum(k * d for k, d in pairs)])
        ),
        "Dilation has no effect here: a step is `dilation` pixels long.": torch.tensor(
            [1 + sum(k - 1 for k in sizes)]
        ),
        "Each layer has its own dilation: they do not multiply.": torch.tensor(
            [side(sizes, piled)]
        ),
        "Each layer has its own dilation: this is the last one's.": (
            torch.tensor([side(sizes, [*dilations[-1:]] * len(sizes))])
        ),
        "This is the reach to one side: it goes to both.": torch.tensor(
            [1 + sum(k // 2 * d for k, d in pairs)]
        ),
        "Each kernel has its own dilation: they are paired in another order.": (
            torch.tensor([side(sizes, dilations[::-1])])
        ),
        "The output's own pixel counts, too.": torch.tensor([side(sizes, dilations) - 1]),
    }
