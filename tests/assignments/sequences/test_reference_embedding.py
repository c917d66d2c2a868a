"""`sequences/embedding` against one-hot products, loops over words, and cuts by hand."""

import math

import pytest
import torch
import torch.nn.functional as F

from solutions.sequences.embedding import analogy, cosine, embed, encode, nearest
from tests.assignments.density.facts import DTYPES, randn
from tests.assignments.foundations.facts import kept


@DTYPES
@pytest.mark.parametrize("shape", [(), (3,), (2, 4), (2, 1, 3)])
def test_a_row_is_a_product_with_one_hot_and_so_is_its_gradient(
    shape: tuple[int, ...], dtype: torch.dtype
) -> None:
    tokens = torch.randint(5, shape, generator=torch.Generator().manual_seed(0))
    table = randn(5, 3, dtype=dtype).requires_grad_()
    one_hot = F.one_hot(tokens, 5).to(dtype)
    with kept(tokens, table.detach()):
        answer = embed(tokens, table)
    assert answer.dtype == dtype and answer.shape == (*shape, 3)
    torch.testing.assert_close(answer, one_hot @ table)
    (got,) = torch.autograd.grad(embed(tokens, table).square().sum(), table)
    (want,) = torch.autograd.grad((one_hot @ table).square().sum(), table)
    torch.testing.assert_close(got, want)


@DTYPES
@pytest.mark.parametrize("length", [1e-6, 1.0, 1e6])
def test_a_cosine_knows_no_lengths(length: float, dtype: torch.dtype) -> None:
    a, b = torch.tensor([3.0, 4.0], dtype=dtype), torch.tensor([[4.0, 3.0], [-4, 3]], dtype=dtype)
    want = torch.tensor([0.96, 0.0], dtype=dtype)
    torch.testing.assert_close(cosine(length * a, b), want, rtol=1e-6, atol=1e-6)
    assert cosine(a[None, None], b).shape == (1, 2)


def test_the_nearest_are_those_of_a_loop() -> None:
    table = randn(9, 4) * torch.logspace(-2, 2, 9, dtype=torch.float64)[:, None]
    query = randn(4, seed=1)
    angles = {
        row: math.acos(float(v @ query / v.norm() / query.norm())) for row, v in enumerate(table)
    }
    ranked = sorted(angles, key=lambda row: angles[row])
    assert nearest(table, query, k=9).tolist() == ranked
    left = [row for row in ranked if row not in (ranked[0], ranked[3])]
    assert nearest(table, query, 2, [ranked[0], ranked[3], ranked[0]]).tolist() == left[:2]
    assert nearest(table, query).dtype == torch.int64
    assert len(nearest(table, query, 7, (0, 1, 1))) == 7
    with pytest.raises(ValueError, match="left"):
        nearest(table, query, 8, (0, 1, 1))


def test_an_analogy_scales_rows_first_and_leaves_out_what_was_put_in() -> None:
    table = randn(12, 3) * torch.logspace(-3, 3, 12, dtype=torch.float64)[:, None]
    unit = table / table.norm(dim=1, keepdim=True)
    for a, b, c in ((0, 1, 2), (5, 3, 9), (11, 0, 4)):
        scores = unit @ (unit[b] - unit[a] + unit[c])
        scores[[a, b, c]] = -math.inf
        found = analogy(table, a, b, c)
        assert type(found) is int and found == scores.argmax()


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("unhappy", "unha p p y"),
        ("happun", "happ un"),
        ("", ""),
        ("nun", "n un"),
        ("ununha", "un unha"),
    ],
)
def test_the_longest_piece_is_cut_first_whatever_the_order_of_the_list(
    text: str, want: str
) -> None:
    pieces = ["u", "n", "h", "a", "p", "y", "un", "happ", "unha"]
    for listed in (pieces, pieces[::-1], sorted(pieces)):
        assert [listed[token] for token in encode(text, listed)] == want.split()


def test_a_text_that_no_piece_fits_is_refused() -> None:
    for text in ("x", "unx", "unhap"):
        with pytest.raises(ValueError, match="fits"):
            encode(text, ["un", "unha", "h"])
