"""A prompt in plain words as a structured caption, by rules: what it does not say stays open."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from physai_sim.core.errors import ConfigError
from physai_sim.core.strict import parse
from physai_sim.generation.variation.caption import Caption
from physai_sim.generation.variation.caption_subjects import Subject
from physai_sim.generation.variation.caption_words import (
    COLOURS,
    LOOKS,
    SAID,
    THINGS,
    sentence_of,
)

_ACTS = re.compile(r"\w+(?:s|ing)\b")


def structured(prompt: str) -> Caption:
    """A prompt as a caption; one that is a caption in JSON already is read as it is.

    Raises:
        ConfigError: If it is empty, or JSON that is no caption.
    """
    text = prompt.strip()
    if not text:
        raise ConfigError("an empty prompt", where="prompt", expected="a sentence")
    if text.startswith("{"):
        return _read(text)
    words = text.lower()
    looks = {
        factor: LOOKS[factor][name]
        for factor, said in SAID.items()
        if (name := _said(words, said)) is not None
    }
    sentences = [sentence_of(part) for part in re.split(r"(?<=[.!?])\s+", text)]
    acting = tuple(sentence for sentence in sentences if _ACTS.search(sentence.lower()))
    return Caption(summary=sentence_of(text), subjects=_things(words), actions=acting, **looks)


def _read(text: str) -> Caption:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ConfigError(f"not JSON: {error}", where="prompt") from None
    return parse(Caption, data, where="prompt")


def _said(words: str, said: Mapping[str, tuple[str, ...]]) -> str | None:
    for name, phrases in said.items():
        if any(re.search(rf"\b{re.escape(phrase)}\b", words) for phrase in phrases):
            return name
    return None


def _things(words: str) -> tuple[Subject, ...]:
    """Things that are named, in the order of the prompt, with the colour before them."""
    found: list[tuple[int, Subject]] = []
    colours = "|".join(COLOURS)
    for category, names in THINGS.items():
        for name in names:
            match = re.search(rf"\b(?:({colours})\s+)?{name}(?:s|es)?\b", words)
            if match is not None and not any(name in one.name for _, one in found):
                described = " ".join(part for part in (match[1], name) if part)
                subject = Subject(name=name, category=category, description=described, moves=False)
                found.append((match.start(), subject))
    return tuple(subject for _, subject in sorted(found, key=lambda pair: pair[0]))
