"""Asking `compare`, and recomputing every cell of its table."""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.arguments import called_by_name, shuffled
from autograder.checking.compare import require_agreement
from autograder.checking.reply import as_float
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import as_said, listed, said

from .costs import bernoulli_cost, categorical_cost, scaled_mistakes
from .gaussians import exact_kl
from .played import Models
from .vae_answers import bound_slips

Rows = Mapping[str, Mapping[str, Any]]

NAMES = ("pixelcnn", "vae", "images")
KINDS = {"pixelcnn": "exact", "vae_elbo": "bound", "vae_importance": "bound"}
# Nats: the models answer in float32, and log q takes the difference of a draw and its mean.
TOLERANCE = 2e-3
# False alarms in the law of the noise: a normal sum beyond 6 deviations on either side, 2e-9, and
# exp(-19) = 5.7e-9 for either side of the sum of squares.
DEVIATIONS, LAURENT_MASSART = 6.0, 19.0
FALSE_ALARM = 1.4e-8
SAME = 3e-4  # rows of noise that lie closer are one draw, seen through the rounding of z
NUM_SAMPLES = 64  # the contract's default
SWAPPED = said("The two cells of the VAE are swapped.")


def asked(
    student: Student, models: Models, draw: torch.Generator | None = None, **more: int | Handle
) -> Rows:
    """Ask `compare`, and return its table; raises Failed unless it has the contract's form.

    Where `draw` is given, it draws an order in which all arguments are given by name.
    """
    rows = _table(student, models, draw, more)
    if not isinstance(rows, dict) or not all(isinstance(rows.get(name), dict) for name in KINDS):
        raise Failed(
            said(
                "`compare` should return a dictionary of dictionaries: {names}.",
                names=", ".join(KINDS),
            )
        )
    for name, kind in KINDS.items():
        for unit in ("nats", "bits_per_dim"):
            if type(rows[name].get(unit)) not in (float, int):
                raise Failed(
                    said(
                        '`{name}` should hold "{unit}", a float (a tensor has `.item()`).',
                        name=name,
                        unit=unit,
                    )
                )
        if rows[name].get("kind") != kind:
            raise Failed(
                said(
                    'The "kind" of `{name}` should be "{kind}": which of the three is exact?',
                    name=name,
                    kind=kind,
                )
            )
    return rows


def _table(
    student: Student, models: Models, draw: torch.Generator | None, more: Mapping[str, Any]
) -> Any:
    played = (models.pixelcnn.oracle(), models.vae.oracle(), models.images)
    if draw is None:
        return student.call_plain("compare", *played, **more)
    named = shuffled({**dict(zip(NAMES, played, strict=True)), **more}, draw)
    try:
        return student.call_plain("compare", **named)
    except StudentCrashed as crash:
        raise called_by_name(crash, named) from None


def require_cell(
    rows: Rows,
    name: str,
    images: Tensor,
    accepted: Sequence[Tensor],
    slips: Mapping[str, Tensor],
    hint: str = "",
) -> None:
    """Raise Failed unless a cell's nats are one of `accepted`, and its bits are those nats.

    `hint` is said where none of the `slips` fits.
    """
    nats, size = _number(rows, name, "nats"), images[0].numel()
    if not any(abs(nats - want) <= TOLERANCE for want in accepted):
        lead = said("`{name}` is not the mean cost of these images in nats.", name=name)
        wrong, of_cell = listed([lead, hint]), _in_cell(name, slips)
        require_agreement(nats, accepted[0], tolerance=TOLERANCE, wrong=wrong, mistakes=of_cell)
    require_agreement(
        _number(rows, name, "bits_per_dim"),
        nats / size / math.log(2),
        tolerance=TOLERANCE / size,
        wrong=said("`{name}`: bits_per_dim are not its nats per pixel in bits.", name=name),
        mistakes=_in_cell(name, _bits_slips(nats, size, len(images))),
    )


