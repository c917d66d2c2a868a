# expect: dqn_step_values
# says: called once
# kind: wrong
"""The step is taken twice on one gradient."""

import torch
import torch.nn.functional as F


def value_iteration(next_state, reward, done, gamma, sweeps):
    Q = torch.zeros_like(reward)
    for _ in range(sweeps):
        V = Q.max(dim=1).values
        Q = reward + gamma * torch.where(done, torch.zeros_like(reward), V[next_state])
    return Q


def td_target(reward, done, next_q, gamma):
    best = next_q.detach().max(dim=1).values
    return torch.where(done, reward, reward + gamma * best).detach()


def td_loss(q, action, target, delta=1.0):
    chosen = q[torch.arange(len(q)), action]
    return F.huber_loss(chosen, target.detach(), delta=delta)


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    q = net(state)
    with torch.no_grad():
        next_q = target_net(next_state)
    loss = td_loss(q, action, td_target(reward, done, next_q, gamma))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()
