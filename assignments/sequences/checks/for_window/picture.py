"""The cat sat on the mat in windows, and what a corpus costs as a die."""

import math

import torch

from autograder.checking.student import Expect, Student
from autograder.pictures.die import Die, dice
from autograder.pictures.text_windows import TextWindows, text_windows
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from . import by_hand

BEFORE = said("No window holds its own target: that would be a model that reads the answer.")
LOOK = said("Which tokens come before each place, and in which order?")
# Each letter of 6 equally likely; a coin that falls on one side nine times in ten; both texts.
FAIR = torch.tensor([12 * math.log(6)]), torch.tensor([12])
COIN = torch.tensor([32.508297]), torch.tensor([100])
DUE = (6.0, 1.384145, math.exp(7 / 12))
NAMES = ("1/6", "9/10, 1/10", "1 / 10, 6 / 2")
MEANING = said(
    "Left, a fair die. In the middle, a coin that falls on one side nine times out of ten: it has "
    "two sides, and not quite one and a half count. Right, the corpus of this check: all nats "
    "over all tokens."
)


def drawn_windows(student: Student) -> Picture:
    """Ask for all windows, and draw them beside their targets."""
    given, form = (by_hand.TEXT, by_hand.SIZE, by_hand.PAD), Expect((1, 6, 3), torch.int64)
    yours = student.call("windows", *given, expect=form)[0]
    found = TextWindows(by_hand.WORDS, by_hand.TEXT[0], yours, by_hand.WINDOWS[0], by_hand.PAD)
    return text_windows(found, "windows(tokens, 3, pad)", LOOK if found.wrong.any() else BEFORE)


def drawn_die(student: Student) -> Picture:
    """Ask for the perplexity of three corpora, and draw each as a die."""
    corpora = (FAIR, COIN, (by_hand.CORPUS, by_hand.LENGTHS))
    yours = [float(student.call("perplexity", *one, expect=Expect(()))) for one in corpora]
    found = [Die(*one) for one in zip(NAMES, yours, DUE, strict=True)]
    return dice(found, "perplexity(nll, lengths)", MEANING)
