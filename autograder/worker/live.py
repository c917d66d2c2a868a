"""Arguments of a question as the student's code gets them: handles, and models that are played."""

from collections.abc import Sequence
from typing import Any

from autograder.worker.played import OracleModel, Play


def live(value: Any, kept: Sequence[Any], play: Play) -> Any:
    """Turn packed arguments into live ones: what is `kept`, played models, what holds some."""
    if isinstance(value, dict) and "~ref" in value:
        return kept[value["~ref"]]
    if isinstance(value, dict) and "~oracle" in value:
        model = OracleModel(value["~oracle"], value["methods"], play)
        return model.alone() if value.get("plain") else model
    if isinstance(value, dict) and "~tuple" in value:
        return tuple(live(item, kept, play) for item in value["~tuple"])
    if isinstance(value, list):
        return [live(item, kept, play) for item in value]
    if isinstance(value, dict):
        return {key: live(item, kept, play) for key, item in value.items()}
    return value
