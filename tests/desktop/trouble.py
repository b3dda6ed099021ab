"""The walk through trouble: the same cloud, with faults. A list that is not read, or late, or refused; a create that is refused,
late, or whose answer is lost; a sign-in that has ended in mid-work.
"""

import time

from walk import Walk
from words import EMAIL, PASSWORD, REDIRECT, RIGHTS, STOCK

# A 401 to tokens younger than this, in seconds, is the endpoint's error and ends no sign-in; with a second to spare.
YOUNG = 61
# How long the server asks to be left alone, in seconds: longer than a screen is measured.
PATIENCE_ASKED = 30


class Trouble(Walk):
    """One language and one theme, in a cloud with faults."""

    def __init__(self, sandbox, *walk):
        super().__init__(*walk)
        self.sandbox = sandbox
        self.tokens_since = None

    def take(self):
        self.sign_in()
        # A sandbox keeps nothing: the first walk's theme has gone with its window.
        self.choose_theme()
        self.go("clients")
        self.list_not_read()
        self.list_waits()
        self.other_header()
        self.create_refused()
        self.create_not_known()
        self.session_ended()

    def shot_at_the_least(self, what):
        """The same in the smallest window."""
        self.desk.resize(900, 600)
        self.shot(f"{what}-900x600")
        self.desk.resize(1280, 800)

    def sign_in(self):
        self.desk.fill(self.name("email"), EMAIL)
        self.desk.fill(self.name("password"), PASSWORD, secret=True)
        self.desk.key("Return")
        self.desk.wait_focus("field", self.name("code"))
        self.desk.type(self.sandbox.code())
        self.desk.key("Return")
        self.desk.wait_for("tab", self.name("clients"))
        self.tokens_since = time.monotonic()

    def list_not_read(self):
        """No rows yet, then rows that are older than they should be: each with the reason over it, and Retry."""
        self.sandbox.tell("answer GET oauth-app 500 {}")
        self.desk.fill(self.name("app"), STOCK[0])
        self.desk.fill(self.name("version"), STOCK[1])
        self.click("button", "open")
        self.desk.wait_for("button", self.name("retry"))
        self.shot("list-not-read")
        self.sandbox.tell("clear")
        self.click("button", "retry")
        self.row(lambda name: True)
        self.sandbox.tell("html GET oauth-app")
        self.click("button", "refresh")
        self.desk.wait_for("button", self.name("retry"))
        self.shot("list-not-refreshed")
        self.shot_at_the_least("list-not-refreshed")
        self.sandbox.tell("clear")
        self.click("button", "retry")
        self.desk.wait_gone("button", self.name("retry"))

    def list_waits(self):
        """The server asks for patience: a countdown, and the reading goes on by itself."""
        self.sandbox.tell(f"wait GET oauth-app {PATIENCE_ASKED}")
        self.click("button", "refresh")
        self.desk.wait_until("the countdown", self.waiting)
        self.sandbox.tell("clear")
        self.shot("list-waits")
        self.desk.wait_until("the wait over", lambda: self.waiting() is None, 2 * PATIENCE_ASKED)
        if self.desk.find("button", self.name("retry")) is not None:
            self.desk.give_up("after the wait the list was not read on")

    def waiting(self):
        return self.desk.find("label", lambda name: name.startswith(self.name("asks to wait")))

    def other_header(self):
        """The list refuses tokens that are new: the message leads to the settings, and from there a button leads back."""
        self.sandbox.tell('answer GET oauth-app 401 {"code":"unauthorized","message":"Token is not accepted here"}')
        self.click("button", "refresh")
        self.desk.wait_for("button", self.name("other header"))
        # Tokens that were not new have been renewed before the program gave up.
        self.tokens_since = time.monotonic()
        self.shot("list-refuses-the-sign-in")
        self.click("button", "other header")
        self.desk.wait_for("button", self.name("back to list"))
        self.shot("advanced")
        self.shot_at_the_least("advanced")
        self.sandbox.tell("clear")
        self.click("button", "back to list")
        self.click("button", "retry")
        self.desk.wait_gone("button", self.name("retry"))

    def create_refused(self):
        """The form is filled in; the server names an address, then it wants to be left alone for a while."""
        self.click("button", "new")
        self.click("radio", "web")
        self.desk.fill(self.name("address"), REDIRECT)
        for right in RIGHTS:
            self.desk.click("checkbox", right)
        named = '{"field":"redirectUris[0]","message":"is not allowed here"}'
        self.sandbox.tell('answer POST oauth-app 400 {"code":"validation_failed","message":"The request has errors","violations":[' + named + "]}")
        self.click("button", "create")
        self.desk.wait_for("button", self.name("copy details"))
        self.shot("create-refused")
        self.shot_at_the_least("create-refused")
        self.sandbox.tell("clear")
        self.sandbox.tell(f"wait POST oauth-app {PATIENCE_ASKED}")
        self.click("button", "create")
        self.desk.wait_until("the countdown", lambda: self.desk.find(None, lambda name: self.name("asks to wait") in name))
        self.shot("create-waits")
        self.sandbox.tell("clear")

    def create_not_known(self):
        """The connection ends without an answer, and the list does not show the client: the form says so, and asks."""
        self.sandbox.tell("reset POST oauth-app")
        self.desk.click("button", self.name("create"), 2 * PATIENCE_ASKED)
        self.desk.wait_for("button", self.name("look again"))
        self.shot("create-not-known")
        self.shot_at_the_least("create-not-known")
        self.sandbox.tell("clear")

    def session_ended(self):
        """The server takes neither token any more: the form comes over the work, and after it the work is as it was."""
        self.desk.wait_until("tokens that are not new", lambda: time.monotonic() - self.tokens_since > YOUNG, 2 * YOUNG)
        self.sandbox.tell("kill access")
        self.sandbox.tell("kill refresh")
        self.click("button", "look again")
        self.desk.wait_for("label", self.name("ended"))
        self.shot("session-ended")
        self.shot_at_the_least("session-ended")
        self.desk.fill(self.name("password"), PASSWORD, secret=True)
        self.desk.key("Return")
        self.desk.wait_gone("label", self.name("ended"))
        self.desk.wait_until("what was typed", lambda: self.desk.field(self.name("address")) == REDIRECT)
        self.shot("signed-in-again")
