"""Drives Tokendesk's real window as a person would, from outside the process.

Controls are found by role and name in the accessibility tree (AT-SPI), as a screen reader finds them; keys and clicks are
real X11 events. Nothing here sleeps and hopes: every wait polls for what is awaited and gives up with the tree printed.

Needs Debian's own python3 (python3-pyatspi), a DISPLAY and a session bus: `world.py` sets up both.
"""

import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
import pyatspi  # noqa: E402
from gi.repository import GLib  # noqa: E402

# How long a thing may take to appear, in seconds. A software renderer on a busy machine is slow.
PATIENCE = float(os.environ.get("DESK_PATIENCE", "30"))
POLL = 0.1

# What we call a role, and what AT-SPI calls it.
ROLES = {
    "button": {pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON},
    "field": {pyatspi.ROLE_ENTRY, pyatspi.ROLE_PASSWORD_TEXT, pyatspi.ROLE_TEXT},
    "checkbox": {pyatspi.ROLE_CHECK_BOX},
    "radio": {pyatspi.ROLE_RADIO_BUTTON},
    "tab": {pyatspi.ROLE_PAGE_TAB},
    "choice": {pyatspi.ROLE_COMBO_BOX},
    "link": {pyatspi.ROLE_LINK},
    "row": {pyatspi.ROLE_TABLE_ROW},
    "option": {pyatspi.ROLE_LIST_ITEM},
    "dialog": {pyatspi.ROLE_DIALOG, pyatspi.ROLE_ALERT},
    "label": {pyatspi.ROLE_LABEL, pyatspi.ROLE_STATIC},
}
# States that say something about a control; the others are always or never there.
STATES = {
    pyatspi.STATE_FOCUSED: "focused",
    pyatspi.STATE_CHECKED: "checked",
    pyatspi.STATE_SELECTED: "selected",
    pyatspi.STATE_PRESSED: "pressed",
}


class NotSeen(Exception):
    """What was awaited did not come; the tree and a picture have been left."""


class Node:
    """One element of the tree, as it was when it was read."""

    def __init__(self, accessible, depth):
        self.accessible = accessible
        self.depth = depth
        self.role = accessible.getRole()
        self.role_name = accessible.getRoleName()
        self.name = accessible.name or ""
        states = accessible.getState()
        self.enabled = states.contains(pyatspi.STATE_ENABLED) or states.contains(pyatspi.STATE_SENSITIVE)
        self.focusable = states.contains(pyatspi.STATE_FOCUSABLE)
        self.states = [word for state, word in STATES.items() if states.contains(state)]

    def is_a(self, role):
        return role is None or self.role in ROLES[role]

    def text(self):
        """What a field holds, or None where there is no text."""
        try:
            held = self.accessible.queryText()
            return held.getText(0, held.characterCount)
        except (NotImplementedError, GLib.Error):
            return None

    def box(self):
        """Left, top, width and height on the screen, or None where there is no place."""
        try:
            box = self.accessible.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
            return box.x, box.y, box.width, box.height
        except (NotImplementedError, GLib.Error):
            return None

    def line(self):
        words = ["  " * self.depth + self.role_name, repr(self.name)]
        text = self.text()
        if text is not None and text != self.name:
            words.append(f"= {text!r}")
        if not self.enabled and self.focusable:
            words.append("(off)")
        words += [f"({state})" for state in self.states]
        box = self.box()
        if box:
            words.append("@{},{} {}x{}".format(*box))
        return " ".join(words)


def enable_accessibility():
    """Says on this session's bus that somebody reads the screen, as a screen reader does when it starts."""
    for what in ("IsEnabled", "ScreenReaderEnabled"):
        subprocess.run(
            ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
            + ["org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status", f"string:{what}", "variant:boolean:true"],
            check=True,
            stdout=subprocess.DEVNULL,
        )


def in_words(role, name):
    """How a message names a control."""
    return f"{role or 'anything'} " + ("that fits" if callable(name) else f"“{name}”")


