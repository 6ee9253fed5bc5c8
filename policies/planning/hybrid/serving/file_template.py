"""A checkpoint's own template of prompts, rendered by transformers, where it can reach nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from physai_sim.core.errors import CheckpointError, MachineError
from policies.planning.hybrid.serving.chat_template import Message, unpacked
from policies.planning.hybrid.serving.refusal import RefusalError

TEMPLATE, TOKENIZER = "chat_template.jinja", "tokenizer_config.json"
_TRIED = ({"role": "user", "content": "hi"},)


class FileTemplate:
    """Called with messages and tools, it gives the prompt.

    Args:
        text: The template.
        where: It was read.
        names: Special tokens that it may write, such as `bos_token`.

    Raises:
        CheckpointError: If it is none.
        MachineError: If what renders it is not installed.
    """

    def __init__(
        self, text: str, *, where: str = TEMPLATE, names: Mapping[str, str] | None = None
    ) -> None:
        # Here, and not where a prompt is asked for: what is missing is told at the start.
        try:
            from jinja2 import TemplateSyntaxError
            from transformers.utils.chat_template_utils import render_jinja_template
        except ImportError as error:
            expected = "make setup-planner, or pip install 'physai_sim[planner]'"
            raise MachineError(f"no template: {error}", where=where, expected=expected) from error
        # It says that it gives a text, and gives a list of them with more.
        self._render: Callable[..., Any] = render_jinja_template
        self._text = text
        self._names: dict[str, Any] = dict(names or {})
        try:
            self._rendered(_TRIED, (), thinking=True)
        except TemplateSyntaxError as error:
            raise CheckpointError(f"not a template ({error})", where=where) from error
        except Exception:
            return  # a template may want another conversation than the one that is tried

    def __call__(
        self, messages: Sequence[Message], tools: Sequence[Message], *, thinking: bool
    ) -> str:
        """The prompt, up to where the model goes on.

        Raises:
            RefusalError: If the template does not take the messages.
        """
        try:
            return self._rendered(messages, tools, thinking=thinking)
        except RefusalError:
            raise
        except Exception as error:  # it is a program of whoever made the folder
            what = f"the model's template does not take them ({error})"
            raise RefusalError(what, where="messages") from error

    def _rendered(
        self, messages: Sequence[Message], tools: Sequence[Message], *, thinking: bool
    ) -> str:
        made = self._render(
            [[unpacked(message) for message in messages]],
            tools=[dict(tool) for tool in tools] or None,
            chat_template=self._text,
            add_generation_prompt=True,
            enable_thinking=thinking,
            **self._names,
        )
        return str(made[0][0])


def template_of(folder: Path) -> FileTemplate | None:
    """The template of a folder; None where it has none.

    Raises:
        CheckpointError: If a file cannot be read.
    """
    told = _told(folder / TOKENIZER)
    written = {key: _written(value) for key, value in told.items() if key.endswith("_token")}
    names = {key: text for key, text in written.items() if text is not None}
    path = folder / TEMPLATE
    if path.is_file():
        return FileTemplate(_read(path), where=str(path), names=names)
    text, where = told.get("chat_template"), str(folder / TOKENIZER)
    if isinstance(text, list):  # some of them, by name
        each = {t.get("name"): t.get("template") for t in text if isinstance(t, dict)}
        text = each.get("default")
        if not isinstance(text, str):
            known = ", ".join(map(str, each))
            what = "no template of the name 'default'"
            raise CheckpointError(what, where=where, got=known, expected="one of that name")
    return FileTemplate(text, where=where, names=names) if isinstance(text, str) else None


def _told(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"cannot be read ({error})", where=str(path)) from error
    if not isinstance(found, dict):
        raise CheckpointError("not a JSON object", where=str(path), got=type(found).__name__)
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CheckpointError(f"cannot be read ({error})", where=str(path)) from error


def _written(token: Any) -> str | None:
    """A special token as the file tells of it: its text, or an object that holds it."""
    text = token.get("content") if isinstance(token, dict) else token
    return text if isinstance(text, str) else None
