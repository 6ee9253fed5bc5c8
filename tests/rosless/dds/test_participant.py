"""A participant joins a domain and leaves it with all it holds."""

import os

import pytest
from rclpy.qos import QoSProfile

from physai_sim.rosless.dds import participant as module
from physai_sim.rosless.dds.library import DdsError
from physai_sim.rosless.dds.participant import Participant

PROFILE = QoSProfile(depth=1)


def test_a_domain_lives_as_long_as_a_participant_is_in_it(own_domain):
    one, other = Participant(own_domain), Participant(own_domain)
    assert one.guid != other.guid
    assert len(one.guid) == 16
    one.close()
    assert own_domain in module._domains
    other.close()
    other.close()
    assert own_domain not in module._domains


def test_a_domain_that_was_left_can_be_joined_again(own_domain):
    for _ in range(3):
        found = Participant(own_domain)
        assert found.handle > 0
        found.close()
        assert found.handle == 0


def test_nothing_can_be_made_after_the_end(place):
    place.participant.close()
    with pytest.raises(DdsError, match="topic rt/late: the participant has left its domain"):
        place.writer("rt/late")


def test_a_domain_that_does_not_exist_cannot_be_joined():
    with pytest.raises(DdsError, match="domain 4000 cannot be joined"):
        Participant(4000)
    assert 4000 not in module._domains


def test_a_topic_is_made_once(place):
    place.writer("rt/once")
    place.reader("rt/once")
    assert list(place.participant._topics) == ["rt/once"]


def test_numbers_are_not_given_twice(place):
    assert [place.participant.next_number() for _ in range(3)] == [1, 2, 3]


def test_a_forked_child_forgets_what_it_inherited_and_ends_at_once(place):
    place.writer()
    child = os.fork()
    if child == 0:  # pragma: no cover - in the child
        fresh = place.participant.handle == 0 and not module._open and not module._domains
        module.close_all()
        os._exit(3 if fresh else 4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert place.participant.handle > 0
