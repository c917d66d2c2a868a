"""The arithmetic of the search in numpy."""

import numpy as np
import torch
from torch import nn


def legal_policy(logits, legal):
    if legal.sum(-1).min() == 0:
        raise ValueError("no legal move")
    return nn.Softmax(dim=-1)(torch.where(legal, logits, -np.inf))


def puct_scores(prior, visits, total, c):
    n, w, p = visits.numpy(), total.detach().numpy(), prior.detach().numpy()
    q = np.divide(w, n, out=np.zeros(len(n)), where=n > 0)
    return torch.from_numpy(q + c * p * np.sqrt(n.sum()) / (1 + n)).to(prior.dtype)


def backup(path, value):
    for steps, (node, action) in enumerate(reversed(path), start=1):
        node.visits[action].add_(1)
        node.total[action].add_(value * (-1) ** steps)


def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError("temperature")
    v = visits.numpy().astype(np.float64)
    if temperature == 0:
        p = (v == v.max()).astype(np.float64)
    else:
        p = (v / v.max()) ** (1.0 / temperature)
    return torch.from_numpy(p / p.sum())


class _Edge:
    def __init__(self, state, game):
        self.state, self.value = state, game.result(state)
        self.over = self.value is not None
        self.down = {}

    def expand(self, game, evaluate):
        logits, self.value = evaluate(self.state)
        self.legal = game.legal(self.state)
        self.prior = legal_policy(logits.double(), self.legal)
        self.visits = torch.zeros(len(self.legal), dtype=torch.int64)
        self.total = torch.zeros(len(self.legal), dtype=torch.float64)
        return self


def search(game, state, evaluate, simulations, c=1.0):
    root = _Edge(state, game).expand(game, evaluate)
    for _ in range(simulations):
        path, here = [], root
        while True:
            scores = puct_scores(here.prior, here.visits, here.total, c).numpy()
            action = int(np.where(here.legal.numpy(), scores, -np.inf).argmax())
            path.append((here, action))
            known = action in here.down
            if not known:
                here.down[action] = _Edge(game.step(here.state, action), game)
                if not here.down[action].over:
                    here.down[action].expand(game, evaluate)
            here = here.down[action]
            if here.over or not known:
                break
        backup(path, here.value)
    return root.visits.clone()
