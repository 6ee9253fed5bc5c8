from physai_sim.evaluation.reporting.recordings import doubts, recordings


def recorded(bag, **changes):
    plain = {"bag": bag, "bytes": 1, "duration_s": 1.0, "messages": 2, "lost": None, "faults": []}
    return {**plain, **changes}


def fault(kind, count=1, topic="/odom"):
    return {"kind": kind, "topic": topic, "count": count, "text": f"it is {kind}"}


def test_everything_that_is_wrong_is_told_the_worst_first():
    bags = [recorded("a", faults=[fault("out_of_order", 12)]), recorded("b", lost="its end")]
    unreadable = [{"bag": "c", "reason": "no bag"}]
    found = doubts({"recordings": bags, "unreadable": unreadable, "episodes": []})
    assert [(one.bag, one.kind, one.text) for one in found] == [
        ("c", "unreadable", "no bag"),
        ("b", "lost", "its end"),
        ("a", "out of order", "it is out_of_order"),
    ]
    assert found[2].count == "12 times"
    assert found[2].topic == "/odom"


def test_what_a_recording_lost_is_told_once_for_all_its_episodes():
    episodes = [{"bag": "a", "lost": "its end"}, {"bag": "a", "lost": "its end"}]
    bags = [recorded("a", lost="its end")]
    assert len(doubts({"recordings": bags, "episodes": episodes})) == 1


def test_whole_recordings_give_no_doubt():
    assert doubts({"recordings": [recorded("a")], "episodes": [{"bag": "a", "lost": None}]}) == ()


def test_topics_are_listed_with_what_is_known_of_them():
    topics = {"/b": "std_msgs/msg/Bool", "/a": {"type": "t/msg/T", "messages": 30, "hz": 10.0}}
    (found,) = recordings({"recordings": [recorded("a", storage="mcap", topics=topics)]})
    assert found.facts == ("mcap", "1 s", "1 B", "2 messages")
    assert [(t.name, t.type_name, t.messages, t.hz) for t in found.topics] == [
        ("/a", "t/msg/T", "30", "10 Hz"),
        ("/b", "std_msgs/msg/Bool", "\N{EN DASH}", "\N{EN DASH}"),
    ]
