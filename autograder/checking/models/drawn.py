"""What samples are judged by: their values, the order of the draws, the law, and independence."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.models.draw_mistakes import off_grid_sentence
from autograder.checking.models.sampler import Drawn, Sampler
from autograder.checking.transport import Failed
from autograder.pictures.samples import samples
from autograder.probes.batch import paired, tied
from autograder.probes.oracles import Hash, Law, off_grid
from autograder.probes.sampling import (
    fit,
    likeliest_mistake,
    order_name,
    violations,
    written_order,
)
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

# Mistakes after which draws still have nearly the model's law.
NEARLY = frozenset({"slightly colder", "slightly warmer", "smoothed"})


def require_dtype(drawn: Drawn, dtype: torch.dtype) -> None:
    """Raise Failed unless samples have this dtype."""
    if drawn.samples.dtype != dtype:
        due = str(dtype).removeprefix("torch.")
        raise Failed(
            said("`{name}` should give {dtype}.", name=drawn.name, dtype=due),
            detail=said("It gave {dtype}.", dtype=str(drawn.samples.dtype)),
        )


def require_no_grad(sampler: Sampler, **given: Any) -> None:
    """Ask once more; raise Failed when samples require a gradient."""
    if sampler.requires_grad(**given):
        raise Failed(
            said(
                "The {samples} of `{name}` require grad. Sample under `torch.no_grad()`.",
                samples=sampler.words.samples,
                name=sampler.title,
            )
        )


def require_few_calls(drawn: Drawn) -> None:
    """Raise Failed when the played model was called more often than a sample has entries."""
    most = drawn.layout.size
    if drawn.calls > most:
        raise Failed(
            said(
                "`{name}` makes more than {most} calls of the model per batch. One call for each "
                "{entry} answers for all {samples} at once.",
                name=drawn.name,
                most=drawn.words.calls,
                entry=drawn.words.entry,
                samples=drawn.words.samples,
            ),
            detail=said(
                "It made {calls} calls, where {most} are enough.", calls=drawn.calls, most=most
            ),
        )


def require_grid(drawn: Drawn, known: Tensor | None = None) -> None:
    """Raise Failed unless every entry is one of the values v / (V - 1), or a token.

    Args: `known`, bool (B, *shape), entries that were given and so may hold anything.
    """
    wrong = off_grid(drawn.samples, drawn.layout)
    if known is not None:
        wrong &= ~known
    if wrong.any():
        number = f"{drawn.samples[wrong][0].item():.6g}"
        raise Failed(
            off_grid_sentence(drawn.name, drawn.layout),
            detail=said("It gave {number}, for one.", number=number),
        )


def require_hash(
    ask: Callable[[], Drawn], law: Hash, known: Tensor | None = None, *, show: bool = False
) -> None:
    """Raise Failed, naming the order, unless each free entry follows from those before it.

    Args: `ask` makes a batch; `law`, that of the played model; `known`, bool (B, *shape), entries
    that were given. `show` adds a picture of the samples that came back, which only a visible check
    may do.

    False alarms: the law leaves no room for chance, but float32 does. A uniform number of
    exactly 0, once in 2^24 draws, may fall to a value of probability 0; so the first failure is
    asked again. With at most 350 draws that is (350 / 2^24)², less than 4.4e-10.
    """
    broken = _broken(drawn := ask(), law, known)
    if broken.any():
        broken = _broken(drawn := ask(), law, known)
    if not broken.any():
        return
    kept = torch.zeros_like(drawn.samples, dtype=torch.bool) if known is None else known
    sentence = drawn.words.orders[_order(drawn, law, drawn.layout.sequences(kept))]
    if known is not None:
        more = said("What is unknown is drawn given all entries before it, known or drawn.")
        sentence = listed([sentence, more])
    picture = _picture(drawn, broken, sentence, known) if show else None
    share = said(
        "{wrong} of {number} entries do not follow.",
        wrong=int(broken.sum()),
        number=broken.numel(),
    )
    lead = said("`{name}` draws the wrong thing.", name=drawn.name)
    raise Failed(listed([lead, sentence]), detail=share, picture=picture, essential=True)


def _broken(drawn: Drawn, law: Hash, known: Tensor | None) -> Tensor:
    """Say which free entries do not follow, bool (B, n); raises Failed for values off the grid."""
    require_grid(drawn)
    free = torch.ones_like(drawn.samples, dtype=torch.bool) if known is None else ~known
    return violations(law, drawn.values, drawn.layout.sequences(free))


def _picture(drawn: Drawn, broken: Tensor, sentence: str, known: Tensor | None) -> Picture:
    wrong = drawn.layout.samples(broken.long()) > 0
    # A hash leaves nothing to chance, so without known entries one sample stands for all.
    shown = 1 if (drawn.values == drawn.values[:1]).all() else len(wrong)
    images, wrong = _as_images(drawn.samples[:shown]), _as_images(wrong[:shown])
    known = None if known is None else _as_images(known[:shown])
    return samples(images, wrong, drawn.name, sentence, known)


def _as_images(samples: Tensor) -> Tensor:
    """Return images as they are, and rows (B, D) as images of one row of pixels."""
    return samples if samples.ndim == 4 else samples.view(len(samples), 1, 1, -1)


def _order(drawn: Drawn, law: Hash, kept: Tensor) -> str:
    """Name the order of the draws, or that values are swapped."""
    other = drawn.layout.num_values - 1 - law.values(drawn.values)
    if ((other == drawn.values) | kept).all():
        return "reversed"
    return _order_written(drawn)


def _order_written(drawn: Drawn) -> str:
    if drawn.layout.size == 1:
        return "unknown"  # one entry is in every order, and from one answer alone
    written = written_order(drawn.inputs, drawn.samples, drawn.layout)
    return order_name(drawn.layout, written)


def require_law(calls: Sequence[Drawn], law: Law, free: Tensor | None = None) -> None:
    """Raise Failed, naming the likeliest mistake, unless draws follow the law.

    Args: `calls`, what one call after another returned; `free`, bool (B, n), which entries of all
    their sequences were drawn. False alarms: FALSE_ALARM of `probes.sampling` and ALPHA, for each
    law.
    """
    for drawn in calls:
        require_grid(drawn)
    first, batches = calls[0], [drawn.values for drawn in calls]
    values = torch.cat(batches)
    drawn_here = torch.ones_like(values, dtype=torch.bool) if free is None else free
    if not fit(law, values, drawn_here).good:
        mistake = likeliest_mistake(law, values, drawn_here)
        message = _not_the_law(first, _sentence(first, mistake))
        raise Failed(message, essential=mistake not in NEARLY)
    if tied(law, batches, drawn_here):
        raise Failed(_not_the_law(first, first.words.mistakes["tied"]))


def require_own_draws(drawn: Drawn) -> None:
    """Raise Failed when two samples have the same draws of fair dice, or opposite ones.

    False alarms: PAIRS_ALPHA of `probes.batch`.
    """
    require_grid(drawn)
    if paired(drawn.values, drawn.layout.num_values):
        raise Failed(_not_the_law(drawn, drawn.words.mistakes["tied"]))


def _not_the_law(drawn: Drawn, sentence: str) -> str:
    lead = said(
        "The {samples} of `{name}` do not follow the model's distribution.",
        samples=drawn.words.samples,
        name=drawn.name,
    )
    return listed([lead, sentence])


def _sentence(drawn: Drawn, mistake: str) -> str:
    """Say what is wrong with draws; those in another order follow no law that is near."""
    order = _order_written(drawn)
    named = order not in ("raster", "other", "unknown")
    return drawn.words.orders[order] if named else drawn.words.mistakes[mistake]
