"""The nearest rows of a table: drawn so that no usual mistake looks right."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

from .vectors import exact_cosine

HIDDEN = True  # never released

CLEAR = 0.02  # of two cosines: no rounding decides, nor a sum in another order
TAKEN = "A row in `exclude` is among the answers."
DOT = "Longer vectors win: that is the dot product."


@dataclass(frozen=True)
class Query:
    """A table (V, D), where to look from (D,), how many are asked for, and which rows are out."""

    table: Tensor
    query: Tensor
    k: int
    exclude: tuple[int, ...]

    @property
    def left(self) -> list[int]:
        """The rows that count."""
        return [row for row in range(len(self.table)) if row not in self.exclude]

    def best(self, scores: Tensor, rows: list[int] | None = None) -> Tensor:
        """Return the `k` rows with the largest scores (V,), best first, among some."""
        among = self.left if rows is None else rows
        order = scores[among].argsort(descending=True)[: self.k]
        return torch.tensor(among)[order]

    @property
    def want(self) -> Tensor:
        """The right answer."""
        return self.best(exact_cosine(self.table, self.query))

    @property
    def is_clear(self) -> bool:
        """Whether no two cosines are close, nor one close to another's opposite or to zero."""
        sizes = exact_cosine(self.table, self.query).abs().sort().values
        gaps = sizes.diff(prepend=sizes.new_zeros(1))
        return bool(gaps.min() > CLEAR)

    def slips(self) -> SlipAnswers:
        """Return what mistakes of `nearest` answer."""
        cosines = exact_cosine(self.table, self.query)
        table, query = self.table.double(), self.query.double()
        others = [row for row in self.left if not torch.equal(self.table[row], self.query)]
        found: SlipAnswers = {
            "Longer vectors win: that is the dot product.": self.best(table @ query),
            "This is the distance of the points: the angle counts, not the length.": self.best(
                -(table - query).norm(dim=1)
            ),
            "The largest cosine comes first: these are the smallest.": self.best(-cosines),
            "The largest cosine comes first, here it comes last.": self.want.flip(0),
            "Best first: these are in the order of their numbers.": self.want.sort().values,
            "A cosine of −1 is the opposite direction: do not take the absolute value.": self.best(
                cosines.abs()
            ),
        }
        if len(others) < len(self.left):
            found = {**found, **self._itself(cosines, others)}
        return {**found, **self._exclusions(cosines)} if self.exclude else found

    def _itself(self, cosines: Tensor, others: list[int]) -> SlipAnswers:
        """Return what is answered where a row that is the query never counts."""
        return {
            "A row that is the query itself is an answer like any other, unless excluded.": (
                self.best(cosines, others)
            ),
        }

    def _exclusions(self, cosines: Tensor) -> SlipAnswers:
        """Return what mistakes about the excluded rows answer."""
        every, zeroed = list(range(len(self.table))), cosines.clone()
        zeroed[list(self.exclude)] = 0.0
        numbers = torch.tensor([self.left.index(int(row)) for row in self.want])
        return {
            "A row in `exclude` is among the answers.": self.best(cosines, every),
            "A row in `exclude` is among the answers: its cosine was set to 0, which beats "
            "negative ones.": self.best(zeroed, every),
            "Rows keep their numbers: this counts in a table from which rows were taken "
            "out.": numbers,
        }


# V, D, k and how many rows are excluded: none, some, all but one; all that are left are asked for.
QUERIES = ((6, 3, 1, 0), (7, 4, 3, 0), (6, 3, 2, 2), (8, 4, 6, 2), (5, 2, 1, 4), (9, 3, 4, 3))


def drawn_query(
    ctx: Context, size: tuple[int, int, int, int], dtype: torch.dtype, *, hard: bool = True
) -> Query:
    """Draw a table whose rows differ in length; `hard`, so that no mistake is right by chance."""
    rows, dims, k, out = size
    while True:
        lengths = (1.2 * ctx.randn(rows, 1, dtype=torch.float64)).exp()
        table = (ctx.randn(rows, dims, dtype=torch.float64) * lengths).to(dtype)
        exclude = tuple(ctx.different(out, 0, rows - 1)) if out else ()
        case = Query(table, ctx.randn(dims, dtype=dtype), k, exclude)
        if case.is_clear and (not hard or _is_hard(case)):
            return case


def _is_hard(case: Query) -> bool:
    """Say whether the dot product and, where rows are out, the best of all would be wrong."""
    slips = case.slips()
    wrong = [slips[DOT]] if len(case.left) > 1 else []
    wrong += [slips[TAKEN]] if case.exclude else []
    return not any(torch.equal(one, case.want) for one in wrong)


def from_a_row(ctx: Context, dtype: torch.dtype) -> Query:
    """Draw a query that is a row of its table, which is as good an answer as any."""
    while True:
        case = drawn_query(ctx, (6, 3, 2, 0), dtype, hard=False)
        own = Query(case.table, case.table[ctx.between(0, 5)], 2, ())
        if own.is_clear:
            return own
