"""Reference solutions of `images/field`: instruments that measure what any network sees."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor


def gradient_map(net: Callable[[Tensor], Tensor], x: Tensor, place: tuple[int, int]) -> Tensor:
    """How strongly the features at one place answer to each input entry, by gradients.

        map[c, h, w] = max_f |d net(x)[0, f, i, j] / d x[0, c, h, w]|,    (i, j) = place

    A feature that answers with +1 and another with -1 must not cancel: the largest is taken over
    features, one by one, not over their sum.

    Args:
        net: maps ``(B, C, H, W)`` to ``(B, F, H, W)``, any ``F``; it need not depend on its input.
        x: ``(1, C, H, W)``; it may require grad. Neither it nor any ``.grad`` is changed.
        place: ``(i, j)``, row and column.

    Returns:
        ``(C, H, W)`` in the dtype of ``x``; zeros where nothing depends; does not require grad.

    Example:
        >>> twice_the_left = lambda x: torch.nn.functional.pad(2 * x, (1, -1))
        >>> gradient_map(twice_the_left, torch.zeros(1, 1, 1, 4), (0, 2))
        tensor([[[0., 2., 0., 0.]]])
    """
    # About 9 lines: torch.autograd.grad of one feature after the other, with retain_graph=True;
    # allow_unused=True returns None where nothing depends.
    ### BEGIN SOLUTION
    i, j = place
    with torch.enable_grad():
        x = x.detach().clone().requires_grad_()
        features = net(x)[0, :, i, j].unbind()
    largest = torch.zeros_like(x[0], requires_grad=False)
    for feature in features:
        if feature.requires_grad:
            (slope,) = torch.autograd.grad(feature, x, retain_graph=True, allow_unused=True)
            if slope is not None:
                largest = torch.maximum(largest, slope[0].abs())
    return largest
    ### END SOLUTION


@torch.no_grad()
def intervention_map(
    net: Callable[[Tensor], Tensor], x: Tensor, place: tuple[int, int], delta: float
) -> Tensor:
    """How far the features at one place move when one input entry is changed, entry by entry.

        map[c, h, w] = max_f |net(x + delta e_chw)[0, f, i, j] - net(x)[0, f, i, j]|

    where ``e_chw`` is one at that entry and zero elsewhere. It needs no gradients: steps and
    rounding, whose slope is zero, are found as well.

    Args:
        net: maps ``(B, C, H, W)`` to ``(B, F, H, W)``; images of a batch do not see each other.
        x: ``(1, C, H, W)``; not modified.
        place: ``(i, j)``, row and column.
        delta: a number that is added to one entry at a time.

    Returns:
        ``(C, H, W)`` in the dtype of ``x``; does not require grad.

    Example:
        >>> steps = lambda x: (x > 0.5).float()
        >>> intervention_map(steps, torch.zeros(1, 1, 1, 3), (0, 1), delta=1.0)
        tensor([[[0., 1., 0.]]])
    """
    # About 6 lines: a batch that holds one changed image for each entry, and x itself.
    ### BEGIN SOLUTION
    i, j = place
    entries = x[0].numel()
    changes = delta * torch.eye(entries, dtype=x.dtype, device=x.device)
    changed = x + changes.view(entries, *x.shape[1:])
    features = net(torch.cat([x, changed]))[:, :, i, j]
    moved = (features[1:] - features[:1]).abs().amax(1)
    return moved.view(x.shape[1:]).to(x.dtype)
    ### END SOLUTION


def blind_spot(seen: Tensor, place: tuple[int, int]) -> tuple[int, int]:
    """Count the pixels that are missing from a field, and those that must not be in it.

    Args:
        seen: boolean ``(H, W)``, true where the output at ``place`` depends on the pixel.
        place: ``(i, j)``. In raster order the pixel ``(h, w)`` comes before it when ``h < i``, or
            when ``h == i`` and ``w < j``.

    Returns:
        Two ints, ``(missed, leaked)``: pixels strictly before ``place`` that are not seen, and
        pixels at ``place`` or after it that are.

    Example:
        >>> blind_spot(torch.tensor([[True, False], [True, True]]), (1, 0))
        (1, 2)
    """
    # About 4 lines. Flattened, the pixels stand in raster order.
    ### BEGIN SOLUTION
    now = place[0] * seen.shape[1] + place[1]
    flat = seen.flatten()
    return int((~flat[:now]).sum()), int(flat[now:].sum())
    ### END SOLUTION


def receptive_field(kernel_sizes: Sequence[int], dilations: Sequence[int]) -> int:
    """Side of the square that one output of a stack of unmasked convolutions sees.

    Args:
        kernel_sizes: the odd side of each layer's kernel.
        dilations: the distance between neighbouring entries of each layer's kernel, at least 1.

    Returns:
        An int; 1 when there is no layer.

    Raises:
        ValueError: the two are not equally long, or a kernel size is even.

    Example:
        >>> receptive_field([3, 3], [1, 2])
        7
    """
    # About 5 lines: two checks; each layer adds its own reach on both sides.
    ### BEGIN SOLUTION
    if len(kernel_sizes) != len(dilations):
        raise ValueError(f"{len(kernel_sizes)} kernel sizes, but {len(dilations)} dilations")
    even = [k for k in kernel_sizes if k % 2 == 0]
    if even:
        raise ValueError(f"a kernel size must be odd, not {even[0]}")
    return 1 + sum((k - 1) * d for k, d in zip(kernel_sizes, dilations, strict=True))
    ### END SOLUTION


def stack_field(masks: Sequence[Tensor], dilations: Sequence[int], size: int) -> Tensor:
    """What one output of a stack of *masked* convolutions depends on, without training anything.

    The plane has no borders: a path may leave the window that is shown and come back into it.

    Args:
        masks: ``(k, k)`` of zeros and ones, ``k`` odd, one for each layer, the input's layer
            first. Oriented as in ``conv2d``: entry ``(a, b)`` looks at the offset
            ``dilation * (a - k // 2, b - k // 2)``.
        dilations: one for each layer.
        size: odd side of the window around the centre.

    Returns:
        Boolean ``(size, size)``: true where the output at the centre depends on the input.

    Example:
        The left neighbour's left neighbour:

        >>> left = torch.tensor([[0, 0, 0], [1, 0, 0], [0, 0, 0]])
        >>> stack_field([left, left], [1, 1], size=5)[2]
        tensor([ True, False, False, False, False])
    """
    # About 9 lines. Start from the centre, and follow every entry of every mask: a set of offsets
    # is easier here than a plane, since it has no borders.
    ### BEGIN SOLUTION
    offsets = {(0, 0)}
    for mask, dilation in zip(masks, dilations, strict=True):
        half = len(mask) // 2
        steps = [(dilation * (a - half), dilation * (b - half)) for a, b in mask.nonzero().tolist()]
        offsets = {(h + dh, w + dw) for h, w in offsets for dh, dw in steps}
    seen = torch.zeros(size, size, dtype=torch.bool)
    for h, w in offsets:
        if max(abs(h), abs(w)) <= size // 2:
            seen[size // 2 + h, size // 2 + w] = True
    return seen
    ### END SOLUTION
