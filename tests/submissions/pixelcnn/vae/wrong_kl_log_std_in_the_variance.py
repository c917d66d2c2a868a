# expect: kl_by_hand
# says: In one term it is taken for that: in the variance
# kind: wrong
"""The variance is exp(2 log_var), as if log_var were the logarithm of a standard deviation."""


def gaussian_kl(mean, log_var):
    std = log_var.exp()
    return (0.5 * (mean.square() + std.square() - log_var) - 0.5).sum(dim=1)
