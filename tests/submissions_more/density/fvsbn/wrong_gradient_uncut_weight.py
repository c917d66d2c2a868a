# expect: gradient_by_hand
# says: In the logits only j < i counts
# kind: wrong
"""The weight is used whole, only the answer is cut."""

import torch
import torch.nn.functional as F


def fvsbn_gradient(x, weight, bias):
    surprise = x - F.linear(x, weight, bias).sigmoid()
    return (surprise.T @ x).tril(-1) / len(x), surprise.mean(0)
