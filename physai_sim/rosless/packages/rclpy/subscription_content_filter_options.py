"""Filters of a subscription by content. Source: docs.ros.org, "Content filtering"."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class ContentFilterOptions:
    """Which messages are wanted; accepted, and not applied: Cyclone DDS cannot filter.

    Args:
        filter_expression: A condition as in SQL, with `%0` and so on for parameters.
        expression_parameters: Values of these.
    """

    filter_expression: str = ""
    expression_parameters: list[str] = field(default_factory=list)
