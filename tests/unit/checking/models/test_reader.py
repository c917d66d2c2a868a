"""A language model that is played: what it answers, what it remembers, what it refuses."""

import pytest
import torch
from torch import Tensor

from autograder.checking.models.draw_mistakes import TEXTS, off_grid_sentence, words_of
from autograder.checking.models.drawn import require_few_calls, require_grid, require_law
from autograder.checking.models.generators import require_generator
from autograder.checking.models.players import PATIENCE
from autograder.checking.models.reader import LONGEST, logits_for, reading
from autograder.checking.models.sampler import Sampler
from autograder.checking.student import Failed, Student
from autograder.probes.oracles import Indep
from autograder.probes.sampling import DRAWS
from autograder.probes.table import Table
from autograder.probes.texts import Texts
from autograder.selfcheck.local import LocalTransport

LAYOUT = Texts(3, 4)


def law(seed: int = 0) -> Table:
    draw = torch.Generator().manual_seed(seed)
    logits = torch.randn(3, 16, 4, generator=draw, dtype=torch.float64)
    pasts = torch.arange(16)
    return Table(torch.stack([logits[t][pasts % 4**t] for t in range(3)]))


def test_the_logits_of_a_token_know_the_tokens_before_it_alone() -> None:
    text = torch.tensor([[1, 2, 3], [1, 2, 0], [1, 0, 0]])
    logits = logits_for(law(), LAYOUT, text)
    assert logits.shape == (3, 3, 4)
    assert torch.equal(logits[0], logits[1])
    assert torch.equal(logits[1, :2], logits[2, :2]) and not torch.equal(logits[1, 2], logits[2, 2])


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_a_text_of_any_length_is_answered(length: int) -> None:
    played = reading(law(), LAYOUT, "generate", torch.float64)
    text = torch.tensor([[1, 2, 3, 0, 1]])[:, :length]
    answer = played.oracle().methods["forward"](text)
    assert answer.shape == (1, length, 4) and answer.dtype == torch.float64
    assert torch.equal(answer[:, :3], logits_for(law(), LAYOUT, text)[:, :3])
    assert (answer[:, 3:] == 0).all()
    assert played.calls == 1 and torch.equal(played.inputs[0], text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (torch.zeros(2, 0, dtype=torch.int64), "at least one token"),
        (torch.zeros(1, LONGEST + 1, dtype=torch.int64), "at least one token"),
        (torch.zeros(3, dtype=torch.int64), "come in a batch"),
        (torch.zeros(2, 3), "int64"),
        (torch.full((2, 3), -1), "0 … V − 1"),
        (torch.full((2, 3), 4), "0 … V − 1"),
        ("abc", "int64"),
    ],
)
def test_what_is_no_text_is_refused(text: object, words: str) -> None:
    played = reading(law(), LAYOUT, "greedy")
    with pytest.raises(Failed, match=words):
        played.oracle().methods["forward"](text)
    with pytest.raises(Failed, match="int64"):
        played.oracle().methods["forward"](torch.zeros(1, 2).long(), 0)


def test_far_too_many_calls_are_cut_off() -> None:
    ask = reading(law(), LAYOUT, "greedy").oracle().methods["forward"]
    for _ in range(PATIENCE * LAYOUT.size):
        ask(torch.zeros(1, 1, dtype=torch.int64))
    with pytest.raises(Failed, match="far more calls"):
        ask(torch.zeros(1, 1, dtype=torch.int64))


def generate(model: object, prefix: Tensor, length: int, generator: object = None) -> Tensor:
    text = prefix
    while text.shape[1] < length:
        logits = model(torch.nn.functional.pad(text, (0, 1)))[:, -1]  # type: ignore[operator]
        new = torch.multinomial(logits.softmax(-1), 1, generator=generator)  # type: ignore[arg-type]
        text = torch.cat([text, new], 1)
    return text


def test_a_sampler_of_texts_is_judged_as_any_other() -> None:
    student = Student(LocalTransport({"generate": generate}))
    sampler = Sampler(student, "generate", LAYOUT, law(), play=reading)
    nothing = torch.zeros(DRAWS, 0, dtype=torch.int64)
    drawn = sampler.draw(DRAWS, student.generator(3), prefix=nothing, length=3)
    require_grid(drawn)
    require_few_calls(drawn)
    require_law([drawn], law())
    with pytest.raises(Failed, match="texts of `generate` do not follow"):
        require_law([drawn], law(1))
    fair = Sampler(student, "generate", LAYOUT, Indep.fair(LAYOUT), play=reading)
    require_generator(student, lambda g: fair.draw(20, g, prefix=nothing[:20], length=3), 5)
    assert drawn.words is words_of(LAYOUT) is TEXTS


def test_tokens_have_words_of_their_own() -> None:
    assert "0 … V − 1" in off_grid_sentence("generate", LAYOUT)
