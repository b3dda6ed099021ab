"""A desktop of our own for one lane of checks: screen, session bus, folders, window manager, and nothing of the person's who runs it.

All of it lives in one temporary folder and one process group, so that nothing is left when it is closed, whatever happened inside.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time

# How long the screen and the bus may take to come up, in seconds.
PATIENCE = 60
# Large enough for the window at twice its size.
SCREEN = "2560x1600x24"

# A window without a frame in the corner: the picture is the window. Alt+F4 closes it, as a window manager's button does.
OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><keepBorder>no</keepBorder></theme>
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
  <applications>
    <application class="Tokendesk"><decor>no</decor><position force="yes"><x>0</x><y>0</y></position><focus>yes</focus></application>
    <application class="tokendesk"><decor>no</decor><position force="yes"><x>0</x><y>0</y></position><focus>yes</focus></application>
  </applications>
</openbox_config>
"""

# The session bus finds only the services that are linked into a folder of ours, so that a check can take the Secret Service away.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/run/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
SERVICES = "/usr/share/dbus-1/services"
# The accessibility bus, and the window that asks for a keyring's password. (The Secret Service itself: `keyring.py`.)
ALWAYS = ("org.a11y.Bus.service", "org.gnome.keyring.SystemPrompter.service", "org.gnome.keyring.PrivatePrompter.service")


class World:
    """Use it as a context; `run` runs a program in it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="tokendesk-world-")
        self.programs = []
        self.names = None

    def __enter__(self):
        try:
            self._make_folders()
            self._open_screen()
            self._start_bus()
            self._start("openbox")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def run(self, command, seconds):
        """Runs a program to its end, in a group of its own; cut off when it takes too long. Returns its exit code, or None."""
        program = self._start(*command, quiet=False)
        try:
            return program.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def close(self):
        """Ends every program's whole group, the last first: those that a program has left behind are in it. May be done twice."""
        for program in reversed(self.programs):
            for sign in (signal.SIGTERM, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                    os.killpg(program.pid, sign)
                    program.wait(5)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_folders(self):
        for name in ("home", "config/openbox", "data", "cache", "state", "run", "services"):
            os.makedirs(os.path.join(self.folder, name))
        os.chmod(os.path.join(self.folder, "run"), 0o700)
        self._write("config/openbox/rc.xml", OPENBOX)
        self._write("bus.conf", BUS.format(folder=self.folder))
        for service in ALWAYS:
            os.symlink(os.path.join(SERVICES, service), os.path.join(self.folder, "services", service))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_", "WAYLAND_", "AT_SPI_", "GNOME_"))}
        kept.pop("NO_AT_BRIDGE", None)
        self.names = kept | {
            "HOME": os.path.join(self.folder, "home"),
            "XDG_CONFIG_HOME": os.path.join(self.folder, "config"),
            "XDG_DATA_HOME": os.path.join(self.folder, "data"),
            "XDG_CACHE_HOME": os.path.join(self.folder, "cache"),
            "XDG_STATE_HOME": os.path.join(self.folder, "state"),
            "XDG_RUNTIME_DIR": os.path.join(self.folder, "run"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder}/run/bus",
            "DESK_WORLD": self.folder,
            "GSETTINGS_BACKEND": "memory",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _open_screen(self):
        """Xvfb chooses a free number. It is not reset when a first client leaves: whoever comes in that moment would find no screen.
        Its keys do not repeat: on a busy machine the release of a key comes late.
        """
        reads, writes = os.pipe()
        self._start("Xvfb", "-displayfd", str(writes), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset", "-r", pass_fds=(writes,))
        os.close(writes)
        with os.fdopen(reads) as number:
            self.names["DISPLAY"] = ":" + self._within("the screen", lambda: number.readline().strip())

    def _start_bus(self):
        self._start("dbus-daemon", "--nofork", f"--config-file={self.folder}/bus.conf")
        self._within("the session bus", lambda: os.path.exists(os.path.join(self.folder, "run", "bus")))

    def _start(self, *command, quiet=True, **more):
        with open(os.path.join(self.folder, "world.log"), "ab") as log:
            to = {"stdout": log, "stderr": log} if quiet else {}
            program = subprocess.Popen(command, env=self.names, stdin=subprocess.DEVNULL, start_new_session=True, **to, **more)
        self.programs.append(program)
        return program

    def _within(self, what, question):
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if self.programs[-1].poll() is not None:
                break
            answer = question()
            if answer:
                return answer
            time.sleep(0.05)
        with open(os.path.join(self.folder, "world.log"), encoding="utf-8", errors="replace") as log:
            raise RuntimeError(f"{what} did not come up: {log.read()[-2000:]}")

    def _write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)
