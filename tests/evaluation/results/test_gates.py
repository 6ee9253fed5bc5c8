import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.evaluation.results.gates import checked, parse


@pytest.fixture
def check(document):
    """`check("duration<=3", 1.0, 2.0)`: a requirement on the durations of episodes."""

    def make(text, *durations):
        metrics = document(*[1.0] * len(durations), changes={"duration": durations})
        (found,) = checked([parse(text)], metrics)
        return found

    return make


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("duration>=2", True),
        ("duration > 2", False),
        ("duration<=2", True),
        ("duration<2", False),
        ("duration==2", True),
        ("duration==2.1", False),
        ("min(duration)==1", True),
        (" max( duration ) <= 2.9 ", False),
        ("duration>=-1e3", True),
    ],
)
def test_mean_least_and_greatest_are_held_against_a_number(check, text, ok):
    found = check(text, 1.0, 3.0)
    assert (found.ok, found.reason) == (ok, "")
    assert found.text == text.strip()


def test_rounding_does_not_fail_a_requirement(check):
    assert check("duration>=0.2", 0.1, 0.2, 0.3).ok
    assert check("duration<=0.2", 0.1, 0.2, 0.3).ok
    assert check("duration==0.2", 0.1, 0.2, 0.3).ok


def test_an_unknown_value_fails_and_says_why(check):
    for text in ("duration<=9", "duration>=0", "min(duration)>=0"):
        found = check(text, None, None)
        assert (found.value, found.ok) == (None, False)
        assert found.reason == "unknown in 2 episodes: nothing was recorded"


def test_values_that_are_known_in_some_episodes_alone_say_so(check):
    found = check("duration<=2", 1.0, None, 3.0)
    assert (found.value, found.ok) == (2.0, True)
    assert found.reason == "known in 2 of 3 episodes"


def test_a_metric_that_applies_to_no_episode_fails(document):
    (found,) = checked([parse("collisions==0")], document(1.0, 0.0))
    assert not found.ok
    assert found.reason == "the metric applies to none of 2 episodes"


def test_shares_of_success_and_the_ends_of_their_intervals_can_be_required(document):
    metrics = document(1.0, 1.0, 0.0, None)
    texts = (
        "success_rate>=0.66",
        "success_at_end<0.67",
        "success_once>=0.9",
        "success_rate.low>0.5",
    )
    found = checked(map(parse, texts), metrics)
    assert [one.ok for one in found] == [True, True, False, False]
    assert found[3].value == metrics["aggregate"]["success_rate"]["low"]
    (none,) = checked([parse("success_rate.high>=0.5")], document(None))
    assert (none.ok, none.reason) == (False, "no episode came to its end")


def test_a_part_is_held_against_a_number_by_its_mean_least_or_greatest(document, result):
    metrics = document(1.0, 1.0)
    for episode, hz in zip(metrics["episodes"], (9.0, 10.0), strict=True):
        episode["metrics"]["topic_rate"] = result(1.0, parts={"/camera/image_raw.x": hz})
    metrics["aggregate"]["metrics"]["topic_rate"] = {"mean": 1.0, "pooled": {}}
    name = "topic_rate./camera/image_raw.x"
    found = checked(map(parse, (f"{name}==9.5", f"min({name})>=9.5", "topic_rate.x>1")), metrics)
    assert [one.ok for one in found] == [True, False, False]
    assert found[2].reason == "no episode has the part 'x' (there are: /camera/image_raw.x)"


def test_what_a_metric_pools_counts_before_the_mean_of_a_part(document, result):
    metrics = document(1.0)
    metrics["episodes"][0]["metrics"]["duration"] = result(1.0, parts={"low": 5.0})
    metrics["aggregate"]["metrics"]["duration"] = {"mean": 3.0, "pooled": {"low": 2.0}}
    found = checked(map(parse, ("duration==3", "duration.low==2")), metrics)
    assert all(one.ok for one in found)


@pytest.mark.parametrize("text", ["", "duration", "duration=3", "duration>=", ">=3", "a>=b>=c"])
def test_what_is_no_requirement_is_refused(text):
    with pytest.raises(ConfigError, match=r"not a requirement.*for example"):
        parse(text)


@pytest.mark.parametrize("bound", ["fast", "nan", "inf", "1,5"])
def test_what_is_no_number_is_refused(bound):
    with pytest.raises(ConfigError, match="not a number to require"):
        parse(f"duration>={bound}")


def test_a_name_that_no_metric_has_is_refused_with_the_closest_in_one_line():
    with pytest.raises(UnknownNameError) as refused:
        parse("route_completoin>=0.95")
    text = str(refused.value)
    assert "did you mean 'route_completion'?" in text
    assert "success_rate" in text
    assert "\n" not in text
    with pytest.raises(UnknownNameError, match="did you mean 'collisions'"):
        parse("max(colisions.kerb)==0")


def test_a_share_has_no_other_parts_and_no_least():
    for text in ("success_rate.median>=1", "min(success_rate)>=1"):
        with pytest.raises(ConfigError, match=r"success_rate\.low"):
            parse(text)
