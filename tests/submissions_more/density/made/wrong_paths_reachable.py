# expect: paths_by_hand
# says: not how many paths
# kind: wrong
"""Says whether there is a path, not how many."""

import torch


def count_paths(masks):
    paths = masks[0]
    for mask in masks[1:]:
        paths = ((mask @ paths) > 0).to(paths.dtype)
    return paths
