# expect: paths_values
# says: from input j to output i
# kind: wrong
"""The masks are multiplied from the last."""


def count_paths(masks):
    paths = masks[0]
    for mask in masks[1:]:
        paths = paths.T @ mask.T if paths.shape[0] == mask.shape[1] else paths @ mask
    return paths
