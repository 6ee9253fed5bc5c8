"""One sample: the keys that Cosmos 3 has where the meaning is the same, and `physai` for ours."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, field_validator, model_validator

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import PhysAIError
from physai_sim.core.rollouts import Expansion, RolloutRequest
from physai_sim.core.scene_config import NotNegative, PositiveInt
from physai_sim.core.streams import STREAMS
from physai_sim.core.strict import StrictModel
from physai_sim.generation.spec.controls import (
    BlurSpec,
    ControlSpec,
    EdgeSpec,
    SegSpec,
    scaled_weights,
)
from physai_sim.generation.spec.domains import width_of
from physai_sim.generation.spec.frames import AspectRatio, Resolution, check_learned, size_of
from physai_sim.generation.spec.own_part import ExpansionSpec, OwnPart
from physai_sim.generation.variation.physics import with_actions

# Becomes the name of a folder.
SampleName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,199}$")]
ModelMode = Literal[
    "text2image",
    "text2video",
    "image2image",
    "image2video",
    "video2video",
    "forward_dynamics",
    "inverse_dynamics",
    "policy",
    "wam",
    "reasoner",
]
Count = Annotated[int, Field(ge=0)]
CONTROLS = ("edge", "blur", "depth", "seg", "wsm")
IMAGES = ("text2image", "image2image", "reasoner")
DEFAULT_FPS = 24
# Streams that are the same pictures as controls.
STREAM_OF = {"edge": "edges", "depth": "depth", "seg": "shaded"}


class SampleSpec(StrictModel):
    """What one sample is to be; docs/generate.md says which key does what in which generator."""

    name: SampleName
    prompt: str | None = None
    prompt_path: str | None = None
    negative_prompt: str | None = None
    negative_prompt_file: str | None = None
    model_mode: ModelMode | None = None
    vision_path: str | None = None
    condition_frame_indexes_vision: tuple[Count, ...] | None = None
    condition_video_keep: Literal["first", "last"] | None = None
    action_path: str | None = None
    domain_name: str | None = None
    action_chunk_size: PositiveInt | None = None
    view_point: str | None = None
    seed: Count = 0
    fps: PositiveInt = DEFAULT_FPS
    num_frames: PositiveInt | None = None
    max_frames: PositiveInt | None = None
    resolution: Resolution | None = None
    aspect_ratio: AspectRatio | None = None
    num_video_frames_per_chunk: PositiveInt | None = None
    num_conditional_frames: Count | None = None
    num_first_chunk_conditional_frames: Count | None = None
    share_vision_temporal_positions: bool | None = None
    num_steps: PositiveInt | None = None
    guidance: Annotated[float, Field(ge=0.0, le=7.0)] | None = None
    shift: NotNegative | None = None
    control_guidance: Annotated[float, Field(ge=0.0, le=10.0)] | None = None
    edge: EdgeSpec | None = None
    blur: BlurSpec | None = None
    depth: ControlSpec | None = None
    seg: SegSpec | None = None
    wsm: ControlSpec | None = None
    guided_generation_mask: str | None = None
    guided_generation_step_threshold: Count | None = None
    show_control_condition: bool | None = None
    enable_sound: bool | None = None
    physai: OwnPart = OwnPart()

    @field_validator("fps", mode="before")
    @classmethod
    def _whole_rate(cls, value: object) -> object:
        """Rates such as 24.0 are whole numbers too: other tools write them so."""
        return int(value) if isinstance(value, float) and value.is_integer() else value

    @model_validator(mode="after")
    def _has_one_prompt(self) -> SampleSpec:
        if self.prompt is not None and self.prompt_path is not None:
            raise ValueError("both prompt and prompt_path say what is to be seen")
        return self

    @model_validator(mode="after")
    def _fits_its_domain(self) -> SampleSpec:
        if self.domain_name is not None:
            try:
                width_of(self.domain_name, self.physai.domains)
            except PhysAIError as error:
                raise ValueError(str(error)) from None
        elif self.action_path is not None:
            raise ValueError("an action_path needs the domain_name of its actions")
        return self

    @model_validator(mode="after")
    def _takes_actions_from_one_place(self) -> SampleSpec:
        if self.action_path is not None and self.physai.expansion != ExpansionSpec():
            raise ValueError("both action_path and physai.expansion change the source")
        return self

    @model_validator(mode="after")
    def _fits_a_learned_model(self) -> SampleSpec:
        """The rules of learned models hold where a file asks for one."""
        if self.model_mode in (None, *IMAGES):
            return self
        tier = self.resolution or get_args(Resolution)[0]
        try:
            for key in ("num_frames", "num_video_frames_per_chunk"):
                count = getattr(self, key)
                whole = key == "num_frames" and self.num_video_frames_per_chunk is not None
                if count is not None and not whole:  # a whole of chunks may be as long as it likes
                    check_learned(count, tier, where=f"{key} for model_mode {self.model_mode}")
        except PhysAIError as error:
            raise ValueError(str(error)) from None
        return self

    def weights(self) -> dict[str, float]:
        """Weight of each control that is present, as `scaled_weights` has it."""
        given = {name: getattr(self, name) for name in CONTROLS}
        return scaled_weights({n: c.weight for n, c in given.items() if c is not None})

    @property
    def size_px(self) -> tuple[int, int] | None:
        """Columns and rows; None: as the cameras have them."""
        if self.physai.size_px is not None or self.resolution is None:
            return self.physai.size_px
        return size_of(self.resolution, self.aspect_ratio or "16,9")

    def expansion(self, config: WorldConfig | None = None) -> Expansion:
        """How it differs from its source.

        Raises:
            PhysAIError: If a name is unknown, or a texture or camera has no world.
        """
        if self.action_path is not None:
            return with_actions(f"file:{self.action_path}")
        return self.physai.expansion.expansion(config)

    def request(self, source: str, config: WorldConfig | None = None) -> RolloutRequest:
        """What a generator is asked for.

        Args:
            source: The episode that the sample starts from.
            config: Its world, where a texture or camera is wanted.

        Raises:
            PhysAIError: If the expansion names what there is not.
        """
        wanted = {*self.physai.streams, *(STREAM_OF.get(name, "") for name in self.weights())}
        counts = [n for n in (self.num_frames, self.max_frames) if n is not None]
        return RolloutRequest(
            name=self.name,
            source=source,
            expansion=self.expansion(config),
            seed=self.seed,
            fps=self.fps,
            num_frames=min(counts, default=None),
            cameras=self.physai.cameras,
            size_px=self.size_px,
            streams=tuple(name for name in STREAMS if name in wanted),
        )
