"""What a model that sees is asked, in our own words.

Source of the four criteria and of the scale: the recipe for judging the physical plausibility of
videos that is published with Cosmos-Reason2; of the order of the tags: its model card.
"""

from __future__ import annotations

SYSTEM = "You are a helpful assistant."
_QUESTION = """\
Watch the video and judge how far what it shows could happen in the real world. Weigh four things:
- Bodies: do they keep their number, shape, size and identity?
- Motion and forces: do they move as gravity, friction and what pushes them would make them?
- Interactions: does each contact have its cause and its effect, with nothing passing through?
- Time: does all of this hold from the first frame to the last, without a jump or a standstill?
Give one whole number: 1 if hardly anything in it could happen, 2 if much could not, 3 if some of
it could not, 4 if nearly all of it could, 5 if all of it could. Looks, style and light do not
count."""
_FORMAT = """\
Reason first, between <think> and </think>. Right after </think> write the number, and nothing
else."""


def plausibility(meant: str = "") -> str:
    """The question that is answered by a number from 1 to 5.

    Args:
        meant: What the video is to show; nothing is said of it if it is empty.
    """
    told = f"The video is meant to show this: {' '.join(meant.split())}" if meant.strip() else ""
    return "\n".join(part for part in (told, _QUESTION, _FORMAT) if part)
