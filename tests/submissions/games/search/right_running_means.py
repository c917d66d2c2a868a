"""Running means in place of totals, numpy below, a deep path walked by a queue."""

from collections import deque

import numpy as np
import torch


def legal_policy(logits, legal):
    if logits.ndim == 1:
        return legal_policy(logits[None], legal[None])[0]
    if (legal.sum(1) == 0).any():
        raise ValueError("some row has no legal move")
    lowest = torch.finfo(logits.dtype).min
    policy = torch.where(legal, logits, lowest).softmax(1)
    return torch.where(legal, policy, torch.zeros_like(policy))


def puct_scores(prior, visits, total, c):
    mean = total.double() / visits.double().clamp(min=1)
    return (mean + c * prior.double() * visits.sum().double().sqrt() / (1 + visits)).to(prior.dtype)


def backup(path, value):
    way = deque(path)
    sign = -1
    while way:
        node, action = way.pop()
        node.visits.index_add_(0, torch.tensor([action]), torch.ones(1, dtype=node.visits.dtype))
        node.total.data[action] += sign * value
        sign = -sign


def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError("temperature is negative")
    best = visits == visits.max()
    if temperature == 0:
        return best / best.sum(dtype=torch.float64)
    with np.errstate(divide="ignore"):
        logs = np.log(visits.numpy().astype(float)) / temperature
    parts = np.exp(logs - logs.max())
    return torch.tensor(parts / parts.sum())


def search(game, state, evaluate, simulations, c=1.0):
    def node_of(position):
        logits, value = evaluate(position)
        legal = game.legal(position)
        prior = legal_policy(logits.double(), legal).detach().numpy()
        count = len(prior)
        return {"at": position, "legal": legal.numpy(), "p": prior, "n": np.zeros(count, dtype=np.int64),
                "q": np.zeros(count), "down": [None] * count}, value

    root, _ = node_of(state)
    for _ in range(simulations):
        here, way = root, []
        while True:
            scores = here["q"] + c * here["p"] * np.sqrt(here["n"].sum()) / (1 + here["n"])
            action = int(np.argmax(np.where(here["legal"], scores, -np.inf)))
            way.append((here, action))
            child = here["down"][action]
            if child is None:
                position = game.step(state=here["at"], action=np.int64(action))
                value = game.result(position)
                child = ("end", value)
                if value is None:
                    child, value = node_of(position)
                here["down"][action] = child
                break
            if isinstance(child, tuple):
                value = child[1]
                break
            here = child
        for node, action in way[::-1]:
            value = -value
            node["n"][action] += 1
            node["q"][action] += (value - node["q"][action]) / node["n"][action]
    return torch.from_numpy(root["n"])
