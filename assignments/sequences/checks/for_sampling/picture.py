"""The tree of the texts that a beam of two keeps, and the branches that it cuts."""

import torch
from torch import Tensor

from autograder.checking.models.players import PlayedModel
from autograder.pictures.tree import Text, Tree, tree
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from . import by_hand

CALL = "beam_search(model, prefix, 3, width=2)"
# What is kept after one token, after two, and in the end.
DUE: frozenset[Text] = frozenset({(0,), (1,), (0, 1), (1, 2), (1, 2, 1), (1, 2, 2)})
GREEDY = said(
    "Greedy search takes “a” first and ends at “abc”, which is less probable: “a” looked better "
    "only at the start. In the end both texts come from one parent."
)
LOOK = said("Which continuations compete with each other, and which text does each belong to?")


def drawn_beams(tokens: Tensor | None, played: PlayedModel | None = None) -> Picture:
    """Draw the tree, with the texts (W, 3) that a submission returned, and those on the way."""
    yours = None if tokens is None else _kept(tokens, played.inputs if played else [])
    texts = _candidates() | {text[:n] for text in yours or () for n in range(1, len(text) + 1)}
    found = Tree(by_hand.NAMES, {text: by_hand.cost_of(text) for text in texts}, DUE, yours)
    return tree(found, CALL, LOOK if found.wrong or found.missing else GREEDY)


def _candidates() -> set[Text]:
    """Return all continuations that compete, from the first token on."""
    begun = {(), *(text for text in DUE if len(text) < by_hand.LENGTH)}
    return {(*text, token) for text in begun for token in range(3)}


def _kept(tokens: Tensor, inputs: list[Tensor]) -> set[Text]:
    """Return the texts that were kept at each place: those that the model was asked about next.

    Where it was not asked once for each place, no more is known than what came back.
    """
    rows = {tuple(row) for row in tokens.tolist() if all(0 <= one < 3 for one in row)}
    sizes = range(1, by_hand.LENGTH)
    if len(inputs) == by_hand.LENGTH and all(one.shape[1] >= n for n, one in enumerate(inputs)):
        return rows | {tuple(row[:n]) for n in sizes for row in inputs[n].tolist()}
    return rows | {text for text in DUE if len(text) < by_hand.LENGTH}


def nothing_yet() -> Tensor:
    """Return a prefix of no tokens, (0,)."""
    return torch.zeros(0, dtype=torch.int64)
