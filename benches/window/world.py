"""A small world for the window to live in: home, session bus, keychain and screen of its own, nothing of anybody's is touched."""

import os
import subprocess

from measure import Screen

NEEDS = ["Xvfb", "dbus-daemon", "gnome-keyring-daemon"]


class World:
    """`env` is what a program in it is started with."""

    def __init__(self, folder):
        self.folder = folder
        places = {
            "HOME": "home",
            "XDG_CONFIG_HOME": "config",
            "XDG_DATA_HOME": "data",
            "XDG_CACHE_HOME": "cache",
            "XDG_STATE_HOME": "state",
            "XDG_RUNTIME_DIR": "run",
        }
        kept = ("PATH", "LANG", "TZ")
        self.env = {name: os.environ[name] for name in kept if name in os.environ}
        for name, place in places.items():
            self.env[name] = f"{folder}/{place}"
            os.makedirs(self.env[name], mode=0o700)
        # No graphics card: the same software renderer everywhere.
        self.env |= {"LIBGL_ALWAYS_SOFTWARE": "1", "GSETTINGS_BACKEND": "memory", "NO_AT_BRIDGE": "1"}
        self.ours = []
        bus = self.start(["dbus-daemon", "--session", "--nofork", "--print-address"])
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        # With a password its login keyring is there and open; without, the first item would ask a person for one.
        keychain = self.start(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], stdin=subprocess.PIPE)
        keychain.stdin.write(b"no-secret")
        keychain.stdin.close()
        self.screen = Screen(f"{folder}/screen")

    def start(self, command, **more):
        """Starts something that lives as long as this world."""
        process = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more)
        self.ours.append(process)
        return process

    def end(self):
        """Ends what was started, the last first."""
        self.screen.close()
        for process in reversed(self.ours):
            process.terminate()
            process.wait()
