"""What is done in one world, started there by `main.py`: the checks of one file, or a walk. Tells each result as a line of JSON.

    lane.py WORK       WORK is JSON: what to do, with which programs, where traces go
"""

import importlib
import inspect
import json
import os
import signal
import sys
import time
import traceback

import desk
from bench import Bench
from idle import Idle
from sandbox import FaultySandbox
from trouble import Trouble
from walk import Walk

# No check may take longer, in seconds.
LONGEST = 150


def checks_of(name):
    """The checks of one file, in its order: every public function that takes a bench and nothing else."""
    module = importlib.import_module(f"checks.{name}")
    mine = [each for each in vars(module).values() if inspect.isfunction(each) and each.__module__ == module.__name__]
    return [each for each in mine if not each.__name__.startswith("_") and list(inspect.signature(each).parameters) == ["bench"]]


class Lane:
    """Does the work and tells what became of it."""

    def __init__(self, work):
        self.program, self.faulty, self.out = work["program"], work["faulty"], work["out"]
        self.results = open(work["results"], "a", encoding="utf-8")

    def tell(self, group, name, seconds, error=""):
        self.results.write(json.dumps({"group": group, "check": name, "seconds": seconds, "error": error}) + "\n")
        self.results.flush()
        print(f"{'FAILED' if error else 'ok':<6} {seconds:6.1f} s  {group}: {name}{': ' + error if error else ''}", flush=True)

    def timed(self, group, name, longest, action):
        """Does it, within its time, and tells how it went: what fails ends this and nothing else."""
        began, error = time.monotonic(), ""
        signal.alarm(longest)
        try:
            action()
        except Exception as why:
            error = str(why).strip()
            if not error or not isinstance(why, (AssertionError, desk.NotSeen)):
                frame = traceback.extract_tb(why.__traceback__)[-1]
                error = f"{type(why).__name__} {error} ({os.path.basename(frame.filename)}:{frame.lineno} {frame.line})"
        finally:
            signal.alarm(0)
        self.tell(group, name, time.monotonic() - began, error)

    def checks(self, group, wanted):
        for check in checks_of(group):
            name = check.__name__.replace("_", " ")
            if not wanted or name in wanted:
                out = os.path.join(self.out, group, check.__name__)
                self.timed(group, name, LONGEST, lambda check=check, out=out: self.check(check, out))

    def check(self, check, out):
        os.makedirs(out)
        with Bench(self.program, self.faulty, out) as bench:
            check(bench)
            bench.look_for_secrets()

    def walk(self, lang, theme, scale, is_idle, is_short):
        """The main job in the program's own sandbox, then (unless it is to be short) the same cloud with faults."""
        idle = Idle() if is_idle else None
        log_level = "tokendesk=debug" if idle else None
        out = os.path.join(self.out, f"{lang}-{theme}{'-2x' if scale == 2 else ''}")
        common = ["--lang", lang, "--data-dir", os.path.join(os.environ["DESK_WORLD"], "folder")]
        with desk.Desk(self.program, ["--sandbox", *common], out, log_level, scale=scale) as window:
            walk = Walk(window, lang, theme, idle)
            walk.take()
        if not is_short:
            with FaultySandbox(self.faulty) as sandbox:
                arguments = ["--cloud", sandbox.address, "--no-keychain", *common]
                with desk.Desk(self.program, arguments, out, log_level, "program-in-trouble.log", scale) as window:
                    Trouble(sandbox, window, lang, theme, idle, walk.number).take()
        if idle and not idle.report(os.path.join(out, "idle.txt")):
            raise AssertionError(f"frames that no text needed (see {out}/idle.txt)")


def cut_off(*_):
    raise TimeoutError("took too long")


def main():
    work = json.loads(sys.argv[1])
    signal.signal(signal.SIGALRM, cut_off)
    desk.enable_accessibility()
    lane = Lane(work)
    if work["kind"] == "checks":
        lane.checks(work["group"], work["wanted"])
    else:
        name = f"{work['lang']} {work['theme']}{' at 2x' if work['scale'] == 2 else ''}"
        walk = work["lang"], work["theme"], work["scale"], work["is_idle"], work["is_short"]
        lane.timed("screens", name, work["longest"], lambda: lane.walk(*walk))


if __name__ == "__main__":
    main()
