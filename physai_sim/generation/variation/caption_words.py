"""Words for looks, and what words of a prompt mean them."""

from __future__ import annotations

from collections.abc import Mapping

# What each name of a factor looks like.
LOOKS: Mapping[str, Mapping[str, str]] = {
    "lighting": {
        "sunrise": "sunrise with a low reddish sun and long shadows",
        "morning": "bright morning light with soft shadows",
        "noon": "clear light at noon with short shadows",
        "afternoon": "warm light of the afternoon",
        "golden_hour": "golden hour with a low warm sun and long shadows",
        "overcast_light": "even light of an overcast sky without shadows",
        "dusk": "dusk with a violet sky",
        "night_lit": "night with warm artificial light",
        "night": "dark night with faint bluish light",
    },
    "weather": {
        "clear": "clear air",
        "cloudy": "a cloudy sky",
        "fog": "dense fog",
        "rain": "falling rain",
        "snow": "falling snow",
    },
    "surface": {
        "dry": "dry surfaces",
        "wet": "wet surfaces that mirror the sky",
        "snowy": "surfaces covered with snow",
        "sandy": "surfaces with drifts of sand",
    },
}
# The same lights behind clouds, fog, rain or snow, where nothing throws a shadow and all is grey.
VEILED: Mapping[str, str] = {
    "sunrise": "grey light at sunrise, without shadows",
    "morning": "grey light of the morning, without shadows",
    "noon": "grey light at noon, without shadows",
    "afternoon": "grey light of the afternoon, without shadows",
    "golden_hour": "grey light of the evening, without shadows",
    "overcast_light": "even light of an overcast sky without shadows",
    "dusk": "a grey dusk",
    "night_lit": "night with dim artificial light",
    "night": "dark night with faint light",
}
# Words that say so in a prompt, the more telling first.
SAID: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "lighting": {
        "golden_hour": ("golden hour", "golden light", "sunset"),
        "night_lit": ("street lights", "street lamps", "lit at night", "neon"),
        "night": ("night", "dark"),
        "sunrise": ("sunrise", "dawn"),
        "dusk": ("dusk", "twilight"),
        "morning": ("morning",),
        "afternoon": ("afternoon",),
        "overcast_light": ("overcast",),
        "noon": ("noon", "midday", "daylight", "sunny"),
    },
    "weather": {
        "fog": ("fog", "foggy", "mist", "haze"),
        "rain": ("rain", "rainy", "raining", "downpour"),
        "snow": ("snowing", "falling snow", "snowfall", "blizzard"),
        "cloudy": ("cloudy", "clouds"),
        "clear": ("clear sky", "clear weather", "sunny"),
    },
    "surface": {
        "snowy": ("snowy", "covered with snow", "snow-covered", "icy"),
        "wet": ("wet", "puddles"),
        "sandy": ("sandy", "sand", "dusty", "muddy", "mud"),
        "dry": ("dry",),
    },
}
# Things that are asked for, by the category that a world has for them.
THINGS: Mapping[str, tuple[str, ...]] = {
    "robot": ("robot", "robot arm", "arm", "gripper", "manipulator"),
    "vehicle": ("car", "vehicle", "truck", "bus", "van"),
    "pedestrian": ("pedestrian", "person", "people", "man", "woman"),
    "building": ("building", "house"),
    "object": ("cube", "block", "ball", "plate", "table", "tray", "box", "cup", "bottle"),
    "road": ("road", "street", "lane", "intersection", "crossing"),
}
COLOURS: Mapping[str, tuple[float, float, float]] = {
    "red": (0.80, 0.15, 0.13),
    "green": (0.20, 0.55, 0.25),
    "blue": (0.15, 0.32, 0.75),
    "yellow": (0.92, 0.78, 0.15),
    "orange": (0.90, 0.50, 0.12),
    "purple": (0.50, 0.25, 0.60),
    "brown": (0.48, 0.33, 0.22),
    "light brown": (0.72, 0.56, 0.40),
    "white": (0.93, 0.93, 0.91),
    "grey": (0.55, 0.55, 0.55),
    "black": (0.08, 0.08, 0.09),
}

# What differs less between its parts has no hue that is seen.
HUELESS = 0.15
_HUELESS = ("white", "grey", "black")


def sentence_of(text: str) -> str:
    """A text that begins and ends as a sentence does."""
    stripped = " ".join(text.split())
    ended = stripped if stripped.endswith((".", "!", "?")) or not stripped else f"{stripped}."
    return ended[:1].upper() + ended[1:]


def colour_name(rgb: tuple[float, float, float]) -> str:
    """The nearest of a few names; what has a hue is not called grey."""
    names = [n for n in COLOURS if max(rgb) - min(rgb) < HUELESS or n not in _HUELESS]
    return min(
        names, key=lambda n: sum((a - b) ** 2 for a, b in zip(rgb, COLOURS[n], strict=True))
    )
