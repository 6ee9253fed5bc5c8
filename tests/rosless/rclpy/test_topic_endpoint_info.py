from rclpy import endpoint_info
from rclpy.qos import HistoryPolicy, QoSProfile, qos_profile_unknown
from rclpy.topic_endpoint_info import TopicEndpointInfo, TopicEndpointTypeEnum
from rclpy.type_hash import TypeHash

HASH = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"


def _info(**changes):
    return TopicEndpointInfo(
        **{
            "node_name": "talker",
            "node_namespace": "/",
            "topic_type": "std_msgs/msg/String",
            "topic_type_hash": HASH,
            "endpoint_type": 1,
            "endpoint_gid": bytes(range(16)),
            "qos_profile": QoSProfile(depth=7),
            **changes,
        }
    )


def test_its_text_tells_all_that_is_known():
    lines = str(_info()).splitlines()
    assert lines[:4] == [
        "Node name: talker",
        "Node namespace: /",
        "Topic type: std_msgs/msg/String",
        f"Topic type hash: {HASH}",
    ]
    assert "Endpoint type: PUBLISHER" in lines
    assert "GID: 00.01.02.03.04.05.06.07.08.09.0a.0b.0c.0d.0e.0f" in lines
    assert "  History (Depth): KEEP_LAST (7)" in lines
    unknown = str(_info(qos_profile=QoSProfile(history=HistoryPolicy.KEEP_ALL)))
    assert "  History (Depth): KEEP_ALL\n" in unknown


def test_what_is_given_in_another_form_is_brought_into_the_one_that_is_kept():
    info = _info(qos_profile={"depth": 7}, topic_type_hash={"version": 1, "value": bytes(32)})
    assert info.endpoint_type is TopicEndpointTypeEnum.PUBLISHER
    assert info.endpoint_gid == list(range(16))
    assert info.qos_profile == QoSProfile(depth=7)
    assert info.topic_type_hash == TypeHash(1, bytes(32))


def test_nothing_is_known_by_default():
    info = TopicEndpointInfo()
    assert info.qos_profile == qos_profile_unknown
    assert info.endpoint_type is TopicEndpointTypeEnum.INVALID
    assert info == TopicEndpointInfo()
    assert info != _info()


def test_it_has_a_newer_name():
    assert endpoint_info.TopicEndpointInfo is TopicEndpointInfo
    assert endpoint_info.EndpointTypeEnum.PUBLISHER is TopicEndpointTypeEnum.PUBLISHER
