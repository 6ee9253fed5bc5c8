"""Everything of an episode that is worth plotting over time."""

from __future__ import annotations

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.action_charts import action_charts
from physai_sim.evaluation.reporting.car_charts import car_charts
from physai_sim.evaluation.reporting.chart import Chart, has_numbers, line
from physai_sim.evaluation.reporting.tool_charts import tool_charts


def charts(episode: Episode) -> list[Chart]:
    """The charts in the order of a page; what was not recorded is left out."""
    # The first reward is 0 by definition, before anything was done.
    reward = line("", episode.times_s[1:], episode.rewards[1:])
    found = [*car_charts(episode), *tool_charts(episode), *action_charts(episode)]
    return [one for one in (*found, Chart("Reward", "", (reward,))) if has_numbers(one)]
