"""What stands in a world, as the `scene`, `rates` and `view` parts of a world file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.core.strict import StrictModel

# Names become parts of topics, frames and `body/link` paths.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Vector = tuple[float, float, float]
Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Positive = Annotated[float, Field(gt=0.0)]
NotNegative = Annotated[float, Field(ge=0.0)]
PositiveInt = Annotated[int, Field(gt=0)]
Rgb = tuple[Fraction, Fraction, Fraction]
Rgba = tuple[Fraction, Fraction, Fraction, Fraction]


# The best that a machine has, OpenGL, or PyBullet's own.
RendererName = Literal["auto", "raster", "tiny"]


class RatesConfig(StrictModel):
    """How often things happen [Hz]; `control_hz` must divide `physics_hz`."""

    physics_hz: Annotated[int, Field(gt=0, le=100_000)] = 240
    control_hz: PositiveInt


class PoseConfig(StrictModel):
    """A pose in the world frame: position [m] and turns about fixed x, y, z [rad]."""

    position_m: Vector = (0.0, 0.0, 0.0)
    rpy_rad: Vector = (0.0, 0.0, 0.0)

    def pose(self) -> Pose:
        """The same as a Pose."""
        return Pose(self.position_m, from_rpy(*self.rpy_rad))


class MaterialConfig(StrictModel):
    """What a surface looks like beside its colour; TinyRenderer draws the plain colour."""

    pattern: Literal[
        "plain", "asphalt", "grass", "wood", "brick", "facade", "checker", "fabric"
    ] = "plain"


class BodyConfig(StrictModel):
    """A box, sphere or upright cylinder; mass 0 (the default) never moves.

    How much two bodies bounce is the product of their restitutions, as the engine has it. Rolling
    friction [m] times the other body's friction and the force of contact is the torque that slows
    a ball down.
    """

    shape: Literal["box", "sphere", "cylinder"]
    size_m: tuple[Positive, Positive, Positive] | None = None
    radius_m: Positive | None = None
    height_m: Positive | None = None
    pose: PoseConfig = PoseConfig()
    mass_kg: NotNegative = 0.0
    friction: NotNegative = 0.8
    rolling_friction: NotNegative = 0.0
    restitution: Fraction = 0.0
    velocity_mps: Vector = (0.0, 0.0, 0.0)
    color_rgba: Rgba = (0.6, 0.6, 0.6, 1.0)
    material: MaterialConfig = MaterialConfig()
    collides: bool = True
    category: Literal["ground", "kerb", "building", "object", "target"] = "object"

    @model_validator(mode="after")
    def _has_the_measures_of_its_shape(self) -> BodyConfig:
        wanted = {"box": {"size_m"}, "sphere": {"radius_m"}, "cylinder": {"radius_m", "height_m"}}
        given = {key for key in ("size_m", "radius_m", "height_m") if getattr(self, key)}
        if given != wanted[self.shape]:
            raise ValueError(
                f"a {self.shape} is given by {' and '.join(sorted(wanted[self.shape]))}, "
                f"got {' and '.join(sorted(given)) or 'neither'}"
            )
        return self

    @property
    def extents_m(self) -> Vector:
        """Size of the bounding box in the body's own axes [m]."""
        if self.size_m is not None:
            return self.size_m
        width = 2 * (self.radius_m or 0.0)
        return (width, width, self.height_m or width)


class GroundConfig(StrictModel):
    """A flat ground at z = 0."""

    size_m: Positive = 400.0
    friction: NotNegative = 1.0
    restitution: Fraction = 0.0
    color_rgba: Rgba = (0.45, 0.55, 0.38, 1.0)
    material: MaterialConfig = MaterialConfig()


class LightConfig(StrictModel):
    """The sun: where it shines from, what it does not reach; the sky; whether cars have lights.

    TinyRenderer draws all of it in white.
    """

    direction: Vector = (0.4, -0.6, 1.0)
    ambient: Fraction = 0.6
    diffuse: Fraction = 0.4
    specular: Fraction = 0.05
    shadow: bool = False
    sky_rgb: Rgb = (0.72, 0.82, 0.92)
    sun_rgb: Rgb = (1.0, 1.0, 1.0)
    ambient_rgb: Rgb = (1.0, 1.0, 1.0)
    headlights: bool = False


class WeatherConfig(StrictModel):
    """Fog, rain and snow in the air; what lies on level surfaces. TinyRenderer draws none of it.

    It is looks alone: no surface has less grip for it.
    """

    visibility_m: Positive | None = None
    rain: Fraction = 0.0
    snow: Fraction = 0.0
    wetness: Fraction = 0.0
    cover: Fraction = 0.0
    cover_rgb: Rgb = (0.93, 0.95, 0.98)


class SceneConfig(StrictModel):
    """Ground, light and named bodies."""

    gravity_mps2: Vector = (0.0, 0.0, -9.81)
    ground: GroundConfig | None = GroundConfig()
    light: LightConfig = LightConfig()
    weather: WeatherConfig = WeatherConfig()
    bodies: dict[Name, BodyConfig] = Field(default_factory=dict)


class MountConfig(StrictModel):
    """A camera's place: fixed to a parent; position and target point are in its frame."""

    parent: str = "world"
    position_m: Vector
    look_at_m: Vector

    @model_validator(mode="after")
    def _looks_somewhere(self) -> MountConfig:
        (ex, ey, _), (tx, ty, _) = self.position_m, self.look_at_m
        if (ex, ey) == (tx, ty):
            places = f"position_m {self.position_m} and look_at_m {self.look_at_m}"
            raise ValueError(f"{places} must differ in x or y")
        return self


class ImageConfig(StrictModel):
    """Size, lens and depth range of a camera; distortion is plumb bob's k1, k2, p1, p2, k3."""

    width_px: Annotated[int, Field(ge=8, le=4096)]
    height_px: Annotated[int, Field(ge=8, le=4096)]
    vertical_fov_rad: Annotated[float, Field(gt=0.01, lt=3.0)]
    near_m: Positive = 0.05
    far_m: Positive = 100.0
    distortion: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0)

    @model_validator(mode="after")
    def _sees_some_depth(self) -> ImageConfig:
        if self.near_m >= self.far_m:
            raise ValueError(f"near_m {self.near_m} must be less than far_m {self.far_m}")
        return self


class ViewConfig(ImageConfig):
    """The camera of `render()` and of the video; no policy sees it."""

    mount: MountConfig
