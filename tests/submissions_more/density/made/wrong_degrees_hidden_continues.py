# expect: degrees_values
# says: begins again in each layer
# kind: wrong
"""The second hidden layer goes on counting where the first stopped."""

import torch


def made_degrees(num_dims, hidden_sizes, order=None):
    if order is None:
        order = torch.arange(num_dims)
    if sorted(order.tolist()) != list(range(num_dims)):
        raise ValueError("order must be a permutation")
    inputs = torch.zeros(num_dims, dtype=torch.int64)
    for t in range(num_dims):
        inputs[order[t]] = t + 1
    degrees, begun = [inputs], 0
    for size in hidden_sizes:
        degrees.append(1 + torch.arange(begun, begun + size) % (num_dims - 1))
        begun += size
    return degrees
