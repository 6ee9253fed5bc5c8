"""junit.xml: episodes and requirements as test cases, for CI servers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from physai_sim.core.output import write_text
from physai_sim.evaluation.results.verdict import title, verdict

# What XML 1.0 (section 2.2) allows no document to hold, not even escaped.
_NO_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write_junit(path: Path, metrics: Mapping[str, Any]) -> None:
    """Write junit.xml.

    A case for each episode: failed where it did not succeed or lost data, skipped where its
    success is unknown; an error for each bag that could not be read and each episode of a suite
    that could not be played; and a case for each requirement.

    Args:
        path: Where.
        metrics: The content of metrics.json.

    Raises:
        MachineError: If it cannot be written.
    """
    write_text(path, junit_xml(metrics))


def junit_xml(metrics: Mapping[str, Any]) -> str:
    """The text of junit.xml; equal metrics give equal text."""
    name = f"physai {metrics.get('kind', 'run')}"
    suite = ET.Element("testsuite", name=name)
    for record in metrics["episodes"]:
        _add_episode(suite, record, metrics)
    for record in metrics.get("unreadable", ()):
        case = _case(suite, "unreadable", str(record["bag"]))
        _note(case, "error", record["reason"], kind="unreadable")
    for record in metrics.get("failed", ()):
        case = _case(suite, f"episodes.{record['run']}", f"seed {record['seed']}")
        _note(case, "error", record["reason"], kind="not played")
    for record in metrics.get("requirements", ()):
        _add_requirement(suite, record)
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    counts = {key: str(len(suite.findall(f"testcase/{tag}"))) for key, tag in kinds.items()}
    suite.attrib |= {"tests": str(len(suite)), **counts}
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_episode(suite: ET.Element, record: Mapping[str, Any], metrics: Mapping[str, Any]) -> None:
    world = record.get("world") or metrics.get("world") or "episodes"
    case = _case(suite, f"episodes.{world}", title(record))
    if record.get("duration_s") is not None:
        case.set("time", f"{record['duration_s']:.3f}")
    found = verdict(record)
    if found.success is None:
        _note(case, "skipped", found.text)
    elif not found.success:
        _note(case, "failure", found.text, kind="lost" if record.get("lost") else "episode")


def _add_requirement(suite: ET.Element, record: Mapping[str, Any]) -> None:
    case = _case(suite, "requirements", record["text"])
    if not record["ok"]:
        got = "unknown" if record["value"] is None else f"{record['value']:g}"
        text = f"required {record['text']}, got {got}"
        _note(case, "failure", f"{text}: {record['reason']}" if record["reason"] else text)


def _case(suite: ET.Element, class_name: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=_clean(class_name), name=_clean(name))


def _note(case: ET.Element, tag: str, text: str, *, kind: str = "") -> None:
    note = ET.SubElement(case, tag, message=_clean(text))
    if kind:
        note.set("type", kind)


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
