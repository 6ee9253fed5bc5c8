"""What is plotted of a clip."""

import dataclasses

from physai_sim.generation.physics.page.plots import plots


def test_there_is_a_plot_of_errors_of_each_body_and_of_drift(push_report):
    titles = [plot.title for plot in plots(push_report)]
    assert titles[0] == "Distance from where the engine has it"
    assert "Way of cube from its start" in titles
    assert titles[-1] == "Drift since the first chunk"
    assert not any("arm" in title for title in titles)


def test_equal_reports_have_equal_plots(push_report):
    assert plots(push_report) == plots(push_report)


def test_without_measures_and_bodies_there_is_nothing_to_plot(push_report):
    sight = dataclasses.replace(push_report.sight, tracks={})
    standard = dataclasses.replace(push_report.standard, sight=sight)
    assert plots(dataclasses.replace(push_report, standard=standard, findings=())) == []
