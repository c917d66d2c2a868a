# expect: kl_by_hand
# says: logarithm of the variance, not of the standard deviation
# kind: wrong
"""log_var is taken for the logarithm of the standard deviation."""


def gaussian_kl(mean, log_var):
    return 0.5 * (mean**2 + (2 * log_var).exp() - 1 - 2 * log_var).sum(dim=1)