class Desk:
    """A running program with its window. Use it as a context: the program is ended when it is left."""

    def __init__(self, program, arguments, out, log_level=None, log_name="program.log", scale=1):
        self.out = out
        os.makedirs(out, exist_ok=True)
        self.log = open(os.path.join(out, log_name), "w", encoding="utf-8")
        # winit asks the screen how dense it is; this stands in for a dense one.
        world = os.environ | {"WINIT_X11_SCALE_FACTOR": str(scale)} | ({"RUST_LOG": log_level} if log_level else {})
        self.program = subprocess.Popen([program, *arguments], stdout=self.log, stderr=subprocess.STDOUT, env=world)
        self.scale = scale
        self.window = None

    def __enter__(self):
        try:
            self.wait_until("the program in the accessibility tree", self.application)
            self.window = self.wait_until("the window", self._window)
            # The window manager may still be starting.
            self.activate()
            self.wait_until("the window in the accessibility tree", lambda: self.application().childCount > 0)
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        """Ends the program as a logout does, and leaves its log. It may have ended before."""
        self.program.terminate()
        try:
            self.program.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.program.kill()
            self.program.wait()
        self.log.close()

    def close(self, patience=PATIENCE):
        """Closes the window as its frame's button does, and returns how long the program took to end, in seconds."""
        began = time.monotonic()
        self.key("alt+F4")
        self.wait_ended(patience)
        return time.monotonic() - began

    def wait_ended(self, patience=PATIENCE):
        """Waits for the program's own end, which must be a good one."""
        try:
            code = self.program.wait(patience)
        except subprocess.TimeoutExpired:
            self.give_up(f"the program has not ended in {patience:.0f} s")
        if code != 0:
            self.give_up(f"the program ended with {code}")

    def kill(self):
        """Ends the program at once, as a crash or a power cut does."""
        self.program.kill()
        self.program.wait()

    def said(self):
        """All that the program has written so far, to its log and else."""
        with open(self.log.name, encoding="utf-8", errors="replace") as log:
            return log.read()

    # Reading

    def application(self):
        """The program's own node, or None while it has not said hello."""
        desktop = pyatspi.Registry.getDesktop(0)
        for number in range(desktop.childCount):
            try:
                child = desktop.getChildAtIndex(number)
                if child is not None and child.get_process_id() == self.program.pid:
                    return child
            except GLib.Error:
                continue
        return None

    def nodes(self):
        """Every node of the tree, parents first. A node that vanishes while it is read is left out."""
        root = self.application()
        waiting = [(root, 0)] if root is not None else []
        while waiting:
            accessible, depth = waiting.pop()
            try:
                accessible.clearCache()
                node = Node(accessible, depth)
                children = [accessible.getChildAtIndex(number) for number in range(accessible.childCount)]
            except (GLib.Error, LookupError, AttributeError):
                continue
            yield node
            waiting += [(child, depth + 1) for child in reversed(children) if child is not None]

    def find(self, role, name):
        """The first control with this role (None: any) and exactly this name, or None. A name may also be a predicate."""
        fits = name if callable(name) else lambda other: other == name
        return next((node for node in self.nodes() if node.is_a(role) and fits(node.name)), None)

    def in_focus(self):
        """The control with the keyboard focus, or None. Reads less than `nodes` does: it is asked for at every step of a walk by Tab."""
        root = self.application()
        waiting = [(root, 0)] if root is not None else []
        while waiting:
            accessible, depth = waiting.pop()
            try:
                accessible.clearCache()
                # The window has the focus as a whole, too.
                if depth > 1 and accessible.getState().contains(pyatspi.STATE_FOCUSED):
                    return Node(accessible, depth)
                children = [accessible.getChildAtIndex(number) for number in range(accessible.childCount)]
            except (GLib.Error, LookupError, AttributeError):
                continue
            waiting += [(child, depth + 1) for child in reversed(children) if child is not None]
        return None

    def tab_to(self, role, name):
        """Presses Tab until this has the focus."""
        seen = []
        while len(seen) < 150:
            here = self.wait_until("something in focus", self.in_focus)
            if here.is_a(role) and here.name == name:
                return
            seen.append((here.role, here.name, here.box()))
            self.key("Tab")
            self.wait_until("the focus moved on", lambda: self._moved_on(seen[-1]))
        self.give_up(f"Tab never comes to {in_words(role, name)}")

    def _moved_on(self, before):
        here = self.in_focus()
        return here is not None and (here.role, here.name, here.box()) != before

    def tree(self):
        return "\n".join(node.line() for node in self.nodes()) + "\n"

    # Waiting

    def wait_until(self, what, question, patience=PATIENCE):
        """Asks until the answer is neither None nor False, and returns it."""
        ends = time.monotonic() + patience
        while True:
            answer = question()
            if answer is not None and answer is not False:
                return answer
            if self.program.poll() is not None:
                self.give_up(f"{what}: the program has ended with {self.program.returncode}: {self.said()[-500:]}")
            if time.monotonic() > ends:
                self.give_up(f"{what}: not seen in {patience:.0f} s")
            time.sleep(POLL)

    def wait_for(self, role, name, patience=PATIENCE):
        return self.wait_until(in_words(role, name), lambda: self.find(role, name), patience)

    def wait_gone(self, role, name, patience=PATIENCE):
        self.wait_until(f"{in_words(role, name)} gone", lambda: self.find(role, name) is None, patience)

    def wait_enabled(self, role, name, patience=PATIENCE):
        def enabled():
            node = self.find(role, name)
            return node if node is not None and node.enabled else None

        return self.wait_until(f"{in_words(role, name)} enabled", enabled, patience)

    def give_up(self, why):
        """Leaves the tree and a picture, and ends the walk or the check."""
        self.leave_traces(why)
        raise NotSeen(why)

    def leave_traces(self, why):
        """The tree and a picture of the whole screen, as they are now."""
        with open(os.path.join(self.out, "failed.txt"), "w", encoding="utf-8") as file:
            file.write(why + "\n\n" + self.tree())
        subprocess.run(["import", "-window", "root", os.path.join(self.out, "failed.png")], check=False)

    # Acting

    def click(self, role, name, patience=PATIENCE):
        """Presses a control through the accessibility tree, as a screen reader's user does."""
        node = self.wait_enabled(role, name, patience)
        try:
            node.accessible.queryAction().doAction(0)
        except (NotImplementedError, GLib.Error) as error:
            self.give_up(f"{in_words(role, name)} cannot be pressed: {error}")

    def press(self, role, name, patience=PATIENCE):
        """Presses a control with the mouse, in its middle."""
        self.hover(role, name, patience)
        # A hand does not jump and press within one frame: egui would take the jump for a drag and scroll the list by it.
        time.sleep(0.2)
        self.run("xdotool", "click", "1")

    def hover(self, role, name, patience=PATIENCE):
        """Moves the mouse over the middle of a control."""
        x, y, width, height = self.wait_enabled(role, name, patience).box() or (0, 0, 0, 0)
        if not width:
            self.give_up(f"{in_words(role, name)} is nowhere on the screen")
        self.run("xdotool", "mousemove", str(x + width // 2), str(y + height // 2))

    def focus(self, role, name):
        """Puts the keyboard focus on a control and waits until it is there."""
        node = self.wait_enabled(role, name)
        node.accessible.queryComponent().grabFocus()
        self.wait_focus(role, name)

    def wait_focus(self, role, name):
        def focused():
            node = self.find(role, name)
            return node if node is not None and "focused" in node.states else None

        return self.wait_until(f"{in_words(role, name)} focused", focused)

    def fill(self, name, text, secret=False):
        """Types into a field, in place of what it holds, and waits until it holds that (a secret field shows as many dots).

        The wait matters: letters and a click elsewhere that fall into one frame cost the last letters, as the click takes the focus.
        """
        self.focus("field", name)
        self.key("ctrl+a")
        self.type(text)
        shown = "•" * len(text) if secret else text
        self.wait_until(f"“{shown}” in {name}", lambda: self.field(name) == shown)

    def field(self, name):
        node = self.find("field", name)
        return node and node.text()

    def type(self, text):
        """Real keys, letter by letter."""
        self.run("xdotool", "type", "--delay", "15", "--", text)

    def key(self, *keys):
        """Real keys by their X11 names: `Return`, `Tab`, `ctrl+a`."""
        self.run("xdotool", "key", "--delay", "30", *keys)

    def away(self):
        """Moves the mouse where it hovers over nothing."""
        self.run("xdotool", "mousemove", str(1280 * self.scale - 1), str(800 * self.scale - 1))

    def resize(self, width, height):
        """Gives the window another size, in points, and waits until it has it."""
        self.run("xdotool", "windowsize", "--sync", self.window, str(width * self.scale), str(height * self.scale))

    def move_aside(self):
        """To the right, where it does not lie over the next window: one that is covered whole draws nothing, and a click has to wait."""
        self.run("xdotool", "windowmove", "--sync", self.window, "1280", "0")

    def minimise(self):
        self.run("xdotool", "windowminimize", "--sync", self.window)

    def restore(self):
        self.run("xdotool", "windowmap", "--sync", self.window)
        self.run("xdotool", "windowactivate", "--sync", self.window)

    def clipboard(self, selection="clipboard"):
        """What another program would paste: of the clipboard, or of the `primary` selection; None when there is nothing, or when the
        program that holds it does not answer."""
        try:
            held = subprocess.run(["xclip", "-o", "-selection", selection], capture_output=True, text=True, check=False, timeout=2)
        except subprocess.TimeoutExpired:
            return None
        return held.stdout or None

    # Leaving traces

    def shot(self, name):
        """A picture of the window and its tree, taken when two in a row are alike (or after 3 s: a clock may be in view)."""
        path = os.path.join(self.out, f"{name}.png")
        before, ends = None, time.monotonic() + 3
        while True:
            pixels = subprocess.run(["import", "-window", self.window, "rgb:-"], check=True, capture_output=True).stdout
            if pixels == before or time.monotonic() > ends:
                break
            before = pixels
            time.sleep(POLL)
        self.run("import", "-window", self.window, path)
        with open(os.path.join(self.out, f"{name}.txt"), "w", encoding="utf-8") as file:
            file.write(self.tree())

    def _window(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.program.pid)], capture_output=True, text=True, check=False)
        return found.stdout.split()[-1] if found.stdout.split() else None

    def activate(self):
        """Brings the window to the front, as a click on it does."""
        self.wait_until("the window in front", self._activated)

    def _activated(self):
        return subprocess.run(["xdotool", "windowactivate", "--sync", self.window], capture_output=True, check=False).returncode == 0

    @staticmethod
    def run(*command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
