# expect: kl_by_hand
# says: not the standard deviation itself
# kind: wrong
"""log_var is taken for the standard deviation, its logarithm kept from -inf by a small number."""


def gaussian_kl(mean, std):
    return 0.5 * (mean**2 + std**2 - 1 - (std**2 + 1e-8).log()).sum(dim=1)
