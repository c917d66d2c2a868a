"""Huber's loss by a clamp, the table by a flat index."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    goes_on = (~done).to(reward.dtype)
    for _ in range(sweeps):
        values = torch.amax(q, dim=-1)
        after = values.index_select(0, next_state.reshape(-1)).reshape(next_state.shape)
        q = reward + gamma * goes_on * after
    return q


def td_target(reward, done, next_q, gamma):
    with torch.no_grad():
        target = reward.clone()
        on = ~done
        target[on] += gamma * next_q[on].amax(1)
        return target


def td_loss(q, action, target, delta=1.0):
    e = q.gather(1, action.unsqueeze(1)).squeeze(1) - target.detach()
    near = e.abs().clamp(max=delta)
    return (0.5 * near**2 + delta * (e.abs() - near)).mean()


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.inference_mode():
        next_q = target_net(next_state)
    target = td_target(reward, done, next_q.clone(), gamma)
    optimizer.zero_grad()
    loss = td_loss(net(state), action, target.clone())
    loss.backward()
    optimizer.step()
    return loss.item()
