"""A class for nodes, a loop that goes down."""

import math

import torch


def legal_policy(logits, legal):
    if not bool(legal.any(dim=-1).all()):
        raise ValueError("no legal move")
    masked = torch.where(legal, logits, torch.full_like(logits, float("-inf")))
    return torch.softmax(masked, dim=-1)


def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    q = torch.where(visits > 0, total.to(prior.dtype) / torch.clamp(n, min=1.0), torch.zeros_like(prior))
    return q + c * prior * torch.sqrt(n.sum()) / (1.0 + n)


def backup(path, value):
    for node, action in path[::-1]:
        value = -value
        node.total[action] += value
        node.visits[action] += 1


def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError("negative temperature")
    if temperature == 0:
        best = (visits == visits.max()).to(torch.float64)
        return best / best.sum()
    return torch.softmax(torch.log(visits.to(torch.float64)) / temperature, dim=0)


class _Node:
    def __init__(self, state, legal, prior):
        self.state, self.legal, self.prior = state, legal, prior
        self.visits = torch.zeros(len(prior), dtype=torch.int64)
        self.total = torch.zeros(len(prior), dtype=torch.float64)
        self.children = {}


def search(game, state, evaluate, simulations, c=1.0):
    def expand(s):
        logits, value = evaluate(s)
        legal = game.legal(s)
        return _Node(s, legal, legal_policy(logits.double(), legal)), value

    root, _ = expand(state)
    for _ in range(simulations):
        node, path = root, []
        while True:
            scores = puct_scores(node.prior, node.visits, node.total, c)
            scores[~node.legal] = -math.inf
            action = int(torch.argmax(scores))
            path.append((node, action))
            if action in node.children:
                child = node.children[action]
                if isinstance(child, float):
                    value = child
                    break
                node = child
                continue
            after = game.step(node.state, action)
            outcome = game.result(after)
            if outcome is not None:
                node.children[action] = float(outcome)
                value = outcome
            else:
                node.children[action], value = expand(after)
            break
        backup(path, value)
    return root.visits
