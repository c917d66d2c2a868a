"""Checks of `sequences/embedding`: words as vectors, and words made of pieces."""

from functools import partial
from typing import Any

import torch

from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context, Passed, check
from autograder.checking.compare import require_agreement
from autograder.checking.projected import require_projected
from autograder.checking.student import Failed, Student
from autograder.checking.whole import int_of
from autograder.text.i18n import said

from .for_embedding import by_hand
from .for_embedding.analogies import analogy_slips, drawn_analogies
from .for_embedding.cut import drawn_pieces, in_other_orders, stuck
from .for_embedding.picture import drawn_analogy
from .for_embedding.pulled import embed_pulled, require_embed_pulled
from .for_embedding.queries import QUERIES, Query, drawn_query, from_a_row
from .for_embedding.vectors import (
    TINY_LENGTHS,
    TOKENS,
    cosine_slips,
    drawn_pairs,
    drawn_tokens,
    embed_slips,
    exact_cosine,
    is_epsilon,
)
from .for_embedding.words import require_pieces_kept, require_tokens, tokens_of
from .shared.hints import hinted
from .shared.precision import BOTH, precisely

ROWS = said("One row of the table for each token: (*tokens.shape, D), whatever the tokens' shape.")
BROADCAST = said("One cosine for each pair of vectors: shapes broadcast, the last one goes.")
INDICES = said("Indices of rows were asked for, int64, and not their cosines.")
NO_ERROR = said("As many as `k` rows were left: one that is named twice in `exclude` counts once.")
AS_MANY = said("`k` rows were asked for, (k,).")
EPSILON = said(
    "There is an epsilon in the denominator: where vectors are short, it is larger than the "
    "product of two lengths. No vector is zero, so none is needed: bring each to length 1 first."
)
ANY_CHARACTER = said(
    "Texts and pieces hold any characters, also those that mean something in a regular expression."
)
ANOTHER = said("`analogy` finds another word.")


@check(weight=0.5, visible=True, about="embed")
def embed_by_hand(student: Student, ctx: Context) -> None:
    """Four tokens, four rows of a table"""
    answer = student.call("embed", by_hand.TOKENS, by_hand.TABLE).hint(shape=ROWS)
    precisely(answer, by_hand.EMBEDDED, torch.float32, slips=by_hand.EMBED_SLIPS)


@check(after=embed_by_hand, about="embed", essential=True)
def embed_values(student: Student, ctx: Context) -> None:
    """Tokens of any shape, in both precisions"""
    for dtype in BOTH:
        for size in TOKENS:
            tokens, table = drawn_tokens(ctx, size, dtype)
            with hinted(ROWS):
                answer = student.call("embed", tokens=tokens, table=table).hint(shape=ROWS)
                precisely(answer, table[tokens], dtype, slips=embed_slips)


@check(after=embed_values, about="embed")
def embed_gradient(student: Student, ctx: Context) -> None:
    """A token that occurs three times adds up its gradients"""
    for tokens in (torch.tensor([[2, 0, 2], [2, 1, 0]]), torch.tensor([0, 3, 3, 4])):
        case = embed_pulled(ctx, tokens)
        answer = student.call("embed", tokens=tokens, table=case.table)
        require_embed_pulled(answer, case)


@check(weight=0.75, visible=True, about="cosine")
def cosine_by_hand(student: Student, ctx: Context) -> None:
    """24/25, the same direction, and a right angle"""
    answer = student.call("cosine", by_hand.ONE, by_hand.OTHERS).hint(shape=BROADCAST)
    precisely(answer, by_hand.COSINES, torch.float32, slips=by_hand.COSINE_SLIPS)


@check(weight=1.5, after=cosine_by_hand, about="cosine", essential=True)
def cosine_values(student: Student, ctx: Context) -> None:
    """Cosines of any shapes that broadcast"""
    for dtype in BOTH:
        for a, b in drawn_pairs(ctx, dtype, -0.5, 0.5):
            answer = student.call("cosine", a=a, b=b).hint(shape=BROADCAST)
            told = partial(_told, a, b)
            precisely(answer, exact_cosine(a, b), dtype, slips=cosine_slips, wrong=told)


@check(after=cosine_values, about="cosine")
def cosine_lengths(student: Student, ctx: Context) -> None:
    """Vectors as short as 1e-6, and as long as 1e6"""
    for dtype in BOTH:
        for spread in TINY_LENGTHS:
            for a, b in drawn_pairs(ctx, dtype, *spread):
                answer = student.call("cosine", a=a, b=b).hint(shape=BROADCAST)
                told = partial(_told, a, b)
                precisely(answer, exact_cosine(a, b), dtype, wrong=told)


def _told(a: torch.Tensor, b: torch.Tensor, got: torch.Tensor) -> str:
    return EPSILON if is_epsilon(a, b, got) else ""


@check(weight=0.5, after=cosine_values, about="cosine")
def cosine_gradient(student: Student, ctx: Context) -> None:
    """The gradient of a cosine by both vectors"""
    for shapes in (((3, 1, 4), (2, 4)), ((2, 3), (2, 3))):
        a, b = (ctx.randn(*shape, dtype=torch.float64) for shape in shapes)
        rows = ctx.randn(*exact_cosine(a, b).shape, dtype=torch.float64)
        answer = student.call("cosine", a=a, b=b)
        require_projected(answer, exact_cosine, rows, ("a", "b"), rtol=1e-7)


