# expect: paths_values
# says: product of the masks
# kind: wrong
"""Sums of masks, not their product."""

import torch


def count_paths(masks):
    paths = torch.eye(masks[0].shape[1], dtype=masks[0].dtype)
    for mask in masks:
        paths = torch.minimum(mask @ paths, torch.ones(()).to(mask)) * (mask @ paths).max()
    return paths
