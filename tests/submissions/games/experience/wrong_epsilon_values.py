# expect: epsilon_greedy_by_hand
# says: int64
# kind: form
"""The largest value itself."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    return q.max(1).values
