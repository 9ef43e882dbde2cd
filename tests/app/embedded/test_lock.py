import asyncio
import os
import stat
import sys
from pathlib import Path

import pytest

from app.embedded.lock import DataDirLock, RunningServer, read_running
from app.errors import DataDirInUse, InsecurePermissions, InvalidSetting


class TestAcquire:
    def test_a_second_holder_is_told_who_the_first_is(self, tmp_path: Path) -> None:
        with DataDirLock(tmp_path), pytest.raises(DataDirInUse) as caught:
            DataDirLock(tmp_path).acquire()
        assert f"process {os.getpid()}" in caught.value.message
        assert f"kill {os.getpid()}" in str(caught.value.hint)

    def test_a_released_folder_can_be_taken_again(self, tmp_path: Path) -> None:
        for _ in range(2):
            with DataDirLock(tmp_path):
                assert read_running(tmp_path)

    def test_folder_and_lock_are_for_the_owner_alone(self, tmp_path: Path) -> None:
        data_dir = tmp_path / "deep" / "data"
        with DataDirLock(data_dir):
            assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
            assert stat.S_IMODE((data_dir / "server.lock").stat().st_mode) == 0o600

    def test_an_empty_folder_is_closed_to_others(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        with DataDirLock(tmp_path):
            assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700

    def test_a_folder_with_content_that_others_may_enter_is_refused(self, tmp_path: Path) -> None:
        tmp_path.joinpath("content").touch()
        tmp_path.chmod(0o750)
        with pytest.raises(InsecurePermissions) as caught:
            DataDirLock(tmp_path).acquire()
        assert caught.value.hint == f"chmod 700 {tmp_path}"

    def test_a_file_is_no_data_folder(self, tmp_path: Path) -> None:
        tmp_path.joinpath("file").touch()
        with pytest.raises(InvalidSetting, match="ONE_DATA_DIR"):
            DataDirLock(tmp_path / "file").acquire()

    def test_of_many_that_start_at_once_one_wins(self, tmp_path: Path) -> None:
        locks = [DataDirLock(tmp_path) for _ in range(4)]
        won = [lock for lock in locks if takes(lock)]
        for lock in locks:
            lock.release()
        assert won == locks[:1]


class TestReadRunning:
    def test_nobody_holds_a_folder_that_does_not_exist(self, tmp_path: Path) -> None:
        assert read_running(tmp_path / "none") is None

    def test_it_tells_what_the_holder_published(self, tmp_path: Path) -> None:
        with DataDirLock(tmp_path) as lock:
            lock.publish(mongodb_uri="mongodb://socket", url="http://127.0.0.1:8000")
            running = read_running(tmp_path)
        assert running
        assert running == RunningServer(
            os.getpid(), running.started_at, "mongodb://socket", "http://127.0.0.1:8000"
        )

    async def test_what_a_killed_holder_left_is_ignored(self, tmp_path: Path) -> None:
        code = (
            "import sys, time; from pathlib import Path; "
            "from app.embedded.lock import DataDirLock; DataDirLock(Path(sys.argv[1])).acquire(); "
            "print('held', flush=True); time.sleep(60)"
        )
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", code, tmp_path), stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout
        await process.stdout.readline()
        running = read_running(tmp_path)
        assert running
        assert running.pid == process.pid
        process.kill()
        await process.wait()
        assert (tmp_path / "server.lock").read_text()
        assert read_running(tmp_path) is None

    async def test_asking_does_not_keep_a_server_from_starting(self, tmp_path: Path) -> None:
        asking = asyncio.create_task(asyncio.to_thread(ask_often, tmp_path))
        for _ in range(20):
            with DataDirLock(tmp_path):
                await asyncio.sleep(0.005)
        await asking


def ask_often(data_dir: Path) -> None:
    for _ in range(2000):
        read_running(data_dir)


def takes(lock: DataDirLock) -> bool:
    try:
        lock.acquire()
    except DataDirInUse:
        return False
    return True
