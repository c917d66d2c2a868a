# expect: paths_by_hand
# says: from input j to output i
# kind: wrong
"""[j, i]."""

import torch


def count_paths(masks):
    paths = torch.eye(masks[0].shape[1], dtype=masks[0].dtype)
    for mask in masks:
        paths = mask @ paths
    return paths.T
