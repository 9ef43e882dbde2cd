"""How commands say what went wrong."""

import typer


def complain(message: str, hint: str | None) -> None:
    """Print the message, and below it what would mend it, to standard error."""
    typer.secho(f"Error: {message}", fg=typer.colors.RED, err=True)
    if hint:
        typer.echo(hint, err=True)
