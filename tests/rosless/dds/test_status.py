"""What happens to an endpoint is told once, with its counts."""

from rclpy.duration import Duration
from rclpy.qos import LivelinessPolicy, QoSProfile, ReliabilityPolicy

from physai_sim.rosless.dds.status import StatusWatch
from physai_sim.rosless.dds.wait_set import WaitSet


def test_a_match_is_told_once_with_what_changed(place, wait_until):
    writer = place.writer()
    watch = StatusWatch(writer, ["publication_matched"])
    assert not watch.happened("publication_matched")
    reader = place.reader()
    wait_until(lambda: watch.happened("publication_matched"))
    found = watch.take("publication_matched")
    assert (found.total_count, found.current_count, found.current_count_change) == (1, 1, 1)
    assert not watch.happened("publication_matched")
    reader.close()
    wait_until(lambda: watch.happened("publication_matched"))
    assert watch.take("publication_matched").current_count_change == -1


def test_quality_that_does_not_fit_is_told_to_both(place, wait_until):
    offered = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
    reader, writer = place.reader(), place.writer(profile=offered)
    theirs = StatusWatch(reader, ["requested_incompatible_qos"])
    ours = StatusWatch(writer, ["offered_incompatible_qos"])
    wait_until(lambda: theirs.happened("requested_incompatible_qos"))
    wait_until(lambda: ours.happened("offered_incompatible_qos"))
    assert theirs.take("requested_incompatible_qos").last_policy_id == 11  # reliability
    assert ours.take("offered_incompatible_qos").total_count == 1


def test_missed_deadlines_are_told_to_both(place, wait_until):
    profile = QoSProfile(depth=1, deadline=Duration(seconds=0, nanoseconds=30_000_000))
    reader, writer = place.reader(profile=profile), place.writer(profile=profile)
    theirs = StatusWatch(reader, ["requested_deadline_missed"])
    ours = StatusWatch(writer, ["offered_deadline_missed"])
    writer.write(place.bytes_of("a"))
    wait_until(lambda: theirs.happened("requested_deadline_missed"))
    wait_until(lambda: ours.happened("offered_deadline_missed"))
    assert theirs.take("requested_deadline_missed").total_count >= 1


def test_a_writer_that_does_not_say_that_it_lives_is_told_of(place, wait_until):
    profile = QoSProfile(
        depth=1,
        liveliness=LivelinessPolicy.MANUAL_BY_TOPIC,
        liveliness_lease_duration=Duration(nanoseconds=50_000_000),
    )
    reader, writer = place.reader(profile=profile), place.writer(profile=profile)
    theirs = StatusWatch(reader, ["liveliness_changed"])
    ours = StatusWatch(writer, ["liveliness_lost"])
    writer.assert_liveliness()
    wait_until(lambda: ours.happened("liveliness_lost"))
    wait_until(lambda: theirs.take("liveliness_changed").not_alive_count == 1)


def test_only_what_is_wanted_wakes_who_waits(place, wait_until):
    reader, writer = place.reader(), place.writer()
    watch = StatusWatch(reader, ["requested_deadline_missed"])
    waits = WaitSet(place.participant.handle)
    waits.attach_only([watch.handle])
    writer.write(place.bytes_of("a"))
    wait_until(lambda: reader.matched_count() == 1)
    assert waits.wait(0) == []
    waits.close()


def test_after_its_end_an_endpoint_tells_nothing(place):
    reader = place.reader()
    watch = StatusWatch(reader, ["subscription_matched"])
    reader.close()
    assert not watch.happened("subscription_matched")
    assert watch.take("subscription_matched") is None
