from physai_sim.evaluation.reporting.moments import moments


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
