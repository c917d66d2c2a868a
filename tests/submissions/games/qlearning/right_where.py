"""Both branches of Huber's loss, and a choice."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    table = torch.zeros(reward.shape, dtype=reward.dtype)
    sweep = 0
    while sweep < sweeps:
        table = reward + torch.where(done, 0.0, gamma * table.max(1).values[next_state])
        sweep += 1
    return table


def td_target(reward, done, next_q, gamma):
    best = next_q.max(1).values.detach()
    return reward.detach() + gamma * best.masked_fill(done, 0)


def td_loss(q, action, target, delta=1.0):
    e = torch.take_along_dim(q, action[:, None], 1)[:, 0] - target.detach()
    return torch.where(e.abs() <= delta, e.pow(2) / 2, delta * (e.abs() - delta / 2)).mean()


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    q = net(state)
    with torch.no_grad():
        target = td_target(reward, done, target_net(next_state), gamma)
    loss = td_loss(q, action, target)
    held = [p for g in optimizer.param_groups for p in g["params"]]
    for p, gradient in zip(held, torch.autograd.grad(loss, held, allow_unused=True)):
        p.grad = gradient
    optimizer.step()
    return loss.item()
