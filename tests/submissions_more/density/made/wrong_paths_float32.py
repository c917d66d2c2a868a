# expect: paths_values
# says: dtype
# kind: form
"""float32 whatever the masks are."""

import torch


def count_paths(masks):
    paths = torch.eye(masks[0].shape[1])
    for mask in masks:
        paths = mask.float() @ paths
    return paths
