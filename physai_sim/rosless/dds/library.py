"""The C functions of Cyclone DDS that are called directly, with their types.

They are called through `ctypes`, which lets other threads run meanwhile. The wheel's own
`DataWriter.write` does not: when it waits for a slow reader, the whole interpreter stands still.
"""

from __future__ import annotations

import ctypes as ct
from typing import Any

from cyclonedds.internal import DDS, dds_c_t

ENTITY = ct.c_int32
ANY_STATE = 127
"""Mask of samples of every sample, view and instance state."""
FOREVER_NS = 0x7FFF_FFFF_FFFF_FFFF
TIMEOUT = -10
"""Return code for time that ran out. Source: dds/ddsrt/retcode.h."""


class Sample(ct.Structure):
    """What the wheel's topics take as a sample: a whole serialised message."""

    _fields_ = (("data", ct.c_void_p), ("size", ct.c_size_t))


class Span(ct.Structure):
    """`ddsrt_iovec_t`: a piece of memory."""

    _fields_ = (("address", ct.c_void_p), ("size", ct.c_size_t))


SampleInfo = dds_c_t.sample_info


# A handle of our own to the library that the wheel has loaded: types belong to a handle.
_library = ct.CDLL(DDS._dll_handle._name)


def _function(name: str, result: Any, *arguments: Any) -> Any:
    found = getattr(_library, name)
    found.restype, found.argtypes = result, list(arguments)
    return found


write = _function("dds_write", ct.c_int32, ENTITY, ct.c_void_p)
take_cdr = _function(
    "dds_takecdr",
    *(ct.c_int32, ENTITY, ct.POINTER(ct.c_void_p), ct.c_uint32),
    *(ct.POINTER(SampleInfo), ct.c_uint32),
)
serdata_size = _function("ddsi_serdata_size", ct.c_uint32, ct.c_void_p)
serdata_ref = _function(
    "ddsi_serdata_to_ser_ref",
    *(ct.c_void_p, ct.c_void_p, ct.c_size_t, ct.c_size_t, ct.POINTER(Span)),
)
serdata_release = _function("ddsi_serdata_to_ser_unref", None, ct.c_void_p, ct.POINTER(Span))
serdata_unref = _function("ddsi_serdata_unref", None, ct.c_void_p)
create_waitset = _function("dds_create_waitset", ENTITY, ENTITY)
waitset_attach = _function("dds_waitset_attach", ct.c_int32, ENTITY, ENTITY, ct.c_ssize_t)
waitset_detach = _function("dds_waitset_detach", ct.c_int32, ENTITY, ENTITY)
waitset_wait = _function(
    "dds_waitset_wait", ct.c_int32, ENTITY, ct.POINTER(ct.c_ssize_t), ct.c_size_t, ct.c_int64
)
create_guard = _function("dds_create_guardcondition", ENTITY, ENTITY)
set_guard = _function("dds_set_guardcondition", ct.c_int32, ENTITY, ct.c_bool)
take_guard = _function("dds_take_guardcondition", ct.c_int32, ENTITY, ct.POINTER(ct.c_bool))
create_condition = _function("dds_create_readcondition", ENTITY, ENTITY, ct.c_uint32)
is_triggered = _function("dds_triggered", ct.c_int32, ENTITY)
read_status = _function(
    "dds_read_status", ct.c_int32, ENTITY, ct.POINTER(ct.c_uint32), ct.c_uint32
)
wait_for_acks = _function("dds_wait_for_acks", ct.c_int32, ENTITY, ct.c_int64)
assert_liveliness = _function("dds_assert_liveliness", ct.c_int32, ENTITY)
matched_readers = _function(
    "dds_get_matched_subscriptions", ct.c_int32, ENTITY, ct.POINTER(ct.c_uint64), ct.c_size_t
)
matched_writers = _function(
    "dds_get_matched_publications", ct.c_int32, ENTITY, ct.POINTER(ct.c_uint64), ct.c_size_t
)
delete = _function("dds_delete", ct.c_int32, ENTITY)


class DdsError(RuntimeError):
    """A call of the DDS library that failed."""


def checked(result: int, what: str) -> int:
    """Pass on a result that is no error code.

    Raises:
        DdsError: If it is one.
    """
    if result < 0:
        raise DdsError(f"{what}: DDS error {result}")
    return result
