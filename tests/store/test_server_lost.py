"""The connection to a database server breaks in the middle of a run, and comes back."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from exercise_studio.store.faults import ServerLost
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.store.small import HandClock, response, started


def cut_all(url: str) -> None:
    """As when the server restarts: every connection to that database ends."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_cut_connection_is_said_once_and_the_next_entry_is_kept(
    server_url: str, opened: Callable[[Workspace], Workspace], clock: HandClock
) -> None:
    workspace = opened(Workspace.create(server_url))
    exercise, run = started(workspace, clock)
    workspace.append(exercise, [response("before", run)], now=clock)
    cut_all(server_url)
    with pytest.raises(ServerLost, match="Everything saved before it is safe"):
        workspace.append(exercise, [response("lost", run)], now=clock)
    workspace.append(exercise, [response("after", run)], now=clock)
    assert workspace.count(exercise) == 3
    assert verify(workspace).problems == ()


def test_a_server_that_is_away_for_longer_is_said_each_time(
    server_url: str, opened: Callable[[Workspace], Workspace], clock: HandClock, tmp_path: Path
) -> None:
    address, _, folder = server_url.partition("?host=")
    way = Path(folder)
    link = way.parent / f"way-{Path(address).name}"
    link.symlink_to(way)
    workspace = opened(Workspace.create(f"{address}?host={link}"))
    exercise, run = started(workspace, clock)
    link.unlink()
    cut_all(server_url)
    for _turn in range(3):
        with pytest.raises(ServerLost):
            workspace.append(exercise, [response("nobody hears it", run)], now=clock)
        with pytest.raises(ServerLost):
            workspace.count(exercise)
    link.symlink_to(way)
    workspace.append(exercise, [response("heard", run)], now=clock)
    assert workspace.count(exercise) == 2
    assert verify(workspace).problems == ()
