# expect: kl_by_hand
# says: mean
# kind: wrong
"""The mean over the latent dimensions."""


def gaussian_kl(mean, log_var):
    return 0.5 * (mean**2 + log_var.exp() - 1 - log_var).mean(dim=1)
