# expect: degrees_by_hand
# says: mod (D - 1)
# kind: wrong
"""mod D: some units know all dimensions."""

import torch


def made_degrees(num_dims, hidden_sizes, order=None):
    if order is None:
        order = torch.arange(num_dims)
    if sorted(order.tolist()) != list(range(num_dims)):
        raise ValueError("order must be a permutation")
    inputs = torch.zeros(num_dims, dtype=torch.int64)
    for t in range(num_dims):
        inputs[order[t]] = t + 1
    degrees = [inputs]
    for size in hidden_sizes:
        degrees.append(1 + torch.arange(size) % num_dims)
    return degrees
