"""The buffer that programs use: tf2's core with waiting, a service, and jumps of the clock."""

from __future__ import annotations

from typing import Any

import tf2_py as tf2
from geometry_msgs.msg import TransformStamped
from rclpy.clock import Clock, JumpThreshold, TimeJump
from rclpy.duration import Duration
from rclpy.logging import get_logger
from rclpy.node import Node
from rclpy.task import Future
from rclpy.time import Time
from tf2_msgs.srv import FrameGraph

from tf2_ros._waiting import Waiting
from tf2_ros.buffer_interface import NO_WAIT, BufferInterface

__all__ = ["Buffer"]


class Buffer(tf2.BufferCore, BufferInterface):
    """Stores transforms, answers look-ups, and waits for what is not there yet.

    Args:
        cache_time: How long data is kept (10 s).
        node: Serves `tf2_frames`, all frames as YAML, and gives the clock whose jumps clear the
            buffer.

    Source: docs.ros.org, package tf2_ros_py, class Buffer.
    """

    def __init__(self, cache_time: Duration | None = None, node: Node | None = None) -> None:
        tf2.BufferCore.__init__(self, cache_time)
        BufferInterface.__init__(self)
        self._waiting = Waiting()
        self.clock = Clock() if node is None else node.get_clock()
        if node is not None:
            self.srv = node.create_service(FrameGraph, "tf2_frames", self._give_frames)
        threshold = JumpThreshold(
            min_forward=None, min_backward=Duration(nanoseconds=-1), on_clock_change=True
        )
        self.jump_handle = self.clock.create_jump_callback(
            threshold, post_callback=self.time_jump_callback
        )

    def time_jump_callback(self, time_jump: TimeJump) -> None:
        """Clear the buffer: what it holds is from another course of time."""
        del time_jump
        get_logger("tf2_buffer").warning("Detected jump back in time. Clearing tf buffer.")
        self.clear()

    def set_transform(self, transform: TransformStamped, authority: str) -> None:
        """Add a transform at its stamp."""
        super().set_transform(transform, authority)
        self._waiting.data_came()

    def set_transform_static(self, transform: TransformStamped, authority: str) -> None:
        """Add a transform that holds for all times."""
        super().set_transform_static(transform, authority)
        self._waiting.data_came()

    def lookup_transform(
        self, target_frame: str, source_frame: str, time: Time, timeout: Duration = NO_WAIT
    ) -> TransformStamped:
        """The transform of data in `source_frame` into `target_frame`.

        Args:
            target_frame: The frame to transform into.
            source_frame: The frame of the data.
            time: The time of the transform; zero for the latest.
            timeout: How long to wait for it, in wall time. The thread that receives transforms
                must be another one.

        Raises:
            TransformException: One of its kinds, if the transform is not there in time.
        """
        self.can_transform(target_frame, source_frame, time, timeout)
        return self.lookup_transform_core(target_frame, source_frame, time)

    def lookup_transform_full(
        self,
        target_frame: str,
        target_time: Time,
        source_frame: str,
        source_time: Time,
        fixed_frame: str,
        timeout: Duration = NO_WAIT,
    ) -> TransformStamped:
        """From a frame at one time to a frame at another, through one that stands still meanwhile.

        Raises:
            TransformException: One of its kinds, if the transform is not there in time.
        """
        request = (target_frame, target_time, source_frame, source_time, fixed_frame)
        self.can_transform_full(*request, timeout)
        return self.lookup_transform_full_core(*request)

    async def lookup_transform_async(
        self, target_frame: str, source_frame: str, time: Time
    ) -> TransformStamped:
        """As `lookup_transform`, in a coroutine that waits as long as it takes."""
        return await self.wait_for_transform_async(target_frame, source_frame, time)

    async def lookup_transform_full_async(
        self,
        target_frame: str,
        target_time: Time,
        source_frame: str,
        source_time: Time,
        fixed_frame: str,
    ) -> TransformStamped:
        """As `lookup_transform_full`, in a coroutine that waits as long as it takes."""
        return await self.wait_for_transform_full_async(
            target_frame, target_time, source_frame, source_time, fixed_frame
        )

    def can_transform(  # type: ignore[override]  # with a debug tuple, as tf2_ros has it
        self,
        target_frame: str,
        source_frame: str,
        time: Time,
        timeout: Duration = NO_WAIT,
        return_debug_tuple: bool = False,
    ) -> bool | tuple[bool, str]:
        """Whether `lookup_transform` would succeed, after waiting for at most `timeout`.

        Args:
            target_frame: The frame to transform into.
            source_frame: The frame of the data.
            time: The time of the transform; zero for the latest.
            timeout: How long to wait for it, in wall time.
            return_debug_tuple: Give (possible, why not) instead.
        """
        request = (target_frame, source_frame, time)
        self._waiting.block(lambda: self.can_transform_core(*request)[0], timeout.nanoseconds)
        result = self.can_transform_core(*request)
        return result if return_debug_tuple else result[0]

    def can_transform_full(  # type: ignore[override]  # with a debug tuple, as tf2_ros has it
        self,
        target_frame: str,
        target_time: Time,
        source_frame: str,
        source_time: Time,
        fixed_frame: str,
        timeout: Duration = NO_WAIT,
        return_debug_tuple: bool = False,
    ) -> bool | tuple[bool, str]:
        """Whether `lookup_transform_full` would succeed, after waiting for at most `timeout`."""
        request = (target_frame, target_time, source_frame, source_time, fixed_frame)
        self._waiting.block(lambda: self.can_transform_full_core(*request)[0], timeout.nanoseconds)
        result = self.can_transform_full_core(*request)
        return result if return_debug_tuple else result[0]

    def wait_for_transform_async(
        self, target_frame: str, source_frame: str, time: Time
    ) -> Future[Any]:
        """A Future that gets the transform as soon as there is one."""
        request = (target_frame, source_frame, time)
        return self._waiting.future(
            lambda: self.can_transform_core(*request)[0],
            lambda: self.lookup_transform_core(*request),
        )

    def wait_for_transform_full_async(
        self,
        target_frame: str,
        target_time: Time,
        source_frame: str,
        source_time: Time,
        fixed_frame: str,
    ) -> Future[Any]:
        """A Future that gets the transform between two times as soon as there is one."""
        request = (target_frame, target_time, source_frame, source_time, fixed_frame)
        return self._waiting.future(
            lambda: self.can_transform_full_core(*request)[0],
            lambda: self.lookup_transform_full_core(*request),
        )

    def _give_frames(self, request: Any, response: Any) -> Any:
        del request
        response.frame_yaml = self.all_frames_as_yaml()
        return response
