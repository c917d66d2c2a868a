# expect: search_by_hand
# says: or else from
# kind: wrong
"""A random game in place of evaluate's value."""

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
                    node.children[action], _ = opened(after)
                    place, sign = after, 1.0
                    while game.result(place) is None:
                        moves = game.legal(place).nonzero().flatten()
                        place = game.step(place, int(moves[torch.randint(len(moves), ())]))
                        sign = -sign
                    value = sign * game.result(place)
                else:
                    node.children[action] = value = result
                break
            if isinstance(child, float):
                value = child
                break
            node = child
        backup(path, value)
    return root.visits
