"""The keychain of a world: gnome-keyring behind the session bus, in each of the states that a person's computer may be in.

It is looked at from outside with `secret-tool`, as any other program of that person could.
"""

import os
import re
import shutil
import signal
import subprocess
import time

# How long the daemon, the bus or a prompt may take, in seconds.
PATIENCE = 30
NAME, PATH = "org.freedesktop.secrets", "/org/freedesktop/secrets"
LOGIN = f"{PATH}/collection/login"
SERVICE = "/usr/share/dbus-1/services/org.freedesktop.secrets.service"
# What unlocks the keyring; nothing to do with the publisher's password.
PASSWORD = "open-sesame"
# The window of gcr-prompter, whatever it asks.
PROMPT = "gcr-prompter"


class Keyring:
    """One world's keyring. A new world has none, not even a service that could be started: `start` or `have` makes one."""

    def __init__(self):
        self.folder = os.environ["DESK_WORLD"]
        self.link = os.path.join(self.folder, "services", os.path.basename(SERVICE))

    # States

    def start(self):
        """Unlocked, as after a login with a password. Empty the first time; made the default by that."""
        self._offer(True)
        self._stop()
        with open(os.path.join(self.folder, "keyring.log"), "ab") as log:
            daemon = subprocess.Popen(
                ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        daemon.stdin.write(PASSWORD.encode())
        daemon.stdin.close()
        within("the keyring unlocked", lambda: self._owner() is not None and self._is_locked() is False)

    def start_locked(self):
        """As after a login without a password: the bus starts the daemon when somebody asks, and nobody has unlocked it."""
        self._offer(True)
        self._stop()
        within("the keyring locked", self._is_locked)

    def lock(self):
        """As when a person locks it while programs run."""
        call(NAME, PATH, "org.freedesktop.Secret.Service.Lock", f"['{LOGIN}']")
        within("the keyring locked", self._is_locked)

    def kill(self):
        """The daemon crashes. The bus will start another, locked, for the next who asks."""
        self._stop(signal.SIGKILL)

    def take_away(self):
        """No Secret Service at all: neither a daemon nor a way for the bus to start one."""
        self._offer(False)
        self._stop()
        refused = secret_tool("lookup", "service", "Tokendesk")
        if "was not provided" not in refused:
            raise AssertionError(f"there is still a Secret Service: {refused}")

    def forget(self):
        """Nothing is left of what was kept."""
        self._offer(False)
        self._stop()
        shutil.rmtree(os.path.join(os.environ["XDG_DATA_HOME"], "keyrings"), ignore_errors=True)

    # What is in it

    def items(self):
        """Every item of Tokendesk: its label, secret and attributes in one dictionary each."""
        said = secret_tool("search", "--all", "service", "Tokendesk")
        return [dict(re.findall(r"^([\w.:]+) = (.*)$", item, re.MULTILINE)) for item in re.split(r"^\[/.*\]$", said, flags=re.MULTILINE)[1:]]

    def store(self, label, secret, **attributes):
        """Puts an item there with these attributes, or another secret into the one that has them."""
        words = [word for pair in attributes.items() for word in pair]
        subprocess.run(["secret-tool", "store", f"--label={label}", *words], input=secret, text=True, check=True, timeout=PATIENCE)

    # Its prompt

    def wait_prompt(self):
        """The window that asks for the keyring's password."""
        return within("the prompt of the keyring", self.prompt)

    def prompt(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", PROMPT], capture_output=True, text=True, check=False)
        # The window itself has a name; what the window manager puts round it has none.
        for window in found.stdout.split():
            if subprocess.run(["xdotool", "getwindowname", window], capture_output=True, text=True, check=False).stdout.strip():
                return window
        return None

    def answer(self, password=PASSWORD):
        """Types the password into the prompt, with real keys."""
        self._to_prompt("type", "--delay", "15", "--", password)
        self._to_prompt("key", "Return")

    def dismiss(self):
        self._to_prompt("key", "Escape")
        within("the prompt closed", lambda: self.prompt() is None)

    def _to_prompt(self, *words):
        window = self.wait_prompt()
        subprocess.run(["xdotool", "windowactivate", "--sync", window], check=False, capture_output=True, timeout=PATIENCE)
        subprocess.run(["xdotool", *words], check=True, timeout=PATIENCE)

    # Inside

    def _offer(self, is_offered):
        """Whether the bus knows how to start the daemon."""
        if is_offered == os.path.lexists(self.link):
            return
        if is_offered:
            os.symlink(SERVICE, self.link)
        else:
            os.remove(self.link)
        call("org.freedesktop.DBus", "/", "org.freedesktop.DBus.ReloadConfig")

    def _owner(self):
        """The daemon's process id, or None when none is running."""
        said = call("org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetConnectionUnixProcessID", NAME, check=False)
        found = re.search(r"uint32 (\d+)", said)
        return int(found.group(1)) if found else None

    def _stop(self, how=signal.SIGTERM):
        pid = self._owner()
        if pid is not None:
            os.kill(pid, how)
            within("the keyring's daemon gone", lambda: self._owner() != pid)

    def _is_locked(self):
        """None while there is no such collection. Asking starts the daemon, when the bus knows how."""
        said = call(NAME, LOGIN, "org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Collection", "Locked", check=False)
        return {"(<true>,)": True, "(<false>,)": False}.get(said.strip())


def call(name, path, method, *arguments, check=True):
    """A call over the session bus; what it answers, as gdbus prints it."""
    said = subprocess.run(
        ["gdbus", "call", "--session", "--timeout", str(PATIENCE), "-d", name, "-o", path, "-m", method, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=2 * PATIENCE,
    )
    if check and said.returncode != 0:
        raise AssertionError(f"{method}: {said.stderr.strip()}")
    return said.stdout


def secret_tool(*words):
    """What `secret-tool` says, on either channel: it tells attributes on the second."""
    return subprocess.run(["secret-tool", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=PATIENCE).stdout


def within(what, question, patience=PATIENCE):
    """Asks until the answer is neither None nor False, and returns it."""
    ends = time.monotonic() + patience
    while True:
        answer = question()
        if answer is not None and answer is not False:
            return answer
        if time.monotonic() > ends:
            raise AssertionError(f"{what}: not seen in {patience:.0f} s")
        time.sleep(0.05)
