# expect: paths_values
# says: how many paths
# kind: wrong
"""Clears the diagonal: a leak cannot be seen."""

import torch


def count_paths(masks):
    paths = torch.eye(masks[0].shape[1], dtype=masks[0].dtype)
    for mask in masks:
        paths = mask @ paths
    return paths - torch.diag(paths.diagonal())
