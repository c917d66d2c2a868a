"""A sentence and its translation: which word looks at which."""

from autograder.checking.student import Expect, Student
from autograder.pictures.attention import Looks, attention
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from . import by_hand

TRANSLATED = said(
    "The weights of a translation, as a trained model might have them: “entarté” is what “hit”, "
    "“with”, “a” and “pie” look at."
)


def drawn_looks(student: Student) -> Picture:
    """Ask for the weights of a padded sentence, and draw them."""
    given = by_hand.SENTENCE_QUERY, by_hand.SENTENCE_KEYS, by_hand.TRUE_TOKENS
    yours = student.call("attention_weights", *given, expect=Expect((1, 6, 5)))[0]
    allowed = by_hand.TRUE_TOKENS.expand(6, -1)
    found = Looks(yours, by_hand.LOOKS, allowed, by_hand.TARGET, by_hand.SOURCE)
    return attention(found, "attention_weights(query, keys, allowed)", TRANSLATED)
