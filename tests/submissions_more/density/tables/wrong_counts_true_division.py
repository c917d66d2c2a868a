# expect: counts_values
# says: exact Python int
# kind: form
"""The FVSBN is divided by 2 with /, which gives a float."""


def parameter_counts(num_dims, order, components, num_values=2):
    if not 0 <= order < num_dims:
        raise ValueError("order must be one of 0 to num_dims - 1")
    if components < 1:
        raise ValueError("components must be at least 1")
    V, D, K = num_values, num_dims, components
    return {
        "table": V**D - 1,
        "markov": sum(V ** min(i, order) for i in range(D)) * (V - 1),
        "mixture": K - 1 + K * D * (V - 1),
        "fvsbn": (V - 1) * D * (D + 1) / 2,
    }
