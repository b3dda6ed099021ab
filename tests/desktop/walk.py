"""The walk through the program as a person takes it: from the sign-in form to a created client, a picture and the tree of each
screen on the way. Names are those people are taught: a control that is called otherwise is a failure of the program, not of
the walk.
"""

import re

from words import EMAIL, EMPTY, MANY, NAMES, PASSWORD, REDIRECT, RIGHTS, STOCK

# The screens with a countdown in view: when a code can be mailed again, when the clipboard will be cleared, how long the server
# asks to be left alone.
COUNTDOWNS = ("code-system-theme", "secret-copied", "hand-over", "list-waits", "create-waits")


class Walk:
    """One language and one theme."""

    def __init__(self, window, lang, theme, idle=None, number=0):
        self.desk = window
        self.idle = idle
        self.lang = lang
        self.theme = theme
        # Of the last screen that was seen.
        self.number = number
        self.copied = None

    def name(self, what):
        return NAMES[what][0 if self.lang == "en" else 1]

    def shot(self, what):
        self.number += 1
        self.desk.away()
        name = f"{self.number:02}-{what}-{self.theme}-{self.lang}"
        self.desk.shot(name)
        has_rings = what.endswith("-900x600")
        self.measure(name, every_second=what in COUNTDOWNS, wordless=2 if has_rings else 0)

    def measure(self, name, every_second=False, wordless=0):
        """Does nothing for a while, and counts the frames: only when that is what the walk is for."""
        if self.idle:
            self.idle.measure(self.desk, name, every_second, wordless)

    def click(self, role, what):
        self.desk.click(role, self.name(what))

    def go(self, what):
        self.click("tab", what)

    def take(self):
        self.first_sign_in()
        self.settings()
        self.sign_in_again()
        self.clients()
        self.creation()
        self.other_versions()
        self.rest()

    def first_sign_in(self):
        """By keys only: the focus stands in the first empty field, Tab leads on, Enter sends; the mailed code is asked for."""
        self.desk.wait_focus("field", self.name("email"))
        self.shot("sign-in-system-theme")
        self.desk.type(EMAIL)
        self.desk.key("Tab")
        self.desk.wait_focus("field", self.name("password"))
        self.desk.type(PASSWORD)
        self.desk.key("Return")
        self.desk.wait_focus("field", self.name("code"))
        mailed = self.desk.wait_for("label", lambda name: re.fullmatch(r"\d{6}", name) is not None)
        self.shot("code-system-theme")
        self.desk.type(mailed.name)
        self.desk.key("Return")
        self.desk.wait_for("tab", self.name("clients"))

    def settings(self):
        """As far as the window is high, then all of it, and what is asked before everything is forgotten."""
        self.choose_theme()
        self.shot("settings")
        if self.desk.scale == 1:
            self.desk.resize(1280, 1560)
            self.shot("settings-whole")
            self.desk.resize(1280, 800)
        self.click("button", "forget")
        self.desk.wait_for("button", self.name("forget now"))
        self.shot("forget-everything")
        self.click("button", "cancel")
        self.desk.wait_gone("button", self.name("forget now"))

    def choose_theme(self):
        self.go("settings")
        self.click("radio", self.theme)
        self.desk.wait_until("the theme chosen", lambda: "checked" in (self.desk.wait_for("radio", self.name(self.theme)).states))

    def sign_in_again(self):
        """Signed out in the chosen theme: the form, a wrong password, the form for a token, and in by the mouse."""
        self.desk.click("button", EMAIL)
        self.desk.wait_for("button", self.name("sign out"))
        self.shot("accounts")
        self.click("button", "sign out")
        self.desk.wait_for("button", self.name("sign in"))
        self.desk.fill(self.name("email"), EMAIL)
        self.shot("sign-in")
        self.desk.fill(self.name("password"), "wrong", secret=True)
        self.desk.press("button", self.name("sign in"))
        self.desk.wait_focus("field", self.name("password"))
        self.shot("wrong-password")
        self.click("button", "paste")
        self.desk.wait_for("button", self.name("use password"))
        self.shot("paste-a-token")
        self.click("button", "use password")
        self.desk.fill(self.name("password"), PASSWORD, secret=True)
        self.desk.press("button", self.name("sign in"))
        self.desk.wait_for("tab", self.name("clients"))

    def open_version(self, app, version):
        self.desk.fill(self.name("app"), app)
        self.desk.fill(self.name("version"), version)
        self.shot(f"version-{version}")
        self.click("button", "open")

    def row(self, fits):
        """The first row of the table whose name fits; it ends with the client's id."""
        return self.desk.wait_for("row", fits)

    def clients(self):
        self.go("clients")
        self.open_version(*STOCK)
        first = self.row(lambda name: True)
        self.shot("clients")
        self.desk.press("row", first.name)
        self.desk.wait_for("button", self.name("show secret"))
        self.shot("details")
        if self.idle:
            self.desk.hover("button", self.name("show secret"))
            self.measure("   the mouse over a button, its tooltip in view")
            self.desk.shot("tooltip")
        self.click("button", "show secret")
        self.desk.wait_for("button", self.name("hide secret"))
        self.shot("secret-shown")
        self.click("button", "copy secret")
        self.copied = copied = self.desk.wait_until("the secret in the clipboard", self.desk.clipboard)
        self.shot("secret-copied")
        if self.idle:
            # The countdown goes on, where nobody sees it.
            self.desk.minimise()
            self.measure("   minimised")
            self.desk.restore()
        selected = self.desk.clipboard("primary") or ""
        if copied in selected:
            self.desk.give_up(f"the (invented) secret {copied!r} is in the PRIMARY selection: {selected!r}")
        if copied in self.desk.tree():
            self.desk.give_up(f"the (invented) secret {copied!r} is in the accessibility tree")
        self.click("button", "hand over")
        self.desk.wait_for("button", self.name("close"))
        self.shot("hand-over")
        self.click("button", "close")
        self.desk.wait_gone("button", self.name("close"))
        self.desk.key("ctrl+l")
        self.desk.wait_for(None, self.name("hidden"))
        self.shot("cover")
        self.click("button", "show")
        self.row(lambda name: True)
        self.desk.fill(self.name("search"), "nothing fits this")
        self.desk.wait_until("no row", lambda: self.desk.find("row", first.name) is None)
        self.shot("filtered-to-nothing")
        self.desk.fill(self.name("search"), first.name.split(" ")[-1][:8])
        self.row(lambda name: name == first.name)
        self.desk.key("ctrl+a", "BackSpace")

    def creation(self):
        self.click("button", "new")
        self.desk.wait_for("button", self.name("create"))
        self.shot("new-client")
        self.click("radio", "web")
        self.desk.fill(self.name("address"), REDIRECT)
        for right in RIGHTS:
            self.desk.click("checkbox", right)
        self.desk.wait_enabled("button", self.name("create"))
        self.shot("new-client-ready")
        self.desk.resize(900, 600)
        self.shot("new-client-ready-900x600")
        self.desk.resize(1280, 800)
        self.desk.press("button", self.name("create"))
        self.desk.wait_gone("button", self.name("create"))
        self.desk.wait_for("button", self.name("show secret"))
        self.desk.wait_for(None, REDIRECT)
        self.shot("created")
        self.desk.resize(900, 600)
        self.shot("created-900x600")
        self.desk.resize(1280, 800)

    def other_versions(self):
        """From the drop-down: the version without clients, and the one whose list has many pages."""
        self.click("choice", "choose")
        self.desk.wait_for("option", lambda name: EMPTY in name)
        self.shot("versions")
        self.desk.press("option", lambda name: EMPTY in name)
        self.desk.wait_until("no row", lambda: self.desk.find("row", lambda name: True) is None)
        self.shot("empty")
        self.click("choice", "choose")
        self.desk.press("option", lambda name: MANY in name)
        self.row(lambda name: True)
        self.shot("many")

    def rest(self):
        """The screens that are still empty, so that none of them is forgotten."""
        for screen in ("key", "token", "integration", "connections", "inspector", "journal"):
            self.go(screen)
            self.shot(screen)
        self.desk.wait_until("the clipboard cleared", lambda: self.desk.clipboard() != self.copied)
