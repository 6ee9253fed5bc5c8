"""`physai serve`: models behind HTTP."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from physai_sim.cli import options
from physai_sim.core.errors import ConfigError, MachineError

if TYPE_CHECKING:
    from policies.planning.hybrid.serving.start import ServeOptions

app = typer.Typer(help="Serve models over HTTP.")


@app.callback()
def _serve() -> None:
    """Serve models over HTTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannerOptions:
    """What is served, where, and to how many."""

    checkpoint: Annotated[
        Path | None,
        typer.Argument(help="Folder as transformers writes it, with tokenizer.json."),
    ] = None
    preset: Annotated[
        str | None,
        typer.Option("--preset", help="tiny, nano-30b-a3b or qwen3-30b-a3b with random weights."),
    ] = None
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=2**63 - 1, help="Of random weights.")
    ] = 0
    name: Annotated[
        str | None, typer.Option("--name", help="That clients ask for; the folder's or preset's.")
    ] = None
    host: Annotated[
        str, typer.Option("--host", help="Other than loopback needs --api-key-env.")
    ] = "127.0.0.1"
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any that is free.")] = (
        8000
    )
    key_name: Annotated[
        str | None,
        typer.Option("--api-key-env", help="Name of the environment variable with the key."),
    ] = None
    slots: Annotated[
        int, typer.Option("--slots", min=1, max=4096, help="Requests that run at once.")
    ] = 4
    context: Annotated[
        int, typer.Option("--context", min=2, max=2**24, help="Tokens of a prompt and its answer.")
    ] = 8192
    sessions: Annotated[
        int, typer.Option("--sessions", min=0, max=4096, help="Ends of turns to go on from.")
    ] = 8
    batched: Annotated[
        bool,
        typer.Option("--batched", help="All answers share each step; bits depend on the others."),
    ] = False
    queue: Annotated[
        int, typer.Option("--queue", min=0, max=65_536, help="Requests that may wait for a slot.")
    ] = 64
    body_bytes: Annotated[
        int, typer.Option("--body-bytes", min=1, help="Of a request, at most.")
    ] = 1024 * 1024
    prompt_tokens: Annotated[
        int | None, typer.Option("--prompt-tokens", min=1, help="At most; the context.")
    ] = None
    new_tokens: Annotated[
        int | None, typer.Option("--new-tokens", min=1, help="Of an answer, at most; the context.")
    ] = None
    device: Annotated[str, typer.Option("--device", help="cpu, or cuda.")] = "cpu"
    dtype: Annotated[str, typer.Option("--dtype", help="float32 or bfloat16.")] = "float32"
    state_dtype: Annotated[
        str, typer.Option("--state-dtype", help="Of Mamba-2's states: float32 or float16.")
    ] = "float32"
    kv_dtype: Annotated[
        str | None,
        typer.Option("--kv-dtype", help="Of keys and values: float32, bfloat16 or float8."),
    ] = None
    compiled: Annotated[
        bool,
        typer.Option("--compiled", help="Compile steps first: faster answers of a small model."),
    ] = False

    def request(self) -> ServeOptions:
        """What the server is made from.

        Raises:
            PhysAIError: If it contradicts itself, or a package is missing.
        """
        try:
            from policies.planning.hybrid.serving.limits import Limits
            from policies.planning.hybrid.serving.start import ServeOptions
        except ImportError as error:
            expected = "make setup-planner, or pip install 'physai_sim[planner]'"
            raise MachineError(f"cannot serve: {error}", expected=expected) from error
        limits = Limits(
            body_bytes=self.body_bytes,
            prompt_tokens=self.prompt_tokens or self.context,
            new_tokens=self.new_tokens or self.context,
            context_tokens=self.context,
            requests=self.slots + self.queue,
        )
        same = (
            *("checkpoint", "preset", "seed", "name", "host", "port"),
            *("slots", "sessions", "batched", "device", "dtype"),
            *("state_dtype", "kv_dtype", "compiled"),
        )
        kept = {name: getattr(self, name) for name in same}
        return ServeOptions(**kept, key=_key(self.key_name), limits=limits)


@app.command("planner")
@options.command
def serve_planner(chosen: PlannerOptions) -> None:
    """Serve the planner's language model as OpenAI's chat completions (docs/serving.md)."""
    request = chosen.request()
    from policies.planning.hybrid.serving.start import serve

    serve(request, tell=typer.echo, note=partial(typer.echo, err=True))


def _key(name: str | None) -> str | None:
    """The key itself never stands in a command line, which other users of a machine can read."""
    if name is None:
        return None
    if not os.environ.get(name):
        what = f"the environment has no {name}"
        raise ConfigError(what, where="--api-key-env", expected="a variable with the key")
    return os.environ[name]
