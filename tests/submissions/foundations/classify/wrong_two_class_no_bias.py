# expect: two_class_by_hand
# says: bias has no effect
# kind: wrong
"""The bias is forgotten."""
import torch
def two_class(weight, bias):
    return torch.stack([0 * weight, weight]), torch.zeros(2).to(weight)
