"""The table by numpy."""

import numpy as np
import torch
from torch import nn


def value_iteration(next_state, reward, done, gamma, sweeps):
    n, r, on = next_state.numpy(), reward.numpy(), 1 - done.numpy().astype(reward.numpy().dtype)
    q = np.zeros_like(r)
    for _ in range(sweeps):
        q = (r + gamma * on * q.max(axis=1)[n]).astype(r.dtype)
    return torch.from_numpy(q)


def td_target(reward, done, next_q, gamma):
    best = np.where(done.numpy(), 0, next_q.detach().numpy().max(axis=1))
    r = reward.detach().numpy()
    return torch.from_numpy((r + gamma * best).astype(r.dtype))


def td_loss(q, action, target, delta=1.0):
    return nn.HuberLoss(delta=delta)(q[range(len(q)), action.tolist()], target.detach())


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        next_q = target_net(next_state)
    loss = td_loss(net(state), action, td_target(reward, done, next_q, gamma))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
