"""Weak calls keep nothing alive."""

from rclpy._weak import weak_call


class Bell:
    rung = 0

    def ring(self):
        self.rung += 1


def test_the_method_is_called_while_its_object_lives_whatever_the_arguments():
    bell = Bell()
    call = weak_call(bell.ring)
    call()
    call(1, 2)
    assert bell.rung == 2


def test_nothing_happens_after_the_end_of_the_object():
    bell = Bell()
    call = weak_call(bell.ring)
    del bell
    call()
