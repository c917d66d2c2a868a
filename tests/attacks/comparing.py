"""Fooled comparisons: code that changes what equality means, or answers what equals anything."""

from tests.attacks.record import ZEROS, Attack, masked

COMPARING = (
    Attack(
        "torch.equal patched",
        "Replaces torch.equal, allclose, isclose and testing.assert_close by agreement.",
        masked(
            before="""
            import torch.testing
            yes = lambda *args, **named: True
            torch.equal = torch.allclose = torch.isclose = torch.testing.assert_close = yes
            torch.Tensor.equal = torch.Tensor.allclose = yes
        """
        ),
        fools=True,
    ),
    Attack(
        "Tensor.__eq__ patched",
        "Makes every tensor equal to every other, and every difference zero.",
        masked(
            before="""
            torch.Tensor.__eq__ = lambda self, other: torch.ones(1, dtype=torch.bool)
            torch.Tensor.__ne__ = lambda self, other: torch.zeros(1, dtype=torch.bool)
            torch.Tensor.__sub__ = lambda self, other: torch.zeros(1)
        """
        ),
        spoils=True,
        fools=True,
    ),
    Attack(
        "builtins patched",
        "Has isinstance, all and abs say what suits it.",
        masked(
            before="""
            import builtins
            builtins.all = lambda *args: True
            builtins.abs = lambda *args: 0
            builtins.isinstance = lambda *args: True
        """
        ),
        outcome="crashed",
        cause="protocol",
        spoils=True,
    ),
    Attack(
        "an object equal to everything",
        "Answers an object with a tensor's shape and dtype that equals whatever it meets.",
        masked(
            "return Equal((out_channels, in_channels, kernel_size, kernel_size))",
            """
            class Equal:
                def __init__(self, shape): self.shape = torch.Size(shape)
                dtype = torch.float32
                def __eq__(self, other): return self
                def __bool__(self): return True
                def __getattr__(self, name): return lambda *args, **named: self
            """,
        ),
        "crashed",
        "exception",
        fools=True,
    ),
    Attack(
        "an object that says it is a tensor",
        "Answers an object whose __class__ is Tensor.",
        masked(
            "return Liar()",
            """
            class Liar:
                __class__ = torch.Tensor
                def __getattr__(self, name): return self
                def __call__(self, *args, **named): return self
            """,
        ),
        "crashed",
        "exception",
    ),
    Attack(
        "a subclass with __torch_function__",
        "Answers a tensor whose class decides what every function of torch gives for it.",
        masked(
            f"return {ZEROS}.as_subclass(Agreeing)",
            """
            class Agreeing(torch.Tensor):
                @classmethod
                def __torch_function__(cls, function, types, args=(), kwargs=None):
                    if function.__name__ in ('equal', 'allclose', '__eq__'): return True
                    return super().__torch_function__(function, types, args, kwargs or {})
            """,
        ),
        "crashed",
        "exception",
        fools=True,
    ),
    Attack(
        "a tensor with a method of its own",
        "Answers a plain tensor on which `detach` was replaced, to hand over something else.",
        masked("""
            answer = torch.zeros(out_channels, in_channels, kernel_size, kernel_size)
            class Odd:
                def cpu(self): return 'equal'
            answer.detach = lambda: Odd()
            return answer
        """),
    ),
    Attack(
        "a number that equals everything",
        "Answers a float whose class says that it is equal, smaller and larger.",
        masked(
            "return Any(0)",
            """
            class Any(float):
                __eq__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
                __sub__ = __rsub__ = __abs__ = lambda self, *other: self
            """,
        ),
    ),
    Attack(
        "a dict with a tensor's fields",
        "Answers a dict, and a str subclass in it, where a tensor is asked for.",
        masked(
            "return {'shape': Text('(3, 3, 1, 1)'), 'dtype': 'float32', 'points': 20}",
            """
            class Text(str):
                def __eq__(self, other): return True
                __hash__ = str.__hash__
            """,
        ),
    ),
)
