"""The search as a recursion, dictionaries for nodes; its own backup."""

import torch


def legal_policy(logits, legal):
    if logits.dim() == 2:
        return torch.stack([legal_policy(row, ok) for row, ok in zip(logits, legal)])
    if not legal.any():
        raise ValueError("nothing is legal")
    out = torch.zeros_like(logits)
    out[legal] = logits[legal].softmax(0)
    return out


def puct_scores(prior, visits, total, c):
    out = torch.zeros_like(prior)
    root = float(visits.sum()) ** 0.5
    for a in range(len(prior)):
        n = int(visits[a])
        q = float(total[a]) / n if n else 0.0
        out[a] = q + c * float(prior[a]) * root / (1 + n)
    return out


def backup(path, value):
    sign = -1 if len(path) % 2 else 1
    for node, action in path:
        node.visits[action] += 1
        node.total[action] += sign * value
        sign = -sign


def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError("T >= 0")
    v = visits.double()
    if temperature == 0:
        return torch.where(v == v.max(), 1.0, 0.0).double() / (v == v.max()).sum()
    p = (v / v.max()) ** (1 / temperature)
    return p / p.sum()


def search(game, state, evaluate, simulations, c=1.0):
    def opened(s):
        logits, value = evaluate(s)
        legal = game.legal(s)
        prior = legal_policy(logits.double(), legal)
        zeros = torch.zeros(len(prior), dtype=torch.float64)
        return {"s": s, "legal": legal, "prior": prior, "n": zeros.long(), "w": zeros.clone(), "next": {}, "value": value}

    def simulate(node):
        """The value of one more line for the player to move at node."""
        scores = puct_scores(node["prior"], node["n"], node["w"], c)
        legal = node["legal"].nonzero().flatten().tolist()
        action = max(legal, key=lambda a: (scores[a].item(), -a))
        if action not in node["next"]:
            after = game.step(node["s"], action)
            result = game.result(after)
            node["next"][action] = result if result is not None else opened(after)
            child = node["next"][action]
            value = -(child["value"] if isinstance(child, dict) else child)
        else:
            child = node["next"][action]
            value = simulate(child) if isinstance(child, dict) else -child
        node["n"][action] += 1
        node["w"][action] += value
        return -value

    root = opened(state)
    for _ in range(simulations):
        simulate(root)
    return root["n"]
