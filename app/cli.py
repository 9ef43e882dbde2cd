"""The ``one-graph`` command. Each command is a file in ``app/commands``, loaded when it runs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app import __version__
from app.commands.complaint import complain
from app.errors import InvalidSetting, OneGraphError
from app.ontology.role import Role

FAILED = 1
WRONG_SETTING = 2

application = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Find, install, run and watch elizaOS plugins through one GraphQL server.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"one-graph {__version__}")
        raise typer.Exit


@application.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Hold the options before the command's name."""


@application.command()
def serve() -> None:
    """Start the server: GraphQL, GraphiQL, live subscriptions and an executor.

    Settings are ONE_* environment variables. Without ONE_MONGODB_URI it
    runs its own MongoDB under ONE_DATA_DIR and generates its keys there.

    Examples:

      one-graph serve

      ONE_PORT=9000 ONE_DATA_DIR=./data one-graph serve
    """
    from app.commands import serve as command  # noqa: PLC0415 - each command loads what it needs

    command.run()


@application.command()
def executor() -> None:
    """Run installs, executions and syncs for servers that share a MongoDB.

    Needs ONE_MONGODB_URI: a server without it executes by itself.
    Start as many as there is work for. What they install is kept in
    ONE_DATA_DIR/artifacts, which must be one volume for all of them.

    Example:

      export ONE_MONGODB_URI=mongodb://db1,db2/?replicaSet=one
      ONE_SECRET_KEY=... one-graph executor
    """
    from app.commands import executor as command  # noqa: PLC0415

    command.run()


@application.command()
def sync() -> None:
    """Read the npm registry into the catalogue, and show how far that is.

    The running server does it. With ONE_MONGODB_URI, whichever executor
    is free does: the sync waits in the database until there is one.
    Ctrl-C stops the watching, not the sync.

    Example:

      one-graph sync
    """
    from app.commands import sync as command  # noqa: PLC0415

    command.run()


@application.command()
def token(
    role: Annotated[Role, typer.Option(help="What its holder may do.", case_sensitive=False)],
    group: Annotated[
        str | None, typer.Option(help="Slug of the group; every role but platform_owner has one.")
    ] = None,
    hours: Annotated[
        float | None,
        typer.Option(
            help="Lifetime; ONE_TOKEN_HOURS when not given, ONE_TOKEN_HOURS_MAX at most.", min=0.01
        ),
    ] = None,
) -> None:
    """Print a token for somebody who has a role in a group, and nothing else.

    Examples:

      one-graph token --role org_owner --group demo

      curl -H "Authorization: Bearer $(one-graph token --role platform_owner)" ...
    """
    from app.commands import token as command  # noqa: PLC0415

    command.run(role, group, hours)


