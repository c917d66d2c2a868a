"""All nodes in one dictionary by their paths."""

import torch


def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("a row has no legal move")
    clean = logits.masked_fill(~legal, 0.0)
    largest = clean.masked_fill(~legal, -torch.inf).max(-1, keepdim=True).values
    weights = (clean - largest).masked_fill(~legal, -torch.inf).exp()
    return weights / weights.sum(-1, keepdim=True)


def puct_scores(prior, visits, total, c):
    safe = torch.where(visits == 0, 1, visits)
    q = total / safe * (visits != 0)
    return (q + c * prior * visits.sum().double().sqrt() / (1 + visits)).to(prior.dtype)


def backup(path, value):
    depth = len(path)
    for level, (node, action) in enumerate(path):
        node.visits[action] += 1
        node.total[action] += value if (depth - level) % 2 == 0 else -value


def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    most = visits.max()
    if temperature == 0:
        return (visits == most).double() / (visits == most).sum()
    logs = torch.log(visits.double() / most) / temperature
    return logs.exp() / logs.exp().sum()


def search(game, state, evaluate, simulations, c=1.0):
    nodes, over = {}, {}

    def add(path, s):
        logits, value = evaluate(s)
        legal = game.legal(s)
        node = SimpleNamespace(state=s, legal=legal, prior=legal_policy(logits.to(torch.float64), legal))
        node.visits = torch.zeros(len(legal), dtype=torch.int64)
        node.total = torch.zeros(len(legal), dtype=torch.float64)
        nodes[path] = node
        return value

    add((), state)
    for _ in range(simulations):
        path, way = (), []
        while path in nodes:
            node = nodes[path]
            scores = puct_scores(node.prior, node.visits, node.total, c)
            action = int(torch.where(node.legal, scores, -torch.inf).argmax())
            way.append((node, action))
            path = (*path, action)
        if path not in over:
            after = game.step(node.state, action)
            result = game.result(after)
            if result is None:
                backup(way, add(path, after))
                continue
            over[path] = result
        backup(way, over[path])
    return nodes[()].visits
