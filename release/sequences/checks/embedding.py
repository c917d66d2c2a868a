"""Checks of `sequences/embedding`: words as vectors, and words made of pieces."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Failed, Student
from autograder.checking.whole import int_of
from autograder.text.i18n import said
from .for_embedding import by_hand
from .for_embedding.picture import drawn_analogy
from .for_embedding.words import require_tokens, tokens_of
from .shared.precision import precisely
ROWS = said("One row of the table for each token: (*tokens.shape, D), whatever the tokens' shape.")
BROADCAST = said('One cosine for each pair of vectors: shapes broadcast, the last one goes.')
INDICES = said('Indices of rows were asked for, int64, and not their cosines.')
AS_MANY = said('`k` rows were asked for, (k,).')
ANOTHER = said('`analogy` finds another word.')

@check(weight=0.5, visible=True, about='embed')
def embed_by_hand(student: Student, ctx: Context) -> None:
    """Four tokens, four rows of a table"""
    answer = student.call('embed', by_hand.TOKENS, by_hand.TABLE).hint(shape=ROWS)
    precisely(answer, by_hand.EMBEDDED, torch.float32, slips=by_hand.EMBED_SLIPS)

@check
def embed_values(student, ctx):
    """Tokens of any shape, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def embed_gradient(student, ctx):
    """A token that occurs three times adds up its gradients"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.75, visible=True, about='cosine')
def cosine_by_hand(student: Student, ctx: Context) -> None:
    """24/25, the same direction, and a right angle"""
    answer = student.call('cosine', by_hand.ONE, by_hand.OTHERS).hint(shape=BROADCAST)
    precisely(answer, by_hand.COSINES, torch.float32, slips=by_hand.COSINE_SLIPS)

@check
def cosine_values(student, ctx):
    """Cosines of any shapes that broadcast"""
    raise RuntimeError('this check is asked in grading only')

@check
def cosine_lengths(student, ctx):
    """Vectors as short as 1e-6, and as long as 1e6"""
    raise RuntimeError('this check is asked in grading only')

@check
def cosine_gradient(student, ctx):
    """The gradient of a cosine by both vectors"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.75, visible=True, about='nearest')
def nearest_by_hand(student: Student, ctx: Context) -> None:
    """The two rows nearest to a query, among rows of very different length"""
    answer = student.call('nearest', by_hand.ROWS, by_hand.QUERY, 2)
    answer = answer.hint(dtype=INDICES, shape=AS_MANY)
    answer.should_equal(by_hand.NEAREST, slips=by_hand.NEAREST_SLIPS)
    without = student.call('nearest', by_hand.ROWS, by_hand.QUERY, 2, (0,))
    without = without.hint(dtype=INDICES, shape=AS_MANY)
    without.should_equal(by_hand.WITHOUT, slips=by_hand.WITHOUT_SLIPS)

@check
def nearest_values(student, ctx):
    """Any table and query, any number of rows, any that are excluded"""
    raise RuntimeError('this check is asked in grading only')

@check
def nearest_errors(student, ctx):
    """Where fewer than k rows are left, that is an error; where k are left, it is none"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='analogy')
def analogy_by_hand(student: Student, ctx: Context) -> Passed:
    """Man is to king as woman is to …"""
    given = (by_hand.WORDS, by_hand.MAN, by_hand.KING, by_hand.WOMAN)
    word = int_of(student, 'analogy', student.call_plain('analogy', *given))
    if word == by_hand.QUEEN:
        return Passed(picture=partial(drawn_analogy, word))
    told = by_hand.INPUT if word in given[1:] else by_hand.MISTAKEN.get(word, ANOTHER)
    detail = said('Yours: {yours}. Expected: {expected}.', yours=word, expected=by_hand.QUEEN)
    raise Failed(told, detail=detail, picture=drawn_analogy(word))

@check
def analogy_values(student, ctx):
    """25 analogies of 15 words in three dimensions"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='encode')
def encode_by_hand(student: Student, ctx: Context) -> None:
    """“unhappy”, in pieces, and a text of no characters"""
    texts = (by_hand.TEXT, '')
    got = [tokens_of(student, student.call_plain('encode', one, by_hand.PIECES)) for one in texts]
    mistakes = [(told, [tokens, []]) for told, tokens in by_hand.CUTS.items()]
    require_tokens(got, [by_hand.ENCODED, []], mistakes, texts)

@check
def encode_values(student, ctx):
    """Any characters, and pieces in any order"""
    raise RuntimeError('this check is asked in grading only')

@check
def encode_errors(student, ctx):
    """Where no piece fits, that is an error"""
    raise RuntimeError('this check is asked in grading only')

@check
def encode_leaves_its_pieces(student, ctx):
    """`encode` leaves the list of pieces as it was"""
    raise RuntimeError('this check is asked in grading only')