@application.command("try")
def try_plugin(  # noqa: PLR0913, PLR0917 - each option is an argument
    source: Annotated[Path, typer.Argument(help="Folder with a package.json, or a tarball.")],
    action: Annotated[
        str | None,
        typer.Option(
            help="What to call: an action, provider, evaluator or model by name, or "
            "SERVICE.METHOD. Every action when not given."
        ),
    ] = None,
    params: Annotated[
        str | None,
        typer.Option(help="JSON: an object of options, or a list of a method's arguments."),
    ] = None,
    text: Annotated[str, typer.Option(help="The message that an action answers.")] = "Hello",
    calls: Annotated[int, typer.Option(help="How often to call it.", min=1, max=10_000)] = 1,
    setting: Annotated[list[str] | None, typer.Option(help="KEY=VALUE, any number of.")] = None,
    secret: Annotated[
        list[str] | None, typer.Option(help="KEY=VALUE; never shown in what is printed.")
    ] = None,
    bind: Annotated[
        list[str] | None,
        typer.Option(help="KEY=HOST: the secret goes to that host alone; the plugin sees another."),
    ] = None,
    allow: Annotated[
        list[str] | None, typer.Option(help="HOST, HOST:PORT or *.HOST that it may reach.")
    ] = None,
    grant: Annotated[
        list[str] | None, typer.Option(help="A permission such as storage.read.")
    ] = None,
    timeout: Annotated[int, typer.Option(help="Milliseconds for each call.", min=1)] = 30_000,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Read, load and call a plugin in the full isolation, without a server.

    Prints what was found in its files, what it offers, and of each call
    the result, logs, requests, refusals and limits that it hit. What it
    depends on is taken from its node_modules; where that lacks some, all is
    installed from npm's registry. @elizaos/core is supplied.
    Exit code: 0 all calls returned, 1 the plugin or a call failed, 2 it
    could not be tried.

    Examples:

      one-graph try ./my-plugin --action HELLO_WORLD --text "Say hello"

      one-graph try plugin-1.0.0.tgz --allow api.example.com --secret API_KEY=...
    """
    from app.commands import try_plugin as command  # noqa: PLC0415

    command.run(
        command.Options(
            source=source,
            action=action,
            params=params,
            text=text,
            calls=calls,
            settings=setting or [],
            secrets=secret or [],
            binds=bind or [],
            allowed=allow or [],
            granted=grant or [],
            timeout_ms=timeout,
            json=json,
        )
    )


@application.command()
def sign(
    package: Annotated[Path, typer.Argument(help="A tarball, as `npm pack` makes it.")],
    key: Annotated[Path, typer.Option(help="PEM file with an Ed25519 private key.")],
    output: Annotated[
        Path | None, typer.Option(help="Where to; PACKAGE.signed.tgz when not given.")
    ] = None,
) -> None:
    """Put a publisher's signature into a package, for upload to a server.

    Prints the signed file, the key's id, and the public key that the
    platform owner trusts with trustPublisher.

    Examples:

      openssl genpkey -algorithm ed25519 -out key.pem

      one-graph sign my-plugin-1.0.0.tgz --key key.pem

      curl -H "Authorization: Bearer $TOKEN" --data-binary @my-plugin-1.0.0.signed.tgz .../uploads
    """
    from app.commands import sign as command  # noqa: PLC0415

    command.run(package, key, output)


keys = typer.Typer(no_args_is_help=True, help="Change the keys that sign this server's tokens.")
application.add_typer(keys, name="keys")


@keys.command("list")
def list_keys() -> None:
    """Show which keys sign and verify tokens, by id; never the keys themselves."""
    from app.commands import keys as command  # noqa: PLC0415

    command.show()


@keys.command("rotate-master")
def rotate_master() -> None:
    """Make a new master key in the data folder, and print the ids of all.

    The server wraps the keys of secrets under it when it starts next. The
    key before stays beside it until then. With ONE_MASTER_KEY the keys are
    the operator's: docs/operations.md says how to replace them.
    """
    from app.commands import keys as command  # noqa: PLC0415

    command.rotate_master()


@keys.command()
def rotate(
    keep_hours: Annotated[
        float | None,
        typer.Option(
            help="How long older keys verify at most; ONE_TOKEN_HOURS_MAX when not given. "
            "0, when one has leaked: every token made before ends now.",
            min=0.0,
            max=87_600.0,
        ),
    ] = None,
) -> None:
    """Sign with a new key from now on. Running servers notice by themselves.

    The keys before it verify until the last token that they signed has
    expired, and are then removed.

    Examples:

      one-graph keys rotate

      one-graph keys rotate --keep-hours 0
    """
    from app.commands import keys as command  # noqa: PLC0415

    command.rotate(keep_hours)


@keys.command()
def prune() -> None:
    """Remove the keys whose tokens have all expired."""
    from app.commands import keys as command  # noqa: PLC0415

    command.prune()


@application.command()
def doctor() -> None:
    """Say what this machine can isolate, what is missing, and the command that mends it.

    Exit code 1 when something that is needed is missing.

    Example:

      one-graph doctor
    """
    from app.commands import doctor as command  # noqa: PLC0415

    command.run()


def main() -> None:
    """Run the command line; errors of ours end it with their message and hint."""
    try:
        application()
    except OneGraphError as error:
        complain(error.message, error.hint)
        sys.exit(WRONG_SETTING if isinstance(error, InvalidSetting) else FAILED)
