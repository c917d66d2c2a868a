"""What every cell of the table of `compare` should hold, recomputed from what it asked."""

import math

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed
from autograder.text.i18n import said

from .comparison import Rows, mean_slips, require_cell
from .costs import categorical_cost
from .gaussians import exact_kl
from .played_tables import Tables
from .vae_answers import bound_slips

HIDDEN = True  # never released

SWAPPED = said("The two cells of the VAE are swapped.")


def require_pixelcnn(rows: Rows, models: Tables) -> None:
    """Raise Failed unless the PixelCNN's cell is its exact NLL, the mean over the images."""
    swapped = categorical_cost(models.pixelcnn.answers.flip(1), models.images.long())
    cost, size = models.pixelcnn_cost(), models.images[0].numel()
    slips: SlipAnswers = {
        **mean_slips(cost, size),
        "0 and 1 are swapped: the second logit is that of a 1.": swapped.sum() / len(cost),
    }
    for elbo in models.vae.elbos():
        slips[said("This is the VAE's number: the cells are swapped.")] = -elbo.mean()
    require_cell(rows, "pixelcnn", models.images, [cost.mean()], slips)


def require_elbo(rows: Rows, models: Tables, num_samples: int) -> None:
    """Raise Failed unless `vae_elbo` is −ELBO, the mean over what `elbo` was asked."""
    elbos = models.vae.elbos()
    if not elbos:
        raise Failed(said("`vae_elbo` should come from `vae.elbo`, which was never asked."))
    slips: SlipAnswers = {
        "The sign is wrong: an upper bound on the NLL is minus the ELBO.": elbos[0].mean(),
        "This is the sum over the images: report their mean.": -elbos[0].sum(),
        "This is the PixelCNN's number: the cells are swapped.": models.pixelcnn_cost().mean(),
    }
    for parts in models.vae.log_weights(num_samples):
        slips[SWAPPED] = _bound(parts.sum(0)).mean()
    require_cell(rows, "vae_elbo", models.images, [-elbo.mean() for elbo in elbos], slips)


def require_importance(rows: Rows, models: Tables, num_samples: int) -> None:
    """Raise Failed unless `vae_importance` is −L_K of `num_samples` draws for each image."""
    found = models.vae.log_weights(num_samples)
    if not found:
        raise Failed(
            said(
                "`vae_importance` should rest on `num_samples` different draws of z for each "
                "image, made from the mean and log-variance that `encode` gives for it: no more "
                "and no fewer."
            )
        )
    slips = _importance_slips(found[0], exact_kl(models.vae.mean, models.vae.log_var))
    for elbo in models.vae.elbos():
        slips[SWAPPED] = -elbo.mean()
    accepted = [_bound(parts.sum(0)).mean() for parts in found]
    require_cell(rows, "vae_importance", models.images, accepted, slips)


def _importance_slips(parts: Tensor, kl: Tensor) -> SlipAnswers:
    """Return what the usual slips make of the mean of −L_K; see `TableVAE.log_weights`."""
    fit, prior, known = parts
    weights = parts.sum(0)
    pooled = weights.flatten().logsumexp(0) - math.log(weights.numel())
    return {
        "log p(z) is missing in the weights.": _bound(fit + known).mean(),
        "log q(z | x) is missing in the weights.": _bound(fit + prior).mean(),
        "The weights hold log p(x | z) only: log p(z) − log q(z | x) is missing.": (
            _bound(fit).mean()
        ),
        "The weights hold the KL, a mean over q: each draw has its own log p(z) − log q(z | x).": (
            _bound(fit - kl).mean()
        ),
        "The signs of log p(z) and log q(z | x) are swapped.": _bound(fit - prior - known).mean(),
        "The weights of all images are averaged: each image has its own.": -pooled,
        "This is the sum over the images: report their mean.": _bound(weights).sum(),
        **{slip: -wrong.mean() for slip, wrong in bound_slips(weights).items()},
    }


def _bound(log_weights: Tensor) -> Tensor:
    """Return −L_K of log-weights (K, N), float64 (N,)."""
    return math.log(len(log_weights)) - torch.logsumexp(log_weights, 0)
