# expect: value_iteration_by_hand
# says: with 0 sweeps it stays so
# kind: unit
"""Q begins with the reward: one sweep too many."""

def value_iteration(next_state, reward, done, gamma, sweeps):
    q = reward.clone()
    for _ in range(sweeps):
        q = reward + gamma * (~done) * q.max(1).values[next_state]
    return q
