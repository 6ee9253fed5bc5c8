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

import typer

from physai_sim import __version__
from physai_sim.cli import bag, bench, record, run, schema
from physai_sim.cli import list as list_command
from physai_sim.core.errors import PhysAIError

# Wrong usage. Newer releases of typer hold a copy of click, whose classes are not those of an
# installed click; the right one is found from a class that typer hands on.
UsageTrouble: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
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
app.command("record")(record.record_episodes)
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
    except (KeyboardInterrupt, typer.Abort):
        return _complain("interrupted", code=130)
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has seen enough, and rich and typer leave with SystemExit then;
        # nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UsageTrouble as error:
        return _misused(error)
    except PhysAIError as error:
        return _complain(str(error))
    except OSError as error:
        if error.errno not in OUT_OF_OUR_HANDS:
            raise  # a bug of ours
        return _complain(f"{error.filename or 'output'}: {error.strerror}")
    return code if isinstance(code, int) else 0


def _misused(error: Exception) -> int:
    text: str = error.format_message()  # type: ignore[attr-defined]
    if type(error).__name__ != "NoArgsIsHelpError":
        return _complain(text)
    if text:  # else rich has printed it
        typer.echo(text, err=True)
    return 2


def _complain(text: str, *, code: int = 2) -> int:
    typer.echo(f"physai: {' '.join(text.split())}", err=True)
    return code


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    """A polite end (SIGTERM) closes bags just as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
