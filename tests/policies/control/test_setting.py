import pytest

from policies.control._setting import Setting


def pushed(setting, directions):
    values = []
    for direction in directions:
        setting.push(direction)
        values.append(setting.value)
    return values


def test_it_moves_by_steps_and_stays_where_it_is_left():
    assert pushed(Setting(low=-1, high=1, step=0.1), [1, 1, 0, 0, -1]) == [0.1, 0.2, 0.2, 0.2, 0.1]


def test_it_ends_at_its_limits():
    assert pushed(Setting(low=-0.1, high=0.25, step=0.1), [1] * 4)[-1] == 0.25
    assert pushed(Setting(low=-0.1, high=0.25, step=0.1), [-1] * 4)[-1] == -0.1
    assert Setting(low=0, high=1, step=0.1, value=7.0).value == 1


@pytest.mark.parametrize("value", [0.3, 0.25, -0.3, -0.25])
def test_on_its_way_back_it_is_caught_at_zero_until_the_key_is_let_go(value):
    setting = Setting(low=-1, high=1, step=0.1, value=value)
    back = -1 if value > 0 else 1
    assert pushed(setting, [back] * 6)[-3:] == [0.0, 0.0, 0.0]
    assert pushed(setting, [0, back]) == [0.0, 0.1 * back]
