# expect: counts_by_hand
# says: sum to one
# kind: wrong
"""V numbers in each row of a table, not V - 1."""


def parameter_counts(num_dims, order, components, num_values=2):
    if not 0 <= order < num_dims:
        raise ValueError("order must be one of 0 to num_dims - 1")
    if components < 1:
        raise ValueError("components must be at least 1")
    V, D, K = num_values, num_dims, components
    return {
        "table": V**D,
        "markov": sum(V ** min(i, order) for i in range(D)) * V,
        "mixture": K - 1 + K * D * V,
        "fvsbn": (V - 1) * D * (D + 1) // 2,
    }
