"""Pictures of words and texts: a parallelogram, windows, a die, and the tree of a beam search."""

import math

import torch

from autograder.pictures.analogy import Analogy, analogy
from autograder.pictures.die import Die, dice
from autograder.pictures.text_windows import TextWindows, text_windows
from autograder.pictures.tree import Text, Tree, tree
from autograder.records.verdict import Picture

NAMES = ("man", "king", "woman", "queen")
VECTORS = torch.tensor([[2.0, 0], [1, 1], [0, 3], [-1, 1]])


def of_words(yours: int) -> Analogy:
    return Analogy(NAMES, VECTORS, 0, 1, 2, yours, 3)


def is_drawn(picture: Picture) -> bool:
    return picture.png.startswith(b"\x89PNG") and len(picture.png) < 60_000


def test_a_walk_ends_where_the_parallelogram_closes() -> None:
    x, y = of_words(3).target
    assert math.isclose(x, math.sqrt(0.5) - 1) and math.isclose(y, math.sqrt(0.5) + 1)


def test_the_right_word_bears_no_cross() -> None:
    picture = analogy(of_words(3), "analogy(…)", "Look.")
    assert is_drawn(picture)
    assert "man is to king as woman is to queen. Look." in picture.alt
    assert "×" not in picture.caption


def test_a_wrong_word_is_crossed() -> None:
    picture = analogy(of_words(1), "analogy(…)", "Look.")
    assert "Yours is king." in picture.alt and "× marks your answer" in picture.caption
    assert picture.png != analogy(of_words(3), "analogy(…)", "Look.").png
    assert "Yours is ?." in analogy(of_words(-1), "analogy(…)", "Look.").alt


def of_windows(yours: torch.Tensor) -> TextWindows:
    due = torch.tensor([[2, 2], [2, 0]])
    return TextWindows(("a", "b", "·"), torch.tensor([0, 1]), yours, due, 2)


def test_windows_are_told_with_their_targets() -> None:
    picture = text_windows(of_windows(torch.tensor([[2, 2], [2, 0]])), "windows(…)", "So.")
    assert is_drawn(picture)
    assert "· · → a; · a → b. So." in picture.alt
    assert "×" not in picture.caption


def test_wrong_windows_are_counted() -> None:
    picture = text_windows(of_windows(torch.tensor([[2, 2], [0, 9]])), "windows(…)", "So.")
    assert "a 9 → b" in picture.alt and "2 of 4 entries are wrong" in picture.alt
    assert "×" in picture.caption


def test_a_die_has_its_perplexity() -> None:
    right = dice([Die("1/6", 6.0, 6.0), Die("coin", 1.38, 1.38)], "perplexity(…)", "So.")
    assert is_drawn(right)
    assert "1/6: 6. coin: 1.38. So." in right.alt and "×" not in right.caption


def test_a_wrong_perplexity_is_crossed_even_if_it_is_no_number() -> None:
    for yours in (math.inf, math.nan, -3.0, 0.0, 1e9):
        picture = dice([Die("1/6", yours, 6.0)], "perplexity(…)", "So.")
        assert is_drawn(picture)
        assert "where 6 is due" in picture.alt and "×" in picture.caption
    assert "No more than 24" in dice([Die("", 1e9, 6.0)], "", "So.").caption


COSTS: dict[Text, float] = {(0,): -0.5, (1,): -0.9, (0, 0): -2.5, (0, 1): -2.0, (1, 0): -1.0}
DUE: frozenset[Text] = frozenset({(0,), (1,), (1, 0)})


def test_a_tree_says_what_is_kept_at_each_step() -> None:
    found = Tree(("a", "b"), COSTS, DUE, DUE)
    picture = tree(found, "beam_search(…)", "So.")
    assert is_drawn(picture)
    assert "After 1: a -0.50, b -0.90. After 2: ba -1.00. So." in picture.alt
    assert "×" not in picture.caption and "○" not in picture.caption
    assert found.heights[()] == (found.heights[0,] + found.heights[1,]) / 2
    assert found.leaves == [(0, 0), (0, 1), (1, 0)]


def test_a_tree_marks_what_is_kept_wrongly_and_what_is_lost() -> None:
    picture = tree(Tree(("a", "b"), COSTS, DUE, {(0,), (1,), (0, 1)}), "beam_search(…)", "So.")
    assert "Not due: ab. Missing: ba. So." in picture.alt
    assert "×" in picture.caption and "○" in picture.caption
    assert "Not due" not in tree(Tree(("a", "b"), COSTS, DUE), "beam_search(…)", "So.").alt
