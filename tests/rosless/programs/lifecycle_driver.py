"""Takes the managed talker through its states by its services and listens in between."""

import rclpy
from lifecycle_msgs.msg import Transition, TransitionEvent
from lifecycle_msgs.srv import ChangeState, GetState
from rclpy.node import Node
from std_msgs.msg import String

STEPS = (
    ("configure", Transition.TRANSITION_CONFIGURE),
    ("activate", Transition.TRANSITION_ACTIVATE),
    ("configure", Transition.TRANSITION_CONFIGURE),
    ("deactivate", Transition.TRANSITION_DEACTIVATE),
    ("cleanup", Transition.TRANSITION_CLEANUP),
    ("shutdown", Transition.TRANSITION_UNCONFIGURED_SHUTDOWN),
)


class Driver(Node):
    def __init__(self):
        super().__init__("driver")
        self.change = self.create_client(ChangeState, "managed_talker/change_state")
        self.get = self.create_client(GetState, "managed_talker/get_state")
        self.heard = rclpy.Future()
        self.create_subscription(String, "managed_chatter", self.on_chatter, 10)
        topic = "managed_talker/transition_event"
        self.create_subscription(TransitionEvent, topic, self.on_event, 10)

    def on_chatter(self, message):
        if not self.heard.done():
            self.heard.set_result(message.data)

    def on_event(self, event):
        states = f"{event.start_state.label} -> {event.goal_state.label}"
        self.get_logger().info(f"event {event.transition.label}: {states}")

    def call(self, client, request):
        client.wait_for_service()
        future = client.call_async(request)
        rclpy.spin_until_future_complete(self, future)
        return future.result()

    def state(self):
        return self.call(self.get, GetState.Request()).current_state.label

    def drive(self):
        self.get_logger().info(f"state {self.state()}")
        for name, number in STEPS:
            request = ChangeState.Request()
            request.transition.id = number
            success = self.call(self.change, request).success
            outcome = "done" if success else "refused"
            self.get_logger().info(f"{name} {outcome}, state {self.state()}")
            if self.state() == "active":
                rclpy.spin_until_future_complete(self, self.heard, timeout_sec=20.0)
                self.get_logger().info(f"heard {self.heard.result()}")


def main():
    rclpy.init()
    node = Driver()
    node.drive()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
