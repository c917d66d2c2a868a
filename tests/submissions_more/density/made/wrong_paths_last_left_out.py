# expect: paths_by_hand
# says: into the outputs
# kind: wrong
"""Stops before the outputs."""

import torch


def count_paths(masks):
    paths = torch.eye(masks[0].shape[1], dtype=masks[0].dtype)
    for mask in masks[:-1]:
        paths = mask @ paths
    return paths
