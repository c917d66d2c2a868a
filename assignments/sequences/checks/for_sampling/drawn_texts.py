"""Whether texts that are drawn follow the adjusted law of a model, and if not, why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.models.drawn import require_grid, require_law
from autograder.checking.models.generators import same_samples
from autograder.checking.models.sampler import Drawn
from autograder.checking.student import Failed
from autograder.probes.joint import codes_of, counts_of, likeliest
from autograder.probes.table import Table
from autograder.probes.texts import Texts
from autograder.text.i18n import listed, said

from .laws import Adjusting, every_text
from .readings import WRONG_READINGS, Model, forced, model_of

HIDDEN = True  # never released

CALLS, TEXTS = 2, 3_000  # of the sampler, for one law
# A uniform number of exactly 0, once in 2^24 draws, may fall to a value of probability 0. Of at
# most 24,000 draws three or more do so with probability 5e-10.
ASTRAY = 2
ASTRAY_ALPHA = 5e-10
CUT = said(
    "Tokens come that `top_k` does not keep: those have probability 0. Keep the k largest logits."
)


@dataclass(frozen=True)
class Drawing:
    """A law of texts, how it is adjusted, and how long the prefix of each text is."""

    layout: Texts
    table: Table
    adjusting: Adjusting
    prefix: int

    @property
    def law(self) -> Table:
        """Return the law that tokens are drawn from."""
        return Table(self.adjusting(self.table.given()))

    @property
    def model(self) -> Model:
        """Return what the model answers."""
        return model_of(self.table, self.layout)

    def laws(self, begun: Tensor) -> tuple[Tensor, Mapping[str, Tensor]]:
        """Return the probability of each text (V^T,), and those of mistakes by their sentences.

        Args: `begun`, how often each prefix came, (V^P,).
        """
        texts, size = every_text(self.layout), self.prefix
        starts = (begun / begun.sum())[codes_of(texts[:, :size], self.layout.num_values)]

        def chances(log_probs: Tensor) -> Tensor:
            steps = log_probs.gather(2, texts[:, size:, None]).squeeze(2)
            return starts * steps.sum(1).exp()

        logits = forced(self.model, texts, size)
        wrong = {told: chances(one) for told, one in self.adjusting.mistakes(logits).items()}
        for told, read in WRONG_READINGS.items():
            other = forced(self.model, texts, size, read)
            wrong[told] = chances(self.adjusting(other))
        return chances(self.adjusting(logits)), wrong


def require_texts(ask: Callable[[], Drawn], drawing: Drawing) -> None:
    """Raise Failed, naming the likeliest mistake, unless texts follow their law.

    `ask` draws TEXTS of them. False alarms: those of `require_law`, and ASTRAY_ALPHA.
    """
    calls = [ask() for _ in range(CALLS)]
    for drawn in calls:
        require_grid(drawn)
    # That a generator stands still is told elsewhere, and costs points once.
    calls = calls[:1] if same_samples(*calls) else calls
    _require_own_numbers(calls, drawing)
    try:
        kept = [_without_astray(drawn, drawing) for drawn in calls]
        free = torch.ones(sum(len(one.samples) for one in kept), drawing.layout.size) > 0
        free[:, : drawing.prefix] = False
        require_law(kept, drawing.law, free)
    except Failed as failed:
        named = _named(torch.cat([one.samples for one in calls]), drawing)
        if not named or failed.message.endswith(calls[0].words.mistakes["tied"]):
            raise
        lead = said(
            "The texts of `{name}` do not follow the model's distribution.", name=calls[0].name
        )
        raise Failed(listed([lead, named]), essential=failed.essential) from None


def _require_own_numbers(calls: list[Drawn], drawing: Drawing) -> None:
    """Raise Failed where all texts of a call that begin alike are one, and another in each call."""
    values = drawing.layout.num_values
    shared = []
    for drawn in calls:
        begun, whole = drawn.samples[:, : drawing.prefix], drawn.samples
        different = [len(set(codes_of(one, values).tolist())) for one in (begun, whole)]
        shared.append(different[0] == different[1])
    if len(calls) > 1 and all(shared):
        name, told = calls[0].name, calls[0].words.mistakes["same draw"]
        lead = said("The texts of `{name}` do not follow the model's distribution.", name=name)
        raise Failed(listed([lead, told]))


def _without_astray(drawn: Drawn, drawing: Drawing) -> Drawn:
    """Return texts of tokens that may come; raises Failed where more than ASTRAY hold others."""
    logits = drawing.law.logits(drawn.samples)[:, drawing.prefix :]
    picked = logits.gather(2, drawn.samples[:, drawing.prefix :, None]).squeeze(2)
    wrong = (picked == -torch.inf).any(1)
    if int(wrong.sum()) > ASTRAY:
        raise Failed(CUT)
    return replace(drawn, samples=drawn.samples[~wrong])


def _named(samples: Tensor, drawing: Drawing) -> str:
    values, size = drawing.layout.num_values, drawing.prefix
    begun = counts_of(samples[:, :size], values)
    right, wrong = drawing.laws(begun)
    return likeliest(counts_of(samples, values), right, wrong)
