"""backward(inputs=...) and recursion for the rest."""

import torch


def gradient_map(net, x, place):
    total = torch.zeros(x.shape[1:], dtype=x.dtype)
    leaf = torch.empty_like(x).copy_(x.detach()).detach()
    leaf.requires_grad = True
    features = net(leaf)[0]
    if features.grad_fn is None and not features.requires_grad:
        return total
    for f in range(len(features)):
        leaf.grad = None
        features[f, place[0], place[1]].backward(inputs=[leaf], retain_graph=True)
        if leaf.grad is not None:
            total = torch.where(leaf.grad[0].abs() > total, leaf.grad[0].abs(), total)
    return total


def intervention_map(net, x, place, delta):
    i, j = place
    work = x.detach().clone(memory_format=torch.contiguous_format)
    flat = work.view(-1)
    answers = []
    with torch.no_grad():
        base = net(work.clone())[0, :, i, j].clone()
        for n in range(flat.numel()):
            kept = flat[n].item()
            flat[n] = flat[n] + delta
            answers.append((net(work.clone())[0, :, i, j] - base).abs().max())
            flat[n] = kept
    return torch.stack(answers).reshape(x.shape[1:])


def blind_spot(seen, place):
    def count(bits):
        if len(bits) == 0:
            return 0
        if len(bits) == 1:
            return 1 if bits[0] else 0
        half = len(bits) // 2
        return count(bits[:half]) + count(bits[half:])

    flat = [bool(v) for row in seen.tolist() for v in row]
    n = place[0] * seen.shape[1] + place[1]
    return n - count(flat[:n]), count(flat[n:])


def receptive_field(kernel_sizes, dilations):
    kernel_sizes, dilations = list(kernel_sizes), list(dilations)
    if len(kernel_sizes) != len(dilations):
        raise ValueError("lengths differ")
    if not kernel_sizes:
        return 1
    k, d = kernel_sizes[0], dilations[0]
    if not k & 1:
        raise ValueError("even")
    return receptive_field(kernel_sizes[1:], dilations[1:]) + d * (k - 1)


def stack_field(masks, dilations, size):
    masks, dilations = list(masks), list(dilations)
    half = size // 2
    answer = torch.zeros(size, size, dtype=torch.bool)
    visited = set()

    def visit(layer, y, x):
        if (layer, y, x) in visited:
            return
        visited.add((layer, y, x))
        if layer < 0:
            if abs(y) <= half and abs(x) <= half:
                answer[y + half, x + half] = True
            return
        k, d = masks[layer].shape[0], dilations[layer]
        for a, b in masks[layer].nonzero().tolist():
            visit(layer - 1, y + d * (a - k // 2), x + d * (b - k // 2))

    visit(len(masks) - 1, 0, 0)
    return answer
