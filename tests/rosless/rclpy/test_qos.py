import pytest
from rclpy import qos


def test_ready_made_profiles_are_those_of_rmw():
    sensor = qos.qos_profile_sensor_data
    assert (sensor.depth, sensor.reliability.name) == (5, "BEST_EFFORT")
    assert qos.qos_profile_default.depth == qos.qos_profile_services_default.depth == 10
    assert qos.qos_profile_parameters.depth == qos.qos_profile_parameter_events.depth == 1000
    status = qos.qos_profile_action_status_default
    assert (status.depth, status.durability.name) == (1, "TRANSIENT_LOCAL")
    assert qos.qos_profile_best_available.reliability.name == "BEST_AVAILABLE"
    assert qos.qos_profile_system_default.history.name == "SYSTEM_DEFAULT"


def test_ready_made_profiles_have_short_keys():
    presets = qos.QoSPresetProfiles
    assert presets.get_from_short_key("Sensor_Data") is qos.qos_profile_sensor_data
    assert "action_status_default" in presets.short_keys()
    assert presets.SYSTEM_DEFAULT.value is qos.qos_profile_system_default
    with pytest.raises(KeyError):
        presets.get_from_short_key("camera")