@check(weight=0.75, visible=True, about="nearest")
def nearest_by_hand(student: Student, ctx: Context) -> None:
    """The two rows nearest to a query, among rows of very different length"""
    answer = student.call("nearest", by_hand.ROWS, by_hand.QUERY, 2)
    answer = answer.hint(dtype=INDICES, shape=AS_MANY)
    answer.should_equal(by_hand.NEAREST, slips=by_hand.NEAREST_SLIPS)
    without = student.call("nearest", by_hand.ROWS, by_hand.QUERY, 2, (0,))
    without = without.hint(dtype=INDICES, shape=AS_MANY)
    without.should_equal(by_hand.WITHOUT, slips=by_hand.WITHOUT_SLIPS)


@check(weight=1.5, after=nearest_by_hand, about="nearest", essential=True)
def nearest_values(student: Student, ctx: Context) -> None:
    """Any table and query, any number of rows, any that are excluded"""
    for dtype in BOTH:
        for size in QUERIES:
            case = drawn_query(ctx, size, dtype)
            _require_nearest(student, case, {"k": case.k, "exclude": case.exclude})
        _require_nearest(student, from_a_row(ctx, dtype), {"k": 2})
    brief = drawn_query(ctx, (5, 3, 1, 0), torch.float32)
    _require_nearest(student, brief, {})  # one row, and none is excluded


def _require_nearest(student: Student, case: Query, more: dict[str, Any]) -> None:
    answer = student.call("nearest", table=case.table, query=case.query, **more)
    answer = answer.hint(dtype=INDICES, shape=AS_MANY)
    answer.should_equal(case.want, slips=case.slips)


@check(weight=0.5, after=nearest_by_hand, about="nearest", form=True)
def nearest_errors(student: Student, ctx: Context) -> None:
    """Where fewer than k rows are left, that is an error; where k are left, it is none"""
    table, query = ctx.randn(4, 3), ctx.randn(3)
    refused: list[tuple[int, tuple[int, ...]]] = [
        (5, ()),
        (4, (1,)),
        (3, (0, 2)),
        (1, (3, 0, 1, 2)),
    ]
    for k, exclude in refused:
        answer = student.call("nearest", table, query, k, exclude)
        answer.should_raise(ValueError, why="fewer than k rows are left")
    for k, out in ((3, [1]), (3, [1, 1]), (1, [3, 0, 3, 2])):
        drawn = drawn_query(ctx, (4, 3, k, 0), torch.float32, hard=False)
        case = Query(drawn.table, drawn.query, k, tuple(out))
        with hinted(NO_ERROR):
            answer = student.call("nearest", case.table, case.query, k, out)
            answer.hint(shape=AS_MANY).should_equal(case.want, slips=case.slips)


@check(visible=True, about="analogy")
def analogy_by_hand(student: Student, ctx: Context) -> Passed:
    """Man is to king as woman is to …"""
    given = by_hand.WORDS, by_hand.MAN, by_hand.KING, by_hand.WOMAN
    word = int_of(student, "analogy", student.call_plain("analogy", *given))
    if word == by_hand.QUEEN:
        return Passed(picture=partial(drawn_analogy, word))
    told = by_hand.INPUT if word in given[1:] else by_hand.MISTAKEN.get(word, ANOTHER)
    detail = said("Yours: {yours}. Expected: {expected}.", yours=word, expected=by_hand.QUEEN)
    raise Failed(told, detail=detail, picture=drawn_analogy(word))


@check(weight=2, after=analogy_by_hand, about="analogy", essential=True)
def analogy_values(student: Student, ctx: Context) -> None:
    """25 analogies of 15 words in three dimensions"""
    for dtype in BOTH:
        cases, found = drawn_analogies(ctx, dtype), []
        for case in cases:
            answer = plain_by_name(student, "analogy", **vars(case))
            found.append(float(int_of(student, "analogy", answer)))
        got = torch.tensor(found, dtype=torch.float64)
        want = torch.tensor([case.want for case in cases], dtype=torch.float64)
        if torch.equal(got, want):
            continue
        put_in = any(word in case.inputs for word, case in zip(found, cases, strict=True))
        wrong = by_hand.INPUT if put_in else ANOTHER
        require_agreement(got, want, tolerance=0.01, wrong=wrong, mistakes=analogy_slips(cases))


@check(visible=True, about="encode")
def encode_by_hand(student: Student, ctx: Context) -> None:
    """“unhappy”, in pieces, and a text of no characters"""
    texts = (by_hand.TEXT, "")
    got = [tokens_of(student, student.call_plain("encode", one, by_hand.PIECES)) for one in texts]
    mistakes = [(told, [tokens, []]) for told, tokens in by_hand.CUTS.items()]
    require_tokens(got, [by_hand.ENCODED, []], mistakes, texts)


@check(weight=2, after=encode_by_hand, about="encode", essential=True)
def encode_values(student: Student, ctx: Context) -> None:
    """Any characters, and pieces in any order"""
    for case in in_other_orders(ctx, drawn_pieces(ctx)):
        got = []
        for text in case.texts:
            with hinted(ANY_CHARACTER):
                answer = plain_by_name(student, "encode", text=text, pieces=list(case.pieces))
            got.append(tokens_of(student, answer))
        require_tokens(got, case.want(), case.mistakes(), case.texts)


@check(weight=0.75, after=encode_by_hand, about="encode", form=True)
def encode_errors(student: Student, ctx: Context) -> None:
    """Where no piece fits, that is an error"""
    for text, pieces in stuck(ctx):
        answer = student.call("encode", text, pieces)
        answer.should_raise(ValueError, why="no piece fits at some place")


@check(weight=0.25, after=encode_by_hand, about="encode", form=True)
def encode_leaves_its_pieces(student: Student, ctx: Context) -> None:
    """`encode` leaves the list of pieces as it was"""
    require_pieces_kept(student, *by_hand.KEPT)
