"""What one check works with: windows, clouds and the keyring, each ended when the check is over, and what they say looked through
for secrets.
"""

import contextlib
import os
import re
import subprocess

from desk import Desk, NotSeen
from keyring import Keyring
from sandbox import FaultySandbox, ServedSandbox
from words import EMAIL, PASSWORD, STOCK


class Bench:
    """One check's. Use it as a context."""

    def __init__(self, program, faulty, out):
        self.program = program
        self.faulty = faulty
        self.out = out
        self.stack = contextlib.ExitStack()
        self.desks = []
        # What must never be in a log, on the command line or in a title.
        self.secrets = {PASSWORD}
        self.has_keyring = False

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if kind is not None and not issubclass(kind, NotSeen):
            for desk in self.desks:
                if desk.program.poll() is None:
                    desk.leave_traces(str(error))
        self.stack.close()
        if self.has_keyring:
            self.keyring.forget()

    # What there is

    def served_cloud(self):
        """The program's own sandbox, in a process of its own."""
        return self.stack.enter_context(ServedSandbox(self.program))

    def cloud(self):
        """The sandbox that takes faults."""
        return self.stack.enter_context(FaultySandbox(self.faulty))

    @property
    def keyring(self):
        """The world's keyring, not started yet. Only where this is asked for the program looks for one."""
        self.has_keyring = True
        return Keyring()

    def window(self, cloud, *options, folder="data"):
        """The program with its window, in English, on a cloud. `folder` is its data folder, kept from one start to the next."""
        number = len(self.desks) + 1
        arguments = ["--lang", "en", "--data-dir", os.path.join(self.out, folder), *options]
        arguments += ["--cloud", cloud.address] if cloud else ["--sandbox"]
        if cloud and not self.has_keyring:
            arguments.append("--no-keychain")
        desk = Desk(self.program, arguments, self.out, "tokendesk=trace", f"program-{number}.log")
        self.desks.append(desk)
        return self.stack.enter_context(desk)

    # What most checks begin with

    def sign_in(self, desk, cloud):
        """With e-mail and password, and with the mailed code where the cloud asks for one: it does of a program that is new to it."""
        desk.fill("E-mail", EMAIL)
        desk.fill("Password", PASSWORD, secret=True)
        desk.key("Return")
        came = desk.wait_until("a code asked for, or the desk", lambda: desk.find("field", "Confirmation code") or desk.find("tab", "OAuth clients"))
        if came.is_a("field"):
            desk.wait_focus("field", "Confirmation code")
            self.type_code(desk, cloud)
            desk.wait_for("tab", "OAuth clients")

    def type_code(self, desk, cloud):
        """Types the newest mailed code and sends it. A code is good once: it is a secret from then on too."""
        code = cloud.code()
        self.secrets.add(code)
        desk.type(code)
        desk.key("Return")

    def signed_in(self, cloud, *options, folder="data"):
        """A window on the desk."""
        desk = self.window(cloud, *options, folder=folder)
        self.sign_in(desk, cloud)
        return desk

    def sign_out(self, desk):
        desk.click("button", EMAIL)
        desk.click("button", "Sign out")
        desk.wait_for("button", "Sign in")

    def open_version(self, desk, app=STOCK[0], version=STOCK[1]):
        """Opens a version by its ids, and returns the first row of its clients."""
        desk.click("tab", "OAuth clients")
        desk.fill("App ID", app)
        desk.fill("Version", version)
        desk.click("button", "Open")
        return desk.wait_for("row", lambda name: True)

    def choose_in_settings(self, desk, what, choice):
        """Chooses from a drop-down of the settings."""
        desk.click("tab", "Settings")
        desk.click("choice", what)
        desk.click("option", choice)
        desk.wait_gone("option", choice)

    # What must never be

    def look_for_secrets(self):
        """No secret that this check knows of is in what its programs wrote, on their command line or in their title."""
        for desk in self.desks:
            places = {"its output": desk.said()}
            if desk.program.poll() is None:
                with open(f"/proc/{desk.program.pid}/cmdline", encoding="utf-8") as arguments:
                    places["its arguments"] = arguments.read()
                title = subprocess.run(["xdotool", "getwindowname", desk.window], capture_output=True, text=True, check=False)
                places["its title"] = title.stdout
            for place, text in places.items():
                for secret in self.secrets:
                    if re.search(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9A-Za-z])", text):
                        raise AssertionError(f"the (invented) secret {secret!r} is in {place}")
