"""Rules for names of nodes, namespaces, topics and services; each gives the fault and its place.

Source: design.ros2.org, "Topic and Service name mapping to DDS"; rmw and rcl for order and limits.
"""

from __future__ import annotations

import re

Fault = tuple[str, int]
"""Which rule is broken, and at which index."""

MAX_NODE_NAME = 255
MAX_TOPIC_NAME = 247
MAX_NAMESPACE = 245

# What breaks a rule: a pattern whose group `at` is the place, and the rule.
_NODE_NAME = (
    (r"(?P<at>)\Z", "must not be empty"),
    (r".*?(?P<at>[^\w])", "must not contain characters other than alphanumerics or '_'"),
    (r"(?P<at>[0-9])", "must not start with a number"),
)
_FULL_NAME = (
    (r"(?P<at>)\Z", "must not be empty"),
    (r"(?P<at>[^/])", "must be absolute, it must lead with a '/'"),
    (r".*(?P<at>/)\Z", "must not end with a '/'"),
    (r".*?(?P<at>[^\w/])", "must not contain characters other than alphanumerics, '_', or '/'"),
    (r".*?/(?P<at>/)", "must not contain repeated '/'"),
    (r".*?/(?P<at>[0-9])", "must not have a token that starts with a number"),
)
_TOPIC_NAME = (
    (r"(?P<at>)\Z", "must not be empty string"),
    (r"(?P<at>[0-9])", "token must not start with a number"),
    (r".*(?P<at>/)\Z", "must not end with a forward slash"),
    (
        r".*?(?P<at>[^\w/~{}])",
        "must not contain characters other than alphanumerics, '_', '~', '{', or '}'",
    ),
    (r".+?(?P<at>~)", "must not have tilde '~' unless it is the first character"),
    (r"~(?P<at>[^/])", "must not have a tilde '~' that is not followed by a forward slash '/'"),
    (r".*?\{\w*(?P<at>[^\w{}])", "substitution must not contain other than alphanumerics or '_'"),
    (r".*?\{(?P<at>[0-9])", "substitution must not start with a number"),
    (r".*?(?P<at>\{)\w*(\{|\Z)", "must not have unmatched (unbalanced) curly braces '{}'"),
    (r"([^{}]|\{\w*\})*(?P<at>\})", "must not have unmatched (unbalanced) curly braces '{}'"),
    (r".*?/(?P<at>[0-9])", "token must not start with a number"),
)
Rules = tuple[tuple[str, str], ...]


def node_name_fault(name: str) -> Fault | None:
    """The first fault of a node name."""
    return _first_fault(name, "node name", _NODE_NAME, MAX_NODE_NAME)


def namespace_fault(namespace: str) -> Fault | None:
    """The first fault of a namespace; `/` alone is one."""
    if namespace == "/":
        return None
    return _first_fault(namespace, "namespace", _FULL_NAME, MAX_NAMESPACE)


def full_topic_name_fault(name: str) -> Fault | None:
    """The first fault of a full name of a topic or service."""
    return _first_fault(name, "topic name", _FULL_NAME, MAX_TOPIC_NAME)


def topic_name_fault(name: str) -> Fault | None:
    """The first fault of a name as programs write it: relative, private, with substitutions."""
    return _first_fault(name, "topic name", _TOPIC_NAME, None)


def _first_fault(name: str, what: str, rules: Rules, limit: int | None) -> Fault | None:
    for pattern, rule in rules:
        if (found := re.match(pattern, name, re.ASCII | re.DOTALL)) is not None:
            return f"{what} {rule}", found.start("at")
    if limit is not None and len(name) > limit:
        return f"{what} length should not exceed '{limit}'", limit - 1
    return None
