"""Videos inside a page, as long as they are small enough."""

from __future__ import annotations

import base64
import os
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MAX_VIDEO_BYTES = 20_000_000
MAX_TOTAL_BYTES = 60_000_000


@dataclass(frozen=True, slots=True)
class Media:
    """A video of an episode, or why there is none.

    Args:
        source: Address for the page: the video itself, or a relative link; "" for no video.
        note: What to say below it.
    """

    source: str = ""
    note: str = ""


def embedded(videos: Iterable[Path | None], *, page: Path) -> list[Media]:
    """Each video as part of a page; those that would make it too large are linked.

    Args:
        videos: mp4 files; None where none was recorded.
        page: Where the page will be.
    """
    found, left = [], MAX_TOTAL_BYTES
    for video in videos:
        if video is None or not video.is_file():
            found.append(Media(note="No video was recorded."))
            continue
        size = video.stat().st_size
        if size > min(MAX_VIDEO_BYTES, left):
            found.append(_linked(video, page))
            continue
        left -= size
        data = base64.b64encode(video.read_bytes()).decode("ascii")
        found.append(Media(f"data:video/mp4;base64,{data}"))
    return found


def _linked(video: Path, page: Path) -> Media:
    way = Path(os.path.relpath(video, page.parent)).as_posix()
    size = video.stat().st_size / 1e6
    note = f"Kept out of this page, which it would make too large ({size:.1f} MB): see {way}."
    return Media(urllib.parse.quote(way), note)
