"""torch's smooth L1, which is Huber's loss over delta; one-hot actions."""

import torch
import torch.nn.functional as F


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = reward * 0
    for _ in range(sweeps):
        q = reward + gamma * q.max(1)[0][next_state] * (1 - done.to(reward.dtype))
    return q


def td_target(reward, done, next_q, gamma):
    best = torch.where(done[:, None], torch.zeros_like(next_q), next_q).max(1).values
    return (reward + gamma * best).detach()


def td_loss(q, action, target, delta=1.0):
    chosen = (q * F.one_hot(action, q.shape[1])).sum(1)
    return delta * F.smooth_l1_loss(chosen, target.detach(), beta=delta)


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    next_q = target_net(next_state).detach()
    loss = td_loss(net(state), action, td_target(reward, done, next_q, gamma))
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    optimizer.step()
    return loss.item()
