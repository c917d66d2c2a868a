# expect: search_counts
# says: belongs to the player to move
# kind: wrong
"""What evaluate says is taken for the player who has just moved."""

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
            scores = puct_scores(node.prior, node.visits, node.total, c)
            action = int(scores.masked_fill(~node.legal, -math.inf).argmax())
            path.append((node, action))
            child = node.children.get(action)
            if child is None:
                after = game.step(node.state, action)
                result = game.result(after)
                if result is None:
                    node.children[action], value = opened(after)
                    value = -value
                else:
                    node.children[action] = value = result
                break
            if isinstance(child, float):
                value = child
                break
            node = child
        backup(path, value)
    return root.visits
