# expect: paths_by_hand
# says: how many paths
# kind: weak
"""Whether there is a path, not how many."""

import torch


def count_paths(masks):
    paths = torch.eye(masks[0].shape[1], dtype=masks[0].dtype)
    for mask in masks:
        paths = mask @ paths
    return (paths > 0).to(paths.dtype)
