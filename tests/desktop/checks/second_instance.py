"""The program is started once more on the same data folder: a person who clicked its icon wants the window that is there."""

import subprocess
import time

# How long the second one may take to give way, in seconds.
GIVES_WAY = 2


def the_first_comes_to_the_front(bench):
    """The second ends with 0 within 2 s, and the first is the active window though another lay over it."""
    cloud = bench.cloud()
    first = bench.window(cloud, folder="shared")
    other = bench.window(cloud, folder="other")
    first.wait_until("another window in front", lambda: _active() == other.window)
    _start_again(first)
    first.wait_until("the first in front", lambda: _active() == first.window)


def the_first_comes_back_when_it_was_minimised(bench):
    """The same for a window that is not to be seen."""
    first = bench.window(bench.cloud(), folder="shared")
    first.minimise()
    _start_again(first)
    first.wait_until("the first in front", lambda: _active() == first.window)


def after_the_first_was_killed_the_next_start_opens(bench):
    """What a killed program leaves behind keeps nobody out."""
    cloud = bench.cloud()
    first = bench.window(cloud, folder="shared")
    first.kill()
    again = bench.window(cloud, folder="shared")
    again.wait_for("button", "Sign in")


def another_folder_opens_beside_it(bench):
    """Two windows with a folder each, for two clouds, say: neither gives way."""
    cloud = bench.cloud()
    windows = [bench.window(cloud, folder=folder) for folder in ("one", "two")]
    for desk in windows:
        desk.wait_for("button", "Sign in")


def _start_again(first):
    """Starts the program as the first was started: it must say something and end well, and soon."""
    began = time.monotonic()
    second = subprocess.run(first.program.args, capture_output=True, text=True, check=False, timeout=30)
    took = time.monotonic() - began
    said = second.stdout + second.stderr
    assert second.returncode == 0, f"the second ended with {second.returncode}: {said}"
    assert "Tokendesk is open already" in said, f"the second said {said!r}"
    assert took < GIVES_WAY, f"the second took {took:.1f} s"


def _active():
    found = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True, check=False)
    return found.stdout.strip()
