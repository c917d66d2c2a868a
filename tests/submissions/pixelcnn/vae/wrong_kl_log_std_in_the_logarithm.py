# expect: kl_by_hand
# says: In one term it is taken for that: in the logarithm
# kind: wrong
"""log_var is the log-variance in the exponential, and a log standard deviation beside it."""


def gaussian_kl(mean, log_std):
    return 0.5 * (mean**2 + log_std.exp() - 1 - 2 * log_std).sum(dim=1)
