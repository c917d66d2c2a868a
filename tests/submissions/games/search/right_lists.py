"""Python's floats and lists within the search."""

import math

import torch


def legal_policy(logits, legal):
    if (~legal).all(-1).any():
        raise ValueError("no move is legal")
    return torch.softmax(logits.clone().masked_fill_(~legal, -math.inf), -1)


def puct_scores(prior, visits, total, c):
    q = torch.nan_to_num(total.to(prior.dtype) / visits, nan=0.0, posinf=0.0, neginf=0.0)
    return q + prior * (c * math.sqrt(int(visits.sum()))) / (visits + 1)


def backup(path, value):
    remaining = list(path)
    while remaining:
        node, action = remaining.pop()
        value *= -1
        node.visits[action] = node.visits[action] + 1
        node.total[action] = node.total[action] + value


def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError("below zero")
    counts = [int(v) for v in visits]
    most = max(counts)
    if temperature == 0:
        parts = [float(v == most) for v in counts]
    else:
        parts = [math.exp((math.log(v) - math.log(most)) / temperature) if v else 0.0 for v in counts]
    return torch.tensor(parts, dtype=torch.float64) / math.fsum(parts)


def search(game, state, evaluate, simulations, c=1.0):
    def make(s):
        logits, value = evaluate(s)
        legal = game.legal(s).tolist()
        prior = legal_policy(logits.detach().double(), game.legal(s)).tolist()
        return [s, legal, prior, [0] * len(legal), [0.0] * len(legal), [None] * len(legal)], value

    root, _ = make(state)
    for _ in range(simulations):
        node, way = root, []
        while True:
            s, legal, prior, n, w, below = node
            spread = math.sqrt(sum(n))
            best, action = -math.inf, -1
            for a in range(len(n)):
                if legal[a]:
                    score = (w[a] / n[a] if n[a] else 0.0) + c * prior[a] * spread / (1 + n[a])
                    if score > best:
                        best, action = score, a
            way.append((n, w, action))
            if below[action] is None:
                after = game.step(s, action)
                value = game.result(after)
                if value is None:
                    below[action], value = make(after)
                else:
                    below[action] = value
                break
            if not isinstance(below[action], list):
                value = below[action]
                break
            node = below[action]
        for n, w, action in reversed(way):
            value = -value
            n[action] += 1
            w[action] += value
    return torch.tensor(root[3], dtype=torch.int64)
