"""State by state and action by action, into a new table."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    states, actions = reward.shape
    q = [[0.0] * actions for _ in range(states)]
    r, n, d = reward.tolist(), next_state.tolist(), done.tolist()
    for _ in range(sweeps):
        best = [max(row) for row in q]
        q = [[r[s][a] + (0.0 if d[s][a] else gamma * best[n[s][a]]) for a in range(actions)] for s in range(states)]
    return torch.tensor(q, dtype=reward.dtype)


def td_target(reward, done, next_q, gamma):
    targets = []
    for b in range(len(reward)):
        value = reward[b]
        if not done[b]:
            value = value + gamma * next_q[b].max()
        targets.append(value)
    return torch.stack(targets).detach()


def td_loss(q, action, target, delta=1.0):
    total = 0.0
    for b in range(len(q)):
        e = (q[b, action[b]] - target[b].detach()).abs()
        total = total + (e * e / 2 if e <= delta else delta * (e - delta / 2))
    return total / len(q)


def dqn_step(net, target_net, optimizer, batch, gamma):
    with torch.no_grad():
        target = td_target(batch[2], batch[4], target_net(batch[3]), gamma)
    loss = td_loss(net(batch[0]), batch[1], target)
    for group in optimizer.param_groups:
        for p in group["params"]:
            p.grad = None
    loss.backward()
    optimizer.step()
    return float(loss.item())
