"""`autograder collect`: what a learning platform lets you download → submitted/.

Each layout that is known is a module of `layouts/`: what names say there, and where that is
documented. Names come from strangers: they are read, never followed, and only notebooks are taken
out, each to the folder of a student whose name is made harmless.
"""

from autograder.collecting.taking import Collected, collect

__all__ = ["Collected", "collect"]
