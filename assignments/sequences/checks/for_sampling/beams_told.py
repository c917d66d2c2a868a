"""What mistakes of a beam search find, and what they say that it costs."""

from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from .beams import STYLES, Case

HIDDEN = True  # never released


def token_slips(case: Case, want: Tensor) -> SlipAnswers:
    """Return the texts that mistakes find, where they find as many."""
    found: SlipAnswers = {}
    for told, style in STYLES.items():
        tokens = case.search(style).tokens
        if tokens.shape == want.shape:
            found[told] = tokens
    return {
        "Best first: this is the other way round.": want.flip(0),
        "At every place only the `width` best stay: here more are kept, and cut at the end.": (
            case.all_kept()
        ),
        **found,
    }


def score_slips(case: Case, want: Tensor) -> SlipAnswers:
    """Return the log-probabilities that mistakes give for the right texts."""
    new = case.layout.size - len(case.prefix)
    right = case.search().tokens
    logits = case.model(right)[:, len(case.prefix) :]
    picked = right[:, len(case.prefix) :, None]
    raw = logits.gather(2, picked).squeeze(2)
    last = logits.log_softmax(-1).gather(2, picked).squeeze(2)[:, -1]
    found: SlipAnswers = {
        "Log-probabilities were asked for, not probabilities.": want.exp(),
        "Sums over the new tokens, not their means.": want / new,
        "Sums over the new tokens, not means over all places.": want / case.layout.size,
        "Sums of logits are no log-probabilities: take a log_softmax first.": raw.sum(1),
        "Only the new tokens count: this counts the prefix, too.": want + case.log_prob_of_prefix(),
        "The law is that of the model: these are shares of the texts that are kept.": (
            want.log_softmax(0)
        ),
    }
    if new > 1:
        found[said("The whole text counts: this is the newest token's log-probability.")] = last
    return found
