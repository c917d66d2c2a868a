"""Values kept from the mover's view, edges in a table by node number."""

import math

import torch


def legal_policy(logits, legal):
    illegal = legal.logical_not()
    if illegal.all(dim=-1).any():
        raise ValueError("a row without a legal move")
    log_p = torch.log_softmax(logits.masked_fill(illegal, -math.inf), dim=-1)
    return log_p.exp()


def puct_scores(prior, visits, total, c):
    visited = visits > 0
    q = torch.zeros_like(prior)
    q[visited] = (total[visited] / visits[visited]).to(prior.dtype)
    return q.add(prior.mul(c).mul(visits.sum().to(prior.dtype).sqrt()).div(visits + 1))


def backup(path, value):
    signs = [-1.0 if (len(path) - i) % 2 else 1.0 for i in range(len(path))]
    for (node, action), sign in zip(path, signs):
        node.visits[action] += 1
        node.total[action] += sign * value


def visit_policy(visits, temperature):
    if not temperature >= 0:
        raise ValueError("temperature")
    if temperature == 0:
        winners = torch.nonzero(visits == visits.max()).flatten()
        out = torch.zeros(len(visits), dtype=torch.float64)
        out[winners] = 1.0 / len(winners)
        return out
    seen = visits > 0
    out = torch.zeros(len(visits), dtype=torch.float64)
    out[seen] = (visits[seen].double().log() / temperature).softmax(0)
    return out


@torch.no_grad()
def search(game, state, evaluate, simulations, c=1.0):
    states, nodes, links = [state], [], {}

    def build(s):
        logits, value = evaluate(s)
        legal = game.legal(s)
        nodes.append(SimpleNamespace(legal=legal, prior=legal_policy(logits.double(), legal), state=s,
                                     visits=torch.zeros(legal.shape, dtype=torch.long),
                                     total=torch.zeros(legal.shape, dtype=torch.double)))
        return len(nodes) - 1, value

    build(state)
    done = 0
    while done < simulations:
        number, path = 0, []
        while True:
            node = nodes[number]
            scores = puct_scores(node.prior, node.visits, node.total, c)
            choice = max((a for a in range(len(scores)) if node.legal[a]), key=lambda a: float(scores[a]))
            path.append((node, choice))
            kind, what = links.get((number, choice), ("new", None))
            if kind == "node":
                number = what
                continue
            if kind == "new":
                after = game.step(node.state, choice)
                value = game.result(after)
                if value is None:
                    made, value = build(after)
                    links[number, choice] = ("node", made)
                else:
                    links[number, choice] = ("end", value)
            else:
                value = what
            break
        backup(path, value)
        done += 1
    return nodes[0].visits
