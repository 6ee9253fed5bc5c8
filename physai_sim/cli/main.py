"""The command `physai`: subcommands, exit codes, and errors in one line.

Exit codes: 0 done; 1 ran, and the result fails what was required of it; 2 bad input, or a machine
that lacks something; 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from types import FrameType

import click
import typer

from physai_sim import __version__
from physai_sim.cli import bag, bench, run, schema
from physai_sim.cli import list as list_command
from physai_sim.core.errors import PhysAIError

OUT_OF_OUR_HANDS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES)

app = typer.Typer(
    name="physai",
    help="Robotics simulation whose frames and plans are checked against its own physics.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("list")(list_command.list_names)
app.command("run")(run.run_episodes)
app.command("schema")(schema.print_schema)
app.command("bench")(bench.run_bench)
app.add_typer(bag.app, name="bag")


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"physai_sim {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_print_version, help="Print the version."
    ),
) -> None:
    """Options of the command itself."""


def main() -> None:
    """Run the command and leave with its exit code."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    sys.exit(_exit_code())


def _exit_code() -> int:
    try:
        code = app(standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        return _complain("interrupted", code=130)
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (PhysAIError, click.ClickException, OSError) as error:
        return _complain(_one_line(error))
    return code if isinstance(code, int) else 0


def _one_line(error: PhysAIError | click.ClickException | OSError) -> str:
    """What a person needs to know of an error; one that is a bug of ours goes on as it is."""
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError):
        if error.errno not in OUT_OF_OUR_HANDS:
            raise error
        return f"{error.filename or 'output'}: {error.strerror}"
    return str(error)


def _complain(text: str, *, code: int = 2) -> int:
    typer.echo(f"physai: {' '.join(text.split())}", err=True)
    return code


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    """A polite end (SIGTERM) closes bags just as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
