# expect: search_counts
# says: takes the largest prior
# kind: wrong
"""The root of one at least, so that priors decide the first move."""

import math

import torch


def search(game, state, evaluate, simulations, c=1.0):
    def opened(s):
        logits, value = evaluate(s)
        legal = game.legal(s)
        prior = legal_policy(logits.double(), legal)
        visits, total = torch.zeros(len(prior), dtype=torch.int64), torch.zeros_like(prior)
        return SimpleNamespace(state=s, legal=legal, prior=prior, visits=visits, total=total, children={}), value

    root, _ = opened(state)
    for _ in range(simulations):
        node, path = root, []
        while True:
            q = node.total / node.visits.clamp(min=1)
            scores = q + c * node.prior * node.visits.sum().clamp(min=1).sqrt() / (1 + node.visits)
            action = int(scores.masked_fill(~node.legal, -math.inf).argmax())
            path.append((node, action))
            child = node.children.get(action)
            if child is None:
                after = game.step(node.state, action)
                result = game.result(after)
                if result is None:
                    node.children[action], value = opened(after)
                else:
                    node.children[action] = value = result
                break
            if isinstance(child, float):
                value = child
                break
            node = child
        backup(path, value)
    return root.visits
