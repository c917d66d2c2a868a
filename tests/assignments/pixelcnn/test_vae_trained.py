"""What a VAE has learned: secret digits, twins, and images of a batch that see each other."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from assignments.pixelcnn.checks import vae_trained
from assignments.pixelcnn.checks.vae_answers import encoded
from assignments.pixelcnn.checks.vae_trained import (
    Images,
    Learned,
    _require_possible,
    bound,
    learns,
    public_images,
    require_apart,
    secret_images,
)
from autograder.checking.check import Context
from autograder.checking.models.crossed import crossed, turned
from autograder.checking.student import Failed, Student
from autograder.probes.mesh import MarkovMesh
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT
from tests.support.checked import findings, reference

EXERCISE, TRAINED = "vae", "trained_below_the_ceiling"


def context(seed: int = 1) -> Context:
    return Context({}, ROOT / "assignments" / "pixelcnn", seed)


def test_no_secret_digit_lies_in_the_students_folder() -> None:
    public = public_images(context())
    secret = secret_images(context(), public)
    flat = torch.cat([public.train, public.held_back])
    for quarters in range(4):
        for mirrored in (False, True):
            known = {tuple(one) for one in turned(flat, quarters, mirrored).flatten(1).tolist()}
            shared = sum(tuple(one) in known for one in secret.held_back.flatten(1).tolist())
            assert shared < 0.1 * len(secret.held_back)


def test_other_secrets_give_other_digits() -> None:
    first, other = (
        secret_images(context(seed), public_images(context())).held_back for seed in (1, 2)
    )
    assert first.shape == other.shape
    assert (first != other).any(2).any(1).double().mean() > 0.9


def test_every_row_of_a_cross_comes_from_a_digit() -> None:
    public = public_images(context()).held_back
    rows = {tuple(row) for row in public.flatten(0, 1).tolist()}
    made = crossed(public, torch.Generator().manual_seed(3))
    assert {tuple(row) for row in made.flatten(0, 1).tolist()} <= rows


def apart(layer: Any, pixels: int = 12) -> None:
    """Ask about a VAE whose encoder has this layer."""

    class VAE(reference()["VAE"]):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(pixels)
            self.layer = layer

        def encode(self, x: Tensor) -> Any:
            return super().encode(self.layer(x))

    student = Student(LocalTransport({"VAE": VAE}))
    images = torch.randint(2, (40, pixels), generator=torch.Generator().manual_seed(0)).float()
    require_apart(student, student.construct("VAE"), images)


class Attention(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + (x @ x.T).softmax(1) @ x


@pytest.mark.parametrize(
    ("layer", "where"), [(nn.BatchNorm1d(12), "training"), (Attention(), "eval")]
)
def test_images_that_see_each_other_are_told(layer: nn.Module, where: str) -> None:
    with pytest.raises(Failed, match=f"In {where} mode .* batch normalisation"):
        apart(layer)


class OwnNoise(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        draw = torch.Generator()
        draw.seed()
        return x + torch.rand(x.shape, generator=draw)


@pytest.mark.parametrize("layer", [nn.Dropout(0.3), nn.LayerNorm(12), nn.Identity(), OwnNoise()])
def test_dropout_and_noise_are_not(layer: nn.Module) -> None:
    apart(layer)


def test_a_bound_above_what_the_law_allows_is_impossible_and_an_honest_one_is_not() -> None:
    draw = torch.Generator().manual_seed(0)
    mesh = MarkovMesh.drawn(8, 8, draw)
    images = mesh.sample(100, draw)
    known = mesh.log_prob(images)
    _require_possible(known, known)
    with pytest.raises(Failed, match="knows more than z"):
        _require_possible(known + 0.5, known)
    student = Student(LocalTransport(reference()))
    vae = student.construct("VAE", 64)
    cost = bound(encoded(vae, images.flatten(1).float(), 8), context())
    _require_possible(-cost, known)


@pytest.mark.slow
def test_a_vae_that_is_trained_before_it_is_trained_has_learned_nothing() -> None:
    right: Any = reference()["VAE"]

    class Still(right):  # type: ignore[misc]
        def elbo(self, x: Tensor, noise: Tensor) -> Tensor:
            elbo: Tensor = super().elbo(x, noise)
            # Weights that no gradient reaches: what training finds, it leaves.
            return elbo.detach() + 0 * elbo if self.training else elbo

    found = findings(EXERCISE, {**reference(), "VAE": Still})
    assert "no better than it was" in found[TRAINED].message and found[TRAINED].essential


@pytest.mark.slow
def test_a_table_of_the_public_digits_is_no_help() -> None:
    folder = ROOT / "tests" / "submissions" / "pixelcnn" / "vae"
    source = (folder / "wrong_table_of_digits.py").read_text(encoding="utf-8")
    assert "digits.npz" in source
    names = dict(reference())
    there = repr(str(context().data / "digits.npz"))
    exec(compile(source.replace('"digits.npz"', there), "<table>", "exec"), names)
    assert findings(EXERCISE, names)[TRAINED].outcome == "failed"


NEAR = 24.0  # nats of crossed digits: nearer to the ceiling than to independent pixels
PARAMETERS = {"vae_ceiling_nats": 21.0, "vae_steps": 2, "batch_size": 64}


@pytest.mark.parametrize(
    ("crossed_nats", "own_nats", "asked"), [(NEAR, 20.9, True), (NEAR, 21.5, True), (25, 1, False)]
)
def test_images_harder_than_those_of_the_ceiling_do_not_decide(
    monkeypatch: pytest.MonkeyPatch, crossed_nats: float, own_nats: float, asked: bool
) -> None:
    """Crossed clothes cost a tenth more than clothes: the promise is about these."""
    trained_on: list[bool] = []

    def learned(_: Student, ctx: Context, images: Images, __: object) -> Learned:
        own = torch.equal(images.train, public_images(ctx).train)
        trained_on.append(own)
        nats = own_nats if own else crossed_nats
        return Learned(CODES, nats, 60.0, torch.zeros(1), least=2.0)

    monkeypatch.setattr(vae_trained, "_learned", learned)
    monkeypatch.setattr(vae_trained, "_require_trained", lambda *_: None)
    monkeypatch.setattr(vae_trained, "require_below", require_at_most)
    monkeypatch.setattr(vae_trained, "independent_images", lambda _: 28.0)
    ctx = Context(PARAMETERS, ROOT / "assignments" / "pixelcnn", 1)
    student = Student(LocalTransport({}))
    if asked and own_nats <= 21.0:
        learns(student, ctx)
    else:
        with pytest.raises(Failed, match=f"{own_nats if asked else crossed_nats}"):
            learns(student, ctx)
    assert (True in trained_on) is asked


CODES: Any = None  # nothing of them is looked at


def require_at_most(nats: float, ceiling: float, *_: object) -> None:
    if nats > ceiling:
        raise Failed(f"{nats}")
