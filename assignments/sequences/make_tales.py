"""Write tales.txt: sentences of a small grammar, so that what they should cost is known exactly.

    python assignments/sequences/make_tales.py

Each choice is drawn evenly, and a sentence can be made in one way only. So the entropy of a
sentence is the mean of the logarithms of what there was to choose from. The eight persons are the
corners of a cube: royal or not, he or she, grown or young. Whether a thing is *his* or *hers* is
decided by the first person, which may stand seven words before.
"""

import math
import random
from collections.abc import Sequence
from pathlib import Path

ROYAL = ("king", "queen", "prince", "princess")
OTHERS = ("man", "woman", "boy", "girl")
HERS = ("queen", "princess", "woman", "girl")
YOUNG = ("prince", "princess", "boy", "girl")
LOOKS = ("kind", "tired", "old", "wise")
YOUNG_LOOKS = ("kind", "tired", "young", "small")
MEETS = ("sees", "meets", "likes", "hears")
DOES = ("takes", "hides", "finds", "loses")
COLOURS = ("red", "white", "golden")
ROYAL_THINGS = ("crown", "throne", "castle")
THINGS = ("hat", "chair", "house")
COUNT = 3000


class Teller:
    """Draws words, and adds up what an ideal code spends on the choices, in nats."""

    def __init__(self, draw: random.Random) -> None:
        self.draw, self.nats = draw, 0.0

    def one(self, choices: Sequence[str]) -> str:
        """One of these, evenly."""
        self.nats += math.log(len(choices))
        return self.draw.choice(choices)

    def maybe(self, choices: Sequence[str]) -> list[str]:
        """One of these or, as often, nothing."""
        return [self.one(choices)] if self.one(("yes", "no")) == "yes" else []

    def person(self) -> list[str]:
        """Somebody, perhaps with an adjective; the name comes last."""
        who = self.one(ROYAL + OTHERS)
        return ["the", *self.maybe(YOUNG_LOOKS if who in YOUNG else LOOKS), who]

    def sentence(self) -> list[str]:
        """One sentence, as words."""
        words = self.person()
        who = words[-1]
        for meets in self.maybe(MEETS):
            words += ["who", meets, *self.person()]
        words += [self.one(DOES), "her" if who in HERS else "his", *self.maybe(COLOURS)]
        return [*words, self.one(ROYAL_THINGS if who in ROYAL else THINGS), "."]


def entropy() -> float:
    """The entropy of one sentence, in nats."""
    coin = math.log(2)
    person = math.log(8) + coin + math.log(len(LOOKS)) / 2
    clause = coin + (math.log(len(MEETS)) + person) / 2
    colour = coin + math.log(len(COLOURS)) / 2
    return person + clause + math.log(len(DOES)) + colour + math.log(len(THINGS))


if __name__ == "__main__":
    teller = Teller(random.Random(0))
    lines = [" ".join(teller.sentence()) for _ in range(COUNT)]
    path = Path(__file__).resolve().parent / "tales.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
