"""Filters of messages: subscriptions, caches, and sets by time.

Source: docs.ros.org, package message_filters (Python).
"""

from message_filters.approximate_time_synchronizer import ApproximateTimeSynchronizer
from message_filters.cache import Cache
from message_filters.simple_filter import SimpleFilter
from message_filters.subscriber import Subscriber
from message_filters.time_synchronizer import TimeSynchronizer

__all__ = [
    "ApproximateTimeSynchronizer",
    "Cache",
    "SimpleFilter",
    "Subscriber",
    "TimeSynchronizer",
]
