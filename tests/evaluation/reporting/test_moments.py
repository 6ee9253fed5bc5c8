import pytest

from physai_sim.evaluation.reporting.moments import Moment, moments, sparse


def counted(*events):
    return {"events": [{"stamp_ns": stamp, "text": text} for stamp, text in events]}


def test_what_several_metrics_count_in_equal_words_is_one_moment(drive):
    metrics = {
        "driving_score": counted((10**9, "hit a kerb")),
        "collisions": counted((10**9, "hit a kerb"), (2 * 10**9, "hit a kerb")),
    }
    first, second, _ = moments(drive(), metrics)
    assert (first.time_s, first.kind, first.source) == (
        1.0,
        "contact",
        "driving score, collisions",
    )
    assert (second.time_s, second.source) == (2.0, "collisions")


def test_moments_come_in_the_order_of_time_and_end_with_the_end(drive):
    metrics = {"comfort": counted((5 * 10**9, "late"), (10**9, "early")), "collisions": counted()}
    assert [one.text for one in moments(drive(), metrics)] == [
        "early",
        "late",
        "end of the episode: success",
    ]


def test_a_recording_without_an_outcome_just_stops(drive):
    assert moments(drive(outcome=None), {})[-1].text == "the recording stops"


def test_a_recording_without_a_row_has_no_end(drive):
    assert moments(drive(rows=0, contacts=()), {}) == ()


def test_of_many_moments_contacts_stay_and_of_events_every_nth():
    events = [Moment(float(index), "event", "", "rough") for index in range(1000)]
    hit = Moment(500.5, "contact", "", "hit")
    found = sparse([*events[:501], hit, *events[501:]], 11)
    assert hit in found
    assert len(found) == 11
    assert [moment.time_s for moment in found] == sorted(moment.time_s for moment in found)
    assert found[0].time_s == 0.0
    assert found[-1].time_s == 900.0


@pytest.mark.parametrize("kind", ["contact", "event"])
def test_there_are_never_more_moments_than_wanted(kind):
    many = [Moment(float(index), kind, "", "") for index in range(7)]
    assert [len(sparse(many, most)) <= most for most in (1, 3, 5, 7, 9)] == [True] * 5
