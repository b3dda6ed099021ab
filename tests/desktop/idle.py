"""Measures what the program does while nobody does anything: a window in which no text changes draws no frame.

At each screen of the walk the mouse and the keys rest for ten seconds. In that time the program may draw one frame for each
text that changed, and use next to no CPU time. The program itself counts its frames (`src/app/frames.rs` tells each at debug
level, with the line of source that asked for it), so what is counted here is what was drawn, and a culprit is named.

The screen reader stays attached, but is silent meanwhile: reading the tree draws no frame, yet costs the program CPU time.
"""

import os
import re
import time
from collections import Counter, namedtuple

# How long nothing is done, in seconds.
REST = 10.0
# A screen rests when nothing was drawn for this long; what is on its way (an answer, a toast, a countdown) is waited for so long.
QUIET, ENDS_IN = 2.0, 45.0
# CPU time of the whole process, in milliseconds: at rest, and more for each frame that had to be drawn (by a software
# renderer, in a debug build). A tick of the kernel's clock is 10 ms.
REST_MS, FRAME_MS = 50, 100
LINE = re.compile(r" DEBUG tokendesk::app::frames: frame (\d+) events=(\d+) asked_by=(.*)$")
Frame = namedtuple("Frame", "number events asked_by")


class Idle:
    """Measures screen by screen; `report` says at the end what was seen."""

    def __init__(self):
        self.desk = None
        self.rows = []

    def measure(self, desk, screen, every_second=False, wordless=0):
        """Rests on this screen as it is. `every_second`: a countdown is in view, whose text changes once a second. `wordless`: how
        many clocks are in view that have no text, and may change in that time.
        """
        self.desk = desk
        if not every_second:
            self.wait_for_quiet()
        # The tree is read before and after, not meanwhile.
        before = self.texts()
        seen, cpu = len(self.frames()), self.cpu_ms()
        time.sleep(REST)
        drawn, cpu = self.frames()[seen:], self.cpu_ms() - cpu
        after = self.texts()
        changed = len(before - after)
        # The tree before and after shows the countdown's text changed once; it changes with each second that begins.
        least, most = (REST - 1, REST + changed) if every_second else (0, changed + wordless)
        wrong = []
        if not least <= len(drawn) <= most:
            wrong.append(f"{len(drawn)} frames for {'a countdown' if every_second else f'{changed} changed texts'}")
        if cpu > REST_MS + FRAME_MS * len(drawn):
            wrong.append(f"{cpu} ms of CPU time")
        self.rows.append((screen, len(drawn), "1/s" if every_second else str(changed), cpu, wrong, drawn))

    def report(self, path):
        """A line a screen, and under a wrong one who asked for its frames. Whether all is well."""
        lines = [f"{'screen':<44} {'frames':>6} {'texts':>6} {'CPU ms':>7}   in {REST:.0f} s"]
        for screen, drawn, texts, cpu, wrong, frames in self.rows:
            lines.append(f"{screen:<44} {drawn:>6} {texts:>6} {cpu:>7}   {'; '.join(wrong)}".rstrip())
            if wrong:
                causes = Counter((frame.asked_by, frame.events) for frame in frames)
                lines += [f"    {times} × {events} events, asked by {asked_by}" for (asked_by, events), times in causes.most_common()]
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        print("\n".join(lines))
        return not any(row[4] for row in self.rows)

    def wait_for_quiet(self):
        """Returns when nothing was drawn for a while. A window that does not come to rest is measured as it is."""
        ends = time.monotonic() + ENDS_IN
        seen, since = len(self.frames()), time.monotonic()
        while time.monotonic() < ends and time.monotonic() - since < QUIET:
            time.sleep(0.1)
            now = len(self.frames())
            if now != seen:
                seen, since = now, time.monotonic()

    def texts(self):
        """Every text on the screen, with its role."""
        return {(node.role_name, node.name, node.text()) for node in self.desk.nodes()}

    def frames(self):
        """Every frame that was told so far."""
        with open(self.desk.log.name, encoding="utf-8") as log:
            return [Frame(*found.groups()) for found in map(LINE.search, log) if found]

    def cpu_ms(self):
        """CPU time of the process so far, all its threads, in milliseconds."""
        with open(f"/proc/{self.desk.program.pid}/stat", encoding="ascii") as stat:
            # The name, in brackets, may hold anything; the times are the 14th and 15th fields.
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 // os.sysconf("SC_CLK_TCK")