def _in_cell(name: str, slips: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return slips whose sentences begin with the name of the cell."""
    return {
        said("`{name}`: {mistake}", name=name, mistake=as_said(slip)): answer
        for slip, answer in slips.items()
    }


def _bits_slips(nats: Tensor, size: int, images: int) -> SlipAnswers:
    """Return what the usual slips make of the bits per dimension of so many nats."""
    want = nats / size / math.log(2)
    return {
        "these bits are not divided by the dimensions.": want * size,
        "bits_per_dim are still nats.": nats / size,
        "bits are divided by the number of images, too.": want / images,
        "bits are divided by log 2 twice.": want / math.log(2),
        "bits are multiplied by log 2: divide.": want * math.log(2) ** 2,
    }


def require_pixelcnn(rows: Rows, models: Models) -> None:
    """Raise Failed unless the PixelCNN's cell is its exact NLL, the mean over the images."""
    swapped = categorical_cost(models.pixelcnn.answers.flip(1), models.images.long())
    cost, size = models.pixelcnn_cost(), models.images[0].numel()
    slips: SlipAnswers = {
        **_mean_slips(cost, size),
        "0 and 1 are swapped: the second logit is that of a 1.": swapped.sum() / len(cost),
    }
    for elbo in models.vae.elbos():
        slips[said("This is the VAE's number: the cells are swapped.")] = -elbo.mean()
    require_cell(rows, "pixelcnn", models.images, [cost.mean()], slips)


def require_constant(rows: Rows, models: Models) -> None:
    """Raise Failed unless both cells of a VAE that ignores z are its exact NLL."""
    images = models.images.flatten(1)
    cost = bernoulli_cost(models.vae.logit.expand_as(images), images).sum(1)
    swapped = bernoulli_cost(-models.vae.logit.expand_as(images), images).sum(1)
    slips: SlipAnswers = {
        **_mean_slips(cost, images.shape[1]),
        "0 and 1 are swapped: the logit is that of a 1.": swapped.mean(),
    }
    require_cell(rows, "vae_elbo", models.images, [cost.mean()], slips)
    without = said("log K is missing: take the mean of the weights.")
    slips[without] = cost.mean() - math.log(NUM_SAMPLES)
    hint = said(
        "Here q(z | x) is the prior: is one of log p(z) − log q(z | x), which is 0, missing?"
    )
    require_cell(rows, "vae_importance", models.images, [cost.mean()], slips, hint)


def require_elbo(rows: Rows, models: Models, num_samples: int) -> None:
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


def require_importance(rows: Rows, models: Models, num_samples: int) -> None:
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


def require_draws(noise: Tensor, what: str) -> None:
    """Raise Failed unless rows of noise (M, Z) look like draws from N(0, I).

    Mean and mean square of all numbers: by 6 standard deviations, and by the bounds of Laurent
    and Massart (2000, lemma 1) for chi-square, P ≤ exp(−19) on either side. A draw that serves all
    images counts once.
    """
    noise = _different(noise)
    count, total = noise.numel(), float(noise.square().sum())
    spread = 2 * math.sqrt(count * LAURENT_MASSART)
    centred = abs(float(noise.sum())) <= DEVIATIONS * math.sqrt(count)
    if not centred or not count - spread <= total <= count + spread + 2 * LAURENT_MASSART:
        raise Failed(
            said(
                "The noise of {what} should come from N(0, I), and std be exp(log_var / 2).",
                what=what,
            )
        )


def _different(noise: Tensor) -> Tensor:
    """Return the rows of noise (M, Z) that differ by more than the rounding of z, about 1e-5.

    Equal ones share a cell on one grid at least of those that are shifted by half a cell. Of 5,000
    independent rows fewer than one in expectation is taken for another.
    """
    for shift in itertools.product((0.0, 0.5), repeat=noise.shape[1]):
        cells = (noise / SAME + torch.tensor(shift)).floor()
        _, group = torch.unique(cells, dim=0, return_inverse=True)
        order = group.argsort(stable=True)
        starts = torch.cat([torch.ones(1, dtype=torch.bool), group[order].diff() > 0])
        noise = noise[order[starts[: len(order)]]]
    return noise


def _importance_slips(parts: Tensor, kl: Tensor) -> SlipAnswers:
    """Return what the usual slips make of the mean of −L_K; see `PlayedVAE.log_weights`."""
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


def _mean_slips(cost: Tensor, size: int) -> SlipAnswers:
    """Return what the usual slips make of the mean over the images of `cost` (B,)."""
    slips = scaled_mistakes(cost.mean(0, keepdim=True), size)
    return {
        "This is the sum over the images: report their mean.": cost.sum(),
        "Only the first image is counted: report the mean over all images.": cost[0],
        **{name: wrong[0] for name, wrong in slips.items()},
    }


def _number(rows: Rows, name: str, unit: str) -> Tensor:
    return torch.tensor(as_float(rows[name][unit]), dtype=torch.float64)


def _bound(log_weights: Tensor) -> Tensor:
    """Return −L_K of log-weights (K, N), float64 (N,)."""
    return math.log(len(log_weights)) - torch.logsumexp(log_weights, 0)
