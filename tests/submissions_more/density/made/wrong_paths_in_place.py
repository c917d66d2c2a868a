# expect: paths_values
# says: modified
# kind: form
"""Multiplies into the first mask."""


def count_paths(masks):
    paths = masks[0]
    for mask in masks[1:]:
        paths = mask @ paths
    masks[0].mul_(0)
    return paths
