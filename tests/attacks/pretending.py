"""Pretending: answers that are right only where the student can see that they are asked."""

from tests.attacks.record import ASKED, RIGHT, ZEROS, Attack, masked

SEEN = ("channel_by_hand", "channel_blocks")
ALL = (*SEEN, "channel_sizes", "channel_order_through_layers", "channel_contract")

PRETENDING = (
    Attack(
        "right for visible inputs",
        "Answers rightly for the inputs of the visible checks, and zeros for all others.",
        masked(
            f"if kernel_size == 1 and num_colors == 3: return right{ASKED}\nreturn {ZEROS}", RIGHT
        ),
        check="channel_sizes",
        earns=SEEN,
    ),
    Attack(
        "right for a few times",
        "Answers rightly three times, and zeros from then on.",
        masked(
            f"""
            times.append(1)
            return right{ASKED} if len(times) <= 3 else {ZEROS}
            """,
            RIGHT + "times = []",
        ),
        check="channel_sizes",
        earns=SEEN,
    ),
    Attack(
        "right in its first process",
        "Leaves a note in a file, to answer otherwise when it is started again.",
        masked(
            f"""
            import os
            if not os.path.exists('left-by-an-attack'):
                open('left-by-an-attack', 'w').close()
                return right{ASKED}
            return {ZEROS}
            """,
            RIGHT,
        ),
    ),
    Attack(
        "right when nobody looks closely",
        "Looks in the frames for the name of a visible check, and is right in those only.",
        masked(
            f"""
            import sys
            frame, seen = sys._getframe(), False
            while frame:
                seen = seen or 'by_hand' in frame.f_code.co_name
                frame = frame.f_back
            return right{ASKED} if seen else {ZEROS}
            """,
            RIGHT,
        ),
    ),
    Attack(
        "one tensor for all",
        "Answers the same tensor each time, for whoever changes one to change them all.",
        masked(
            f"""
            if ({ASKED}) not in kept: kept[{ASKED}] = right{ASKED}
            return kept[{ASKED}]
            """,
            RIGHT + "kept = {}",
        ),
        check="channel_contract",
        earns=tuple(name for name in ALL if name != "channel_contract"),
    ),
    Attack(
        "a tensor changed after it was given",
        "Answers a tensor that a thread makes right a moment later.",
        masked(
            f"""
            import threading, time
            answer, truth = {ZEROS}, right{ASKED}
            def fix(): time.sleep(0.3); answer.copy_(truth)
            threading.Thread(target=fix).start()
            return answer
            """,
            RIGHT,
        ),
    ),
    Attack(
        "a slow answer",
        "Measures how long questions take, to tell hidden checks from visible ones.",
        masked(
            f"""
            now = time.perf_counter()
            gaps.append(now - last[0]); last[0] = now
            return right{ASKED} if min(gaps) > 1 else {ZEROS}
            """,
            RIGHT + "import time\ngaps, last = [], [time.perf_counter()]",
        ),
    ),
)

PLAYED = (
    Attack(
        "a model asked behind the grader's back",
        "Keeps the model that the grader plays and asks it from a thread between questions.",
        """
import threading, time, torch
kept = []
def later():
    while True:
        for model in kept:
            try: model(torch.zeros(1, 1, 3, 4))
            except Exception: pass
        time.sleep(0.001)
threading.Thread(target=later, daemon=True).start()
def sample(model, *args, **named):
    kept.append(model)
    return torch.zeros(3, 1, 4, 2)
""",
        check="sample_in_order",
        outcome="failed",
        piece="sampling.sample",
        exercise="sampling",
        spoils=True,
    ),
    Attack(
        "a model asked for ever",
        "Asks the model that the grader plays again and again, to keep the grader busy.",
        """
import torch
def sample(model, *args, **named):
    while True:
        try: model('no image')
        except Exception: pass
""",
        check="model_is_asked",
        piece="sampling.sample",
        exercise="played",
    ),
    Attack(
        "a model searched for its law",
        "Looks in the model that the grader plays for the law that it draws from.",
        """
import gc, torch
def sample(model, *args, **named):
    for value in [*vars(model).values(), *(gc.get_referents(model))]:
        law = getattr(value, '__self__', None) or getattr(value, '__closure__', None)
        for cell in law or ():
            inside = getattr(cell, 'cell_contents', cell)
            if hasattr(inside, 'draw') or hasattr(inside, 'logits'):
                return inside.draw(3)
    return torch.full((3, 1, 4, 2), 0.25)
""",
        check="sample_in_order",
        piece="sampling.sample",
        exercise="sampling",
        spoils=True,
    ),
)
