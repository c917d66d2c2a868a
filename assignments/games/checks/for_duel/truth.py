"""The losses that both steps are due to take, and those that mistakes take them on."""

from collections.abc import Callable, Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.probes.step import Loss, Nets
from autograder.text.i18n import said

HIDDEN = True  # never released

Formula = Callable[[Tensor, Tensor], Tensor]  # of logits of the real ones and of the fakes
softplus = F.softplus


def _mean(real: Tensor, fake: Tensor) -> Tensor:
    return softplus(-real).mean() + softplus(fake).mean()


def _joint(real: Tensor, fake: Tensor) -> Tensor:
    return torch.cat([softplus(-real), softplus(fake)]).mean()


def judging(real: Tensor, noise: Tensor, formula: Formula = _mean) -> Loss:
    """Return the discriminator's loss, or another one of the same logits."""

    def loss(nets: Nets) -> Tensor:
        judge = nets["discriminator"]
        return formula(judge(real), judge(nets["generator"](noise).detach()))

    return loss


def judging_slips(real: Tensor, noise: Tensor) -> Mapping[str, Loss]:
    """Return the losses that mistakes of the discriminator's step take it on, by their names."""

    def smoothed(one: Tensor, fake: Tensor) -> Tensor:
        return 0.9 * softplus(-one).mean() + 0.1 * softplus(one).mean() + softplus(fake).mean()

    formulas: Mapping[str, Formula] = {
        said("Mean over the real plus mean over the fakes; you took one mean over both."): _joint,
        said("There is no factor ½ in front of the two means."): lambda a, b: _mean(a, b) / 2,
        said("Real and fake have changed places."): lambda a, b: _mean(-a, -b),
        said("The labels are 1 and 0: nothing is smoothed."): smoothed,
        said("Means over the rows were asked for, not sums."): lambda a, b: (
            softplus(-a).sum() + softplus(b).sum()
        ),
        said("The loss of the fakes is missing."): lambda a, b: softplus(-a).mean(),
        said("The loss of the real ones is missing."): lambda a, b: softplus(b).mean(),
        said("Of the fakes it is −log (1 − D): these are minus −log D."): lambda a, b: (
            softplus(-a).mean() - softplus(-b).mean()
        ),
        said("Logits are not the loss: −log D and −log (1 − D) were asked for."): lambda a, b: (
            b.mean() - a.mean()
        ),
        said("−log D was asked for, not squared errors."): lambda a, b: (
            (a - 1).square().mean() + b.square().mean()
        ),
        said("A sigmoid too much: the discriminator gives logits."): lambda a, b: _mean(
            a.sigmoid(), b.sigmoid()
        ),
    }
    found = {told: judging(real, noise, formula) for told, formula in formulas.items()}
    if real.shape[1:] == noise.shape[1:]:
        noised = said("The fakes are the generator's answer to the noise, not the noise.")
        found[noised] = lambda nets: judging(real, noise)({**nets, "generator": nn.Identity()})
    return found


def making(noise: Tensor, kind: str, formula: Callable[[Tensor], Tensor] | None = None) -> Loss:
    """Return a generator's loss of a kind, or another one of the same logits."""
    due = formula or OF_KIND[kind]
    return lambda nets: due(nets["discriminator"](nets["generator"](noise)))


OF_KIND: Mapping[str, Callable[[Tensor], Tensor]] = {
    "non_saturating": lambda logits: softplus(-logits).mean(),
    "saturating": lambda logits: -softplus(logits).mean(),
}


def making_slips(noise: Tensor, kind: str) -> Mapping[str, Loss]:
    """Return the losses that mistakes of the generator's step take it on, by their names."""
    right = OF_KIND[kind]
    (other,) = (one for name, one in OF_KIND.items() if name != kind)
    formulas: Mapping[str, Callable[[Tensor], Tensor]] = {
        said("kind is not used, or mixed up: this is the other one."): other,
        said("The loss is upside down: it goes uphill."): lambda logits: -right(logits),
        said("Upside down, and the other kind."): lambda logits: -other(logits),
        said("The mean over the fakes was asked for, not the sum."): lambda logits: (
            len(logits) * right(logits)
        ),
        said("There is no factor ½ in front of the mean."): lambda logits: right(logits) / 2,
        said("Logits are not the loss: log D or log (1 − D) was asked for."): lambda logits: (
            -logits.mean()
        ),
        said("−log D was asked for, not squared errors."): lambda logits: (
            (logits - 1).square().mean()
        ),
        said("A sigmoid too much: the discriminator gives logits."): lambda logits: right(
            logits.sigmoid()
        ),
    }
    return {told: making(noise, kind, formula) for told, formula in formulas.items()}
