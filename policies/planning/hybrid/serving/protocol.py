"""A chat completion as OpenAI's API asks for it.

Keys that change nothing here are accepted and ignored (`_IGNORED`); any other unknown key is
refused, since an option that is silently not kept is worse than one refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from policies.planning.hybrid.serving.arguments import any_way
from policies.planning.hybrid.serving.nesting import read_json
from policies.planning.hybrid.serving.refusal import RefusalError

_IGNORED = frozenset(
    {
        *("user", "metadata", "store", "service_tier"),
        *("parallel_tool_calls", "safety_identifier", "prompt_cache_key"),
    }
)


# Options that we have not, at the value that changes nothing: clients send them unasked.
_NEUTRAL: dict[str, Any] = {"frequency_penalty": 0, "presence_penalty": 0, "logit_bias": {}}
_NEUTRAL |= {"top_logprobs": 0, "modalities": ["text"]}
DAY_MS = 86_400_000
_NOTHING = object()
_IN_A_TAG = re.compile(r"[^>\s]+")
# What answers hold, and clients send back, and who speaks: it changes nothing in a prompt.
_IGNORED_IN_MESSAGES = frozenset(
    {"refusal", "annotations", "audio", "function_call", "name", "broken_calls", "parsed"}
)
_IGNORED_IN_CALLS = frozenset({"index", "parsed_arguments"})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _arguments(schema: dict[str, Any]) -> dict[str, Any]:
    """What is read here of the schema of arguments; the rest is the grammar's to judge."""
    properties, required = schema.get("properties") or {}, schema.get("required") or []
    inner = properties.values() if isinstance(properties, dict) else [None]
    if not all(isinstance(of, dict | bool) for of in inner):
        raise ValueError("properties must be an object of schemas")
    if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
        raise ValueError("required must be a list of names")
    try:
        names = any_way(schema).schemas
    except (TypeError, AttributeError, RecursionError, ArithmeticError) as error:
        raise ValueError(f"not a schema ({error})") from error
    if wrong := [name for name in names if not _IN_A_TAG.fullmatch(name)]:
        raise ValueError(f"a call cannot name {wrong[0]!r}: no blanks and no > in names")
    return schema


def _without(ignored: frozenset[str]) -> Callable[[Any], Any]:
    """Leaves out keys that say nothing here."""

    def kept(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: inner for key, inner in value.items() if key not in ignored}

    return kept


class Part(_Strict):
    """Text in a list."""

    type: Literal["text"]
    text: str


class Function(_Strict):
    """A tool's name and the schema of its arguments."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    description: str | None = None
    parameters: Annotated[dict[str, Any], AfterValidator(_arguments)] | None = None
    strict: bool | None = None


class Tool(_Strict):
    """A tool that may be called."""

    type: Literal["function"]
    function: Function


class ChosenFunction(_Strict):
    """A tool's name."""

    name: str


class Chosen(_Strict):
    """The tool that must be called."""

    type: Literal["function"] = "function"
    function: ChosenFunction


class CalledFunction(_Strict):
    """What was called; arguments are JSON."""

    _told = model_validator(mode="before")(_without(_IGNORED_IN_CALLS))
    name: str
    arguments: str


class Called(_Strict):
    """A call of an earlier answer."""

    _told = model_validator(mode="before")(_without(_IGNORED_IN_CALLS))
    id: str
    type: Literal["function"] = "function"
    function: CalledFunction


class Message(_Strict):
    """One message; keys that an answer had and that say nothing here are ignored."""

    _told = model_validator(mode="before")(_without(_IGNORED_IN_MESSAGES))
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None
    reasoning_content: str | None = None
    tool_calls: list[Called] | None = None
    tool_call_id: str | None = None


class StreamOptions(_Strict):
    """Whether the last chunk tells the tokens used."""

    include_usage: bool = False


class ChatRequest(_Strict):
    """The body of `POST /v1/chat/completions`."""

    model: str
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1] = 1
    logprobs: Literal[False] | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] = 1.0
    top_p: Annotated[float, Field(gt=0, le=1)] = 1.0
    top_k: Annotated[int, Field(ge=0, lt=2**31)] = 0
    min_p: Annotated[float, Field(ge=0, le=1)] = 0.0
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    stop: str | Annotated[list[str], Field(max_length=4)] | None = None
    tools: list[Tool] = []
    tool_choice: Literal["none", "auto", "required"] | Chosen = "auto"
    response_format: dict[str, Any] | None = None
    enable_thinking: bool = True
    thinking_budget: Annotated[int, Field(ge=0)] | None = None
    deadline_ms: Annotated[int, Field(ge=1, le=DAY_MS)] | None = None

    @property
    def stops(self) -> tuple[str, ...]:
        """Texts that end the answer."""
        given = [self.stop] if isinstance(self.stop, str) else self.stop or []
        return tuple(text for text in given if text)

    @property
    def form(self) -> dict[str, Any] | None:
        """The format that is asked for; None: text."""
        given = self.response_format
        return None if given == {"type": "text"} else given

    @property
    def is_held(self) -> bool:
        """Whether its answer is held to a grammar."""
        return self.form is not None or self.tool_choice not in ("none", "auto")


def parse(body: bytes) -> ChatRequest:
    """Read a request.

    Raises:
        RefusalError: If it is no JSON or nested too deeply, or a key is wrong; the first is named.
    """
    values = read_json(body, where="body")
    if not isinstance(values, dict):
        raise RefusalError("no object", where="body", got=values)
    # Null is what is not told.
    kept = {
        key: value
        for key, value in values.items()
        if key not in _IGNORED and value is not None and _NEUTRAL.get(key, _NOTHING) != value
    }
    try:
        return ChatRequest.model_validate(kept)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise RefusalError(first["msg"], where=where, got=first["input"]) from error
