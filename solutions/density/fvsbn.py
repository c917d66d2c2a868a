"""Reference solutions of `density/fvsbn`: a logistic regression of each pixel on its past."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class FVSBN(nn.Module):
    """A fully visible sigmoid belief network: each dimension a logistic regression on its past.

        P(x_i = 1 | x_<i) = sigmoid(bias_i + sum_{j < i} weight_ij x_j)

    Only the strictly lower triangle of ``weight`` counts, whatever the rest holds: an optimiser or
    ``load_state_dict`` may write anything there. See Neal, "Connectionist learning of belief
    networks", 1992, and Gan et al., 2015.

    Args:
        num_dims: ``D``, at least 1.

    The parameters are called ``weight (D, D)`` (row ``i`` predicts dimension ``i``) and
    ``bias (D,)``.

    Example:
        >>> model = FVSBN(num_dims=3)
        >>> model(torch.ones(2, 3)).shape, model.log_prob(torch.ones(2, 3)).shape
        (torch.Size([2, 3]), torch.Size([2]))
    """

    def __init__(self, num_dims: int) -> None:
        """Make the two parameters; where they start is up to you."""
        super().__init__()
        # About 2 lines: nn.Parameter. Zeros are a good start here.
        ### BEGIN SOLUTION
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(B, D)`` of ``P(x_i = 1 | x_<i)`` for rows ``x (B, D)``, all at once."""
        # 1 line: cut the weight at every call, then one product.
        ### BEGIN SOLUTION
        return F.linear(x, self.weight.tril(-1), self.bias)
        ### END SOLUTION

    def log_prob(self, x: Tensor) -> Tensor:
        """``log P(x)`` in nats, ``(B,)`` for rows ``x (B, D)``; logits of ±10,000 are fine."""
        # About 2 lines: minus the binary cross-entropy *with logits*, summed over dimensions.
        ### BEGIN SOLUTION
        nll = F.binary_cross_entropy_with_logits(self(x), x, reduction="none")
        return -nll.sum(1)
        ### END SOLUTION

    @torch.no_grad()
    def sample(self, num_samples: int, generator: torch.Generator | None = None) -> Tensor:
        """Draw rows of zeros and ones, one dimension after the other.

        Args:
            num_samples: rows.
            generator: where all randomness comes from: equal states give equal rows, and a call
                moves the state on. ``None`` is torch's global generator.

        Returns:
            ``(num_samples, D)`` in the dtype of the parameters; does not require grad.
        """
        # About 5 lines: rows of zeros; in a loop the logits given what has been drawn, and the
        # bit written into its column: a one where a uniform number lies *below* the probability.
        ### BEGIN SOLUTION
        num_dims = len(self.bias)
        x = torch.zeros(num_samples, num_dims, dtype=self.bias.dtype, device=self.bias.device)
        for i in range(num_dims):
            logit = self.bias[i] + x[:, :i] @ self.weight[i, :i]
            x[:, i] = torch.bernoulli(logit.sigmoid(), generator=generator)
        return x
        ### END SOLUTION


def fvsbn_gradient(x: Tensor, weight: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
    """The gradient of the *mean* log-likelihood of the rows, worked out by hand.

    With ``p_i = P(x_i = 1 | x_<i)``, one row contributes

        d log P(x) / d weight_ij = (x_i - p_i) x_j    for j < i
        d log P(x) / d bias_i    =  x_i - p_i

    Args:
        x: ``(B, D)``, zeros and ones in the dtype of ``weight``; ``B >= 1``.
        weight: ``(D, D)``; on and above the diagonal it holds arbitrary numbers.
        bias: ``(D,)``.

    Returns:
        ``(D, D)`` and ``(D,)``; the first is zero on and above the diagonal.

    Example:
        >>> fvsbn_gradient(torch.tensor([[1.0, 1]]), torch.zeros(2, 2), torch.zeros(2))[0]
        tensor([[0.0000, 0.0000],
                [0.5000, 0.0000]])
    """
    # About 3 lines: the surprise x - p of all rows, one product with x, cut and divided.
    ### BEGIN SOLUTION
    surprise = x - F.linear(x, weight.tril(-1), bias).sigmoid()
    return (surprise.T @ x).tril(-1) / len(x), surprise.mean(0)
    ### END SOLUTION


def ascent_step(model: FVSBN, x: Tensor, learning_rate: float) -> float:
    """Take one step of plain gradient ascent on the mean ``model.log_prob(x)``, in place.

        parameter <- parameter + learning_rate * gradient

    Args:
        model: an ``FVSBN``. All its parameters move, whatever their ``.grad`` held before.
        x: ``(B, D)``, zeros and ones in the dtype of the model.
        learning_rate: the length of the step.

    Returns:
        The mean log-likelihood *before* the step, nats, a Python float.
    """
    # About 5 lines. torch.autograd.grad returns gradients and touches no `.grad`;
    # parameters are written to under torch.no_grad().
    ### BEGIN SOLUTION
    mean = model.log_prob(x).mean()
    parameters = list(model.parameters())
    gradients = torch.autograd.grad(mean, parameters)
    with torch.no_grad():
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.add_(gradient, alpha=learning_rate)
    return mean.item()
    ### END SOLUTION
