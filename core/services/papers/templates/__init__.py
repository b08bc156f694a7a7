"""The templates of the office's papers, in Typst."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def template(name: str) -> str:
    """The source of a template that is shipped, such as ``manifest``."""
    return resources.files(__name__).joinpath(f"{name}.typ").read_text("utf-8")
