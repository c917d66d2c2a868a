# expect: counts_by_hand
# says: sum to one
# kind: wrong
"""All K weights of the mixture are counted as free."""


def parameter_counts(num_dims, order, components, num_values=2):
    if not 0 <= order < num_dims:
        raise ValueError("order must be one of 0 to num_dims - 1")
    if components < 1:
        raise ValueError("components must be at least 1")
    V, D, K = num_values, num_dims, components
    return {
        "table": V**D - 1,
        "markov": sum(V ** min(i, order) for i in range(D)) * (V - 1),
        "mixture": K + K * D * (V - 1),
        "fvsbn": (V - 1) * D * (D + 1) // 2,
    }
