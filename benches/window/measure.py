"""Starts a program on a screen of its own and measures it from outside: nothing in the program knows of it.

Painted is the time from the start of the process to the first of its pixels on the screen. Xvfb keeps its screen in a file, which is
looked at without asking the server: a look costs nothing that counts. Memory is what the kernel says of the process at rest.
"""

import mmap
import os
import signal
import struct
import subprocess
import time

WIDTH, HEIGHT = 1280, 800
# Places of the screen that are looked at, as parts of its width and height: somewhere on each of them a window paints something that is
# not black, which nothing is painted in before.
LOOKED_AT = [(x / 8 + 0.03, y / 8 + 0.03) for x in range(8) for y in range(8)]
LOOK_EVERY, PATIENCE = 0.0004, 30.0
# At rest: this much CPU time in this time, in seconds.
REST, RESTING_CPU = 0.6, 0.02


class Screen:
    """An X server whose pixels can be read."""

    def __init__(self, folder):
        os.makedirs(folder)
        self.log = open(f"{folder}/log", "wb")
        told, tells = os.pipe()
        command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder, "-br", "-nolisten", "tcp", "-noreset"]
        self.server = subprocess.Popen(command, pass_fds=[tells], stdout=self.log, stderr=self.log)
        os.close(tells)
        with os.fdopen(told) as number:
            self.display = f":{number.readline().strip()}"
        file = open(f"{folder}/Xvfb_screen0", "rb")
        self.pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        # The file is a window dump (XWDFile.h): its head, its colour table, then the rows.
        head = struct.unpack(">25I", self.pixels[:100])
        first, depth, row, colours = head[0] + 12 * head[19], head[11], head[12], head[19]
        assert (head[4], head[5], depth) == (WIDTH, HEIGHT, 32), f"{head} {colours}"
        self.places = [first + int(y * HEIGHT) * row + int(x * WIDTH) * 4 for x, y in LOOKED_AT]

    def is_black(self):
        """Whether nothing is painted, as far as the places that are looked at tell."""
        return not any(self.pixels[place:place + 3].strip(b"\0") for place in self.places)

    def wait_until(self, black):
        """Waits until the screen is black, or is not; the moment in which that was seen."""
        ends = time.perf_counter() + PATIENCE
        while self.is_black() != black:
            if time.perf_counter() > ends:
                raise TimeoutError(f"the screen did not become {'black' if black else 'painted'} in {PATIENCE:.0f} s")
            time.sleep(LOOK_EVERY)
        return time.perf_counter()

    def close(self):
        """Ends the server."""
        self.server.terminate()
        self.server.wait()


class Run:
    """One start of a program: `painted` in milliseconds, and `process` to ask more of."""

    def __init__(self, screen, command, env):
        screen.wait_until(black=True)
        self.screen = screen
        began = time.perf_counter()
        self.process = subprocess.Popen(command, env={**env, "DISPLAY": screen.display}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            self.painted = (screen.wait_until(black=False) - began) * 1000
        except TimeoutError:
            self.process.kill()
            raise RuntimeError(f"{command}: {self.process.communicate()[1].decode()}") from None

    def cpu(self):
        """CPU time of the process so far, all its threads, in seconds."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_for_rest(self):
        """Returns when the process has done next to nothing for a while."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            before = self.cpu()
            time.sleep(REST)
            if self.cpu() - before <= RESTING_CPU:
                return
        raise TimeoutError("the program does not come to rest")

    def memory(self):
        """What the process has in memory, in MiB: all of it (Rss); of what it shares with others its part (Pss); what it has alone."""
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as rollup:
            lines = dict(line.split(":", 1) for line in rollup.readlines()[1:])
        of = {name: int(value.split()[0]) / 1024 for name, value in lines.items()}
        return {"rss": of["Rss"], "pss": of["Pss"], "own": of["Private_Clean"] + of["Private_Dirty"]}

    def end(self):
        """Asks it to end, and waits until the screen is free."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stderr.close()
        self.screen.wait_until(black=True)
