"""A class that scores images, and remembers the logits for the length of one call."""

import math
from dataclasses import asdict, dataclass

import torch
from torch.distributions import Categorical


class Scorer:
    def __init__(self, model):
        self.model = model

    def entries(self, x):
        logits = self.model(x)
        self.num_values = logits.shape[1]
        values = (x * (self.num_values - 1)).round().to(torch.long)
        return Categorical(logits=logits.movedim(1, -1), validate_args=False).log_prob(values)

    def __call__(self, x, rows=None):
        return self.entries(x)[..., :rows, :].flatten(1).sum(-1)


@dataclass
class Line:
    train: float
    test: float
    bits_per_dim: float
    gap: float
    rank: int = 0


def prefix_log_prob(model, x, rows):
    return Scorer(model)(x, rows)


def class_posterior(models, x, log_prior, rows=None):
    scores = torch.stack([Scorer(m)(x, rows) for m in models], 1) + log_prior.unsqueeze(0)
    return Categorical(logits=scores, validate_args=False).logits


def pixel_posterior(model, x, place):
    scorer = Scorer(model)
    index = (slice(None),) + tuple(place)
    trial = x.clone()
    trial[index] = 0
    parts = [scorer(trial)]
    for v in range(1, scorer.num_values):
        trial = trial.clone()
        trial[index] = v / (scorer.num_values - 1)
        parts.append(scorer(trial))
    return torch.stack(parts, 1).log_softmax(1)


def nll_table(models, train, test):
    lines = {}
    with torch.inference_mode():
        for name, model in models.items():
            scorer = Scorer(model)
            a, b = (-scorer(part).mean().item() for part in (train, test))
            lines[name] = Line(a, b, b / (math.log(2) * test[0].nelement()), b - a)
    for rank, line in enumerate(sorted(lines.values(), key=lambda l: l.test), start=1):
        line.rank = rank
    return {name: asdict(line) for name, line in lines.items()}
