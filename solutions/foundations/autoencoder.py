"""Reference solutions of `foundations/autoencoder`: images through a bottleneck."""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn


class Autoencoder(nn.Module):
    """Two small networks: one turns an image into a few numbers, the other turns them back.

    All that the second one knows of an image is its code. No image sees another one of the batch,
    and training and evaluation mode answer alike.

    Args:
        num_pixels: ``P``.
        code: how many numbers stand for an image.
        hidden: units of the hidden layers.

    Example:
        >>> model = Autoencoder(num_pixels=64, code=8)
        >>> model.encode(torch.ones(3, 64)).shape, model(torch.ones(3, 64)).shape
        (torch.Size([3, 8]), torch.Size([3, 64]))
    """

    def __init__(self, num_pixels: int = 64, code: int = 8, hidden: int = 32) -> None:
        """Build the encoder and the decoder."""
        super().__init__()
        # About 6 lines: nn.Sequential, twice. A ReLU on the code or on the image lets units die.
        ### BEGIN SOLUTION
        self.encoder = nn.Sequential(
            nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, code)
        )
        self.decoder = nn.Sequential(
            nn.Linear(code, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels)
        )
        ### END SOLUTION

    def encode(self, x: Tensor) -> Tensor:
        """Codes ``(B, code)`` of images ``x (B, P)`` in [0, 1]."""
        # 1 line.
        ### BEGIN SOLUTION
        return self.encoder(x)  # type: ignore[no-any-return]
        ### END SOLUTION

    def decode(self, z: Tensor) -> Tensor:
        """Images ``(B, P)`` from codes ``z (B, code)``, and from nothing else."""
        # 1 line.
        ### BEGIN SOLUTION
        return self.decoder(z)  # type: ignore[no-any-return]
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """``decode(encode(x))``, ``(B, P)``."""
        # 1 line.
        ### BEGIN SOLUTION
        return self.decode(self.encode(x))
        ### END SOLUTION


def reconstruction_error(model: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """How far the rebuilt images are from the real ones.

        error_n = 1/P sum_p (model(x)_np - x_np)^2

    Args:
        model: any callable from images ``(B, P)`` to images ``(B, P)``.
        x: ``(B, P)``.

    Returns:
        ``(B,)``: one error for each image, the *mean* over its pixels.

    Example:
        >>> reconstruction_error(lambda x: x + 0.5, torch.tensor([[0.0, 1.0], [0.5, 0.5]]))
        tensor([0.2500, 0.2500])
    """
    # 1 line.
    ### BEGIN SOLUTION
    return (model(x) - x).square().mean(1)
    ### END SOLUTION


def pca_error(x: Tensor, code: int) -> Tensor:
    """The least mean error of any *linear* autoencoder: encoder and decoder one layer each.

    With biases, the best one keeps the mean image and the ``code`` directions in which the images
    vary most: principal component analysis.

    Args:
        x: ``(N, P)``; ``N`` may be less than ``P``.
        code: how many numbers stand for an image, ``0 <= code < P``.

    Returns:
        ``()``: the mean of its ``reconstruction_error`` over ``x``. With ``code`` 0, the variance
        of a pixel.

    Example:
        The four images vary along one line: one number says it all.

        >>> x = torch.tensor([[0.0, 0.0], [0.2, 0.4], [0.4, 0.8], [0.5, 1.0]])
        >>> print(f"{pca_error(x, 0):.4f} {pca_error(x, 1):.4f}")
        0.0922 0.0000
    """
    # About 2 lines. Take off the mean image; the squares of torch.linalg.svdvals say how much lies
    # in each direction, the most first. What is not kept is lost.
    ### BEGIN SOLUTION
    spread: Tensor = torch.linalg.svdvals(x - x.mean(0))
    return spread[code:].square().sum() / x.numel()
    ### END SOLUTION


def detect(normal: Tensor, odd: Tensor, rate: float) -> dict[str, float]:
    """Call images odd whose error is large: how many are found, how many false alarms?

    Args:
        normal: ``(N,)``, errors of normal images. They alone set the threshold.
        odd: ``(M,)``, errors of images that should be found.
        rate: the share of the normal ones that may be called odd, ``0 <= rate < 1``.

    Returns:
        Python floats: ``"threshold"``, the least of the *normal* errors above which (strictly)
        at most the share ``rate`` of the normal ones lies; ``"false_alarm"`` and ``"detected"``,
        the shares of the normal and of the odd errors that lie above it, strictly.

    Example:
        >>> normal = torch.tensor([4.0, 1.0, 3.0, 2.0])
        >>> detect(normal, torch.tensor([3.0, 3.5, 9.0]), rate=0.3)
        {'threshold': 3.0, 'false_alarm': 0.25, 'detected': 0.6666666666666666}
    """
    # About 7 lines. Sort the normal errors. Of N, floor(rate * N) may lie above.
    ### BEGIN SOLUTION
    above = math.floor(rate * len(normal))
    threshold = normal.sort().values[len(normal) - 1 - above]
    return {
        "threshold": threshold.item(),
        "false_alarm": (normal > threshold).double().mean().item(),
        "detected": (odd > threshold).double().mean().item(),
    }
    ### END SOLUTION


def compression_ratio(
    num_images: int,
    num_pixels: int,
    bits_per_pixel: float,
    code: int,
    bits_per_number: float,
    decoder_parameters: int = 0,
) -> float:
    """How many times fewer bits the codes take than the images.

    Who receives the codes needs the decoder, too, once.

    Args:
        num_images: how many are sent.
        num_pixels: of each image.
        bits_per_pixel: of the images as they are.
        code: numbers that stand for an image.
        bits_per_number: of each number of a code, and of each parameter.
        decoder_parameters: numbers that the decoder consists of.

    Returns:
        A Python float: bits of all images / (bits of all codes and of the decoder).

    Example:
        >>> compression_ratio(1000, 64, 4, code=8, bits_per_number=16, decoder_parameters=2400)
        1.5384615384615385
    """
    # About 3 lines.
    ### BEGIN SOLUTION
    images = num_images * num_pixels * bits_per_pixel
    numbers = num_images * code + decoder_parameters
    return float(images / (numbers * bits_per_number))
    ### END SOLUTION
