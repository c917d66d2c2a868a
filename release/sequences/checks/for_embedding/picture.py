"""Man is to king as woman is to …: six words in the plane."""

from autograder.pictures.analogy import Analogy, analogy
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from . import by_hand

CALL = "analogy(table, man, king, woman)"
WITHOUT = said(
    "Nearest of all is “king”, a word that was put in: that is why the three are left out."
)
LOOK = said("Where does your walk end, and which words may be its answer?")


def drawn_analogy(yours: int) -> Picture:
    """Draw the walk, and the word that a submission answered with."""
    found = Analogy(
        by_hand.NAMES, by_hand.WORDS, by_hand.MAN, by_hand.KING, by_hand.WOMAN, yours, by_hand.QUEEN
    )
    return analogy(found, CALL, LOOK if found.wrong else WITHOUT)
