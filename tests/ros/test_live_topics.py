"""Topics of the table as a node calls them, and publishers that know whether anybody listens."""

import pytest

from physai_sim.messages import topics
from physai_sim.ros.live_topics import LiveTopics, live_name
from physai_sim.ros.make import make, message_class
from physai_sim.ros.profiles import wanted_as_offered


def test_names_are_relative_but_those_of_the_simulation_which_are_private():
    assert live_name("/clock") == "clock"
    assert live_name("/arm/joint_states") == "arm/joint_states"
    assert live_name("/sim/ground_truth/bodies") == "~/ground_truth/bodies"


@pytest.fixture(scope="module")
def topics_of(live):
    one = live()
    one.spin()
    made = LiveTopics(one.node)
    yield made, one
    made.close()


def test_only_what_reaches_somebody_is_wanted(topics_of):
    made, one = topics_of
    made.announce(topics.TF, message_class(topics.TF.type_name))
    made.announce(topics.TF_STATIC, message_class(topics.TF_STATIC.type_name))
    assert not made.wants(topics.TF)
    assert made.wants(topics.TF_STATIC)  # who comes late takes it
    heard = one.hear("/tf", topics.TF.type_name)
    one.until(lambda: made.wants(topics.TF))
    made.publish(topics.TF, 0, make(topics.TF.type_name))
    made.wait_for_all_acked(5.0)
    one.until(lambda: len(heard) == 1)


def test_a_topic_that_was_not_announced_is_announced_by_its_first_message(topics_of):
    made, one = topics_of
    assert made.wants(topics.REWARD)
    made.publish(topics.REWARD, 0, make(topics.REWARD.type_name, data=0.5))
    name = "/onlooker/ground_truth/reward"
    one.until(lambda: one.node.count_publishers(name) == 1)
    made.close()
    one.until(lambda: one.node.count_publishers(name) == 0)


def test_what_is_kept_reaches_who_listens_for_it_later(live):
    one = live()
    one.spin()
    made = LiveTopics(one.node, keeps={topics.TICK.name})
    made.announce(topics.TICK, message_class(topics.TICK.type_name))
    assert made.wants(topics.TICK)  # though nobody listens yet
    made.publish(topics.TICK, 0, make(topics.TICK.type_name, index=7))
    name, heard = live_name(topics.TICK.name), []
    one.until(lambda: one.node.count_publishers("/onlooker/tick"))
    profile = wanted_as_offered(one.node, name, topics.TICK.qos)
    one.node.create_subscription(message_class(topics.TICK.type_name), name, heard.append, profile)
    one.until(lambda: [message.index for message in heard] == [7])
    made.close()
