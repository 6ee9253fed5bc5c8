"""Puts together the episodes of a recording of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Array
from physai_sim.core.truth import Outcome
from physai_sim.evaluation.contact_log import ContactLog
from physai_sim.evaluation.episode import Episode, EpisodeFacts, Fault, Plan, Stream
from physai_sim.evaluation.ingest.own import facts_of, is_chunk
from physai_sim.evaluation.ingest.own_named import body_tracks, conditions, lights
from physai_sim.evaluation.ingest.own_truth import OwnTopics, OwnTruth, Span
from physai_sim.evaluation.ingest.stamps import Stamps
from physai_sim.evaluation.ingest.track import Part
from physai_sim.messages import episode as episode_messages
from physai_sim.messages import topics
from physai_sim.messages.chunks import chunk_of

_FOREVER_NS = 2**63 - 1


def own_episodes(parts: Mapping[str, Part], *, space: str, lost: str | None) -> list[Episode]:
    """The episodes of a recording of ours.

    Args:
        parts: Messages by topic.
        space: Namespace of the simulation.
        lost: What the bag has lost.

    Raises:
        BagError: If the description of an episode is lost, or another version wrote it.
    """
    own = OwnTopics(parts, space)
    told = own.part(topics.EPISODE)
    if told is None:
        raise BagError("the description of the episode is lost", where=topics.EPISODE.name)
    facts = [facts_of(message.data) for message in told.objects]
    starts = _starts(own, told, next(iter(facts[0].robots), ""))
    spans = [Span(*pair) for pair in zip(starts, [*starts[1:], _FOREVER_NS], strict=True)]
    # What was said before the first episode began, such as what is latched, belongs to it.
    heard = [Span(0, spans[0].stop_ns), *spans[1:]]
    return [
        _episode(own, facts[number], span, heard=heard[number], lost=lost)
        for number, span in enumerate(spans)
    ]


def _starts(own: OwnTopics, told: Part, robot: str) -> list[int]:
    """Stamp of episode time zero of each episode [ns]: routes bear it."""
    route, truth = own.part(topics.ROUTE), own.part(topics.true_odometry(robot))
    if route is not None and route.stamps_ns is not None and len(route) == len(told):
        found = route.stamps_ns
    elif truth is not None and truth.stamps_ns is not None:
        after = np.searchsorted(truth.places, told.places)
        found = truth.stamps_ns[np.minimum(after, len(truth) - 1)]
    else:
        found = told.logged_ns
    if np.any(np.diff(found) <= 0):
        what = "its episodes do not follow each other in time"
        raise BagError(what, where=topics.EPISODE.name, got=found.tolist())
    return [int(stamp) for stamp in found]


def _episode(
    own: OwnTopics, facts: EpisodeFacts, span: Span, *, heard: Span, lost: str | None
) -> Episode:
    truth, start_ns = OwnTruth(own, span, list(facts.robots)), span.start_ns
    tools = {robot: topics.true_tool(robot) for robot in facts.robots}
    action_stamps, actions = _actions(own, facts, span)
    return Episode(
        facts=facts,
        stamps_ns=truth.rows - start_ns,
        rewards=truth.table(topics.REWARD, 1)[:, 0],
        success=truth.table(topics.SUCCESS, 1)[:, 0].astype(np.bool_),
        odometry={r: truth.table(topics.true_odometry(r), 13) for r in facts.robots},
        tools={r: truth.table(tool, 7) for r, tool in tools.items() if truth.has(tool)},
        contacts=ContactLog(truth.rows - start_ns, truth.objects(topics.CONTACTS)),
        action_stamps_ns=action_stamps,
        actions=actions,
        route=_route(own, span),
        outcome=_outcome(own, heard),
        lost=lost,
        tracks=body_tracks(own, truth.rows, set(facts.robots)),
        conditions=conditions(truth),
        lights=lights(truth),
        plans=_plans(own, span, truth.faults),
        streams=_streams(own, heard),
        faults=tuple(truth.faults),
        start_ns=start_ns,
    )


def _in(own: OwnTopics, topic: topics.Topic, span: Span) -> list[tuple[int, Any]]:
    """Stamp [ns] and content of the messages of a topic in an episode."""
    part = own.part(topic)
    if part is None:
        return []
    stamps = part.logged_ns if part.stamps_ns is None else part.stamps_ns
    places = np.flatnonzero(span.holds(stamps)).tolist()
    return [(int(stamps[place]), part.objects[place]) for place in places]


def _actions(own: OwnTopics, facts: EpisodeFacts, span: Span) -> tuple[Stamps, Array]:
    size = sum(len(robot["action_names"]) for robot in facts.robots.values())
    found = _in(own, topics.ACTION, span)
    rows = [(stamp, values.numbers) for stamp, values in found if len(values.numbers) == size]
    stamps = np.array([stamp - span.start_ns for stamp, _ in rows], dtype=np.int64)
    numbers = np.array([numbers for _, numbers in rows], dtype=np.float64)
    return stamps, numbers.reshape(-1, size)


def _route(own: OwnTopics, span: Span) -> Array:
    found = _in(own, topics.ROUTE, span)
    rows = episode_messages.route_from(found[0][1]) if found else ()
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _outcome(own: OwnTopics, span: Span) -> Outcome | None:
    found = _in(own, topics.OUTCOME, span)
    try:
        return episode_messages.outcome_from(found[-1][1]) if found else None
    except (ValueError, TypeError) as error:
        raise BagError(f"the outcome makes no sense: {error}", where=topics.OUTCOME.name) from None


def _plans(own: OwnTopics, span: Span, faults: list[Fault]) -> tuple[Plan, ...]:
    plans, bad = [], 0
    for name, part in own.parts.items():
        if not is_chunk(name, part.stream.type_name) or part.stamps_ns is None:
            continue
        for place in np.flatnonzero(span.holds(part.stamps_ns)).tolist():
            stamp_ns, told = int(part.stamps_ns[place]) - span.start_ns, part.objects[place]
            try:
                chunk = chunk_of(
                    stamp_ns + told.start_ns, told.hz, told.numbers, size=len(told.names)
                )
            except BagError:
                bad += 1
                continue
            plans.append(Plan(stamp_ns, (chunk,)))
        if bad:
            faults.append(Fault("unreadable", name, bad, "action chunks that make no sense"))
    return tuple(sorted(plans, key=lambda plan: plan.stamp_ns))


def _streams(own: OwnTopics, span: Span) -> dict[str, Stream]:
    """When messages came while an episode went on."""
    found = {}
    for name, part in own.parts.items():
        all_of_it = part.stream
        inside = span.holds(all_of_it.logged_ns)
        stamps = all_of_it.stamps_ns
        if inside.all() and len(inside):
            found[name] = all_of_it
        elif inside.any():
            found[name] = Stream(
                all_of_it.type_name,
                all_of_it.logged_ns[inside],
                None if stamps is None else stamps[inside],
            )
    return found
