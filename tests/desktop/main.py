"""`tests/desktop/run`: what was asked for is done in lanes, each in a world of its own and some at a time, and a table is made of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from world import World

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
OUT = os.path.join(TARGET, "desktop")
PYTHON = "/usr/bin/python3"

# What must be there, and Debian's package that brings it (`tests/setup desktop` installs them all).
TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xclip": "xclip",
    "import": "imagemagick",
    "dbus-daemon": "dbus",
    "dbus-send": "dbus",
    "gdbus": "libglib2.0-bin",
    "gnome-keyring-daemon": "gnome-keyring",
    "secret-tool": "libsecret-tools",
    "/usr/libexec/gcr-prompter": "gcr",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}

# How many lanes at a time: most of their time they wait for a window, a countdown or a time to pass.
AT_A_TIME = int(os.environ.get("DESK_LANES", "4"))
# The longest that one lane may take, in seconds.
LONGEST, LONGEST_IDLE = 600, 1800


# All that were made, to be closed when this is ended from outside.
WORLDS = []


class Misused(Exception):
    """What was asked for is not understood."""


def missing():
    """The packages that are not there."""
    packages = {package for tool, package in TOOLS.items() if shutil.which(tool) is None}
    if subprocess.run([PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode != 0:
        packages.add("python3-pyatspi")
    return sorted(packages)


def groups():
    """The files of checks, in the order in which they are begun: the longest first."""
    found = sorted(name[:-3] for name in os.listdir(os.path.join(HERE, "checks")) if name.endswith(".py"))
    return sorted(found, key=lambda name: name not in ("clipboard", "keychain"))


def checks(group):
    """The words of each check of a file. Read from its text: the file itself can be loaded in a world only."""
    with open(os.path.join(HERE, "checks", f"{group}.py"), encoding="utf-8") as file:
        heads = [line for line in file if line.startswith("def ") and not line.startswith("def _") and line.rstrip().endswith("(bench):")]
    return [head[len("def ") : head.index("(")].replace("_", " ") for head in heads]


def chosen_checks(words):
    """Which checks of which file were asked for; none named: all of it."""
    if not words:
        return {group: [] for group in groups()}
    wanted = {}
    for word in words:
        name = word.replace("_", " ")
        found = {group: [check for check in checks(group) if name in check] for group in groups()}
        found = {word: []} if word in groups() else {group: some for group, some in found.items() if some}
        if not found:
            raise Misused(f"there is no check called {word}; --list tells which there are")
        for group, some in found.items():
            wanted.setdefault(group, []).extend(some)
    return wanted


def walks(words, is_idle):
    """The walks that were asked for: languages, themes and scale."""
    wrong = [word for word in words if word not in ("ru", "en", "light", "dark", "2x")]
    if wrong:
        raise Misused(f"what is {wrong[0]}? --look and --idle take ru or en, light or dark, and 2x")
    languages = [word for word in words if word in ("ru", "en")] or (["ru"] if is_idle else ["ru", "en"])
    themes = [word for word in words if word in ("light", "dark")] or (["light"] if is_idle else ["light", "dark"])
    return [walk(lang, theme, 2 if "2x" in words else 1, is_idle) for lang in languages for theme in themes]


def walk(lang, theme, scale=1, is_idle=False, is_short=False):
    longest = LONGEST_IDLE if is_idle else LONGEST
    return {"kind": "walk", "lang": lang, "theme": theme, "scale": scale, "is_idle": is_idle, "is_short": is_short, "longest": longest}


def lanes(words):
    """What was asked for, lane by lane, the longest first."""
    if words[:1] == ["--look"] or words[:1] == ["--idle"]:
        return walks(words[1:], words[0] == "--idle")
    wanted = chosen_checks(words)
    checked = [{"kind": "checks", "group": group, "wanted": some, "longest": LONGEST} for group, some in wanted.items()]
    if words:
        return checked
    # The faults in one theme of each language, and the window at twice its size in one of all: the rest is for --look.
    whole = [walk("ru", "light"), walk("en", "dark")]
    main_job = [walk("ru", "dark", is_short=True), walk("en", "light", is_short=True), walk("ru", "dark", scale=2, is_short=True)]
    return checked[:2] + whole + main_job + checked[2:]


def build():
    """The program and the sandbox with faults: those that were named, or our own, brought up to date. Their paths."""
    program = os.path.abspath(os.environ.get("TOKENDESK", os.path.join(TARGET, "debug", "tokendesk")))
    faulty = os.path.join(os.path.dirname(program), "examples", "faulty_sandbox")
    if "TOKENDESK" not in os.environ:
        command = ["cargo", "build", "--locked", "--quiet", "--bin", "tokendesk", "--example", "faulty_sandbox"]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            raise Misused("the program is not built")
    absent = [path for path in (program, faulty) if not os.access(path, os.X_OK)]
    if absent:
        raise Misused(f"there is no {' and no '.join(absent)}")
    return program, faulty


def work_lane(number, lane, program, faulty):
    """Does one lane in a world of its own; returns its results."""
    results = os.path.join(OUT, f"lane-{number}.jsonl")
    out = os.path.join(OUT, "screens" if lane["kind"] == "walk" else "checks")
    work = lane | {"program": program, "faulty": faulty, "out": out, "results": results}
    try:
        with World() as world:
            WORLDS.append(world)
            code = world.run([PYTHON, "-B", os.path.join(HERE, "lane.py"), json.dumps(work)], lane["longest"] + 60)
        error = "" if code == 0 else "it was cut off" if code is None else f"it ended with {code}"
    except (OSError, RuntimeError) as why:
        error = str(why)
    told = []
    if os.path.exists(results):
        with open(results, encoding="utf-8") as file:
            told = [json.loads(line) for line in file]
        os.remove(results)
    if error or not told:
        name = lane.get("group") or f"{lane['lang']} {lane['theme']}"
        told.append({"group": name, "check": "(as a whole)", "seconds": 0.0, "error": error or "nothing was checked"})
    return told


def table(results, seconds):
    """A line a check."""
    lines = [f"{'check':<78} {'seconds':>8}  ok"]
    for result in results:
        name = f"{result['group']}: {result['check']}"
        lines.append(f"{name:<78} {result['seconds']:>8.1f}  {'NO: ' + result['error'] if result['error'] else 'yes'}")
    failed = sum(1 for result in results if result["error"])
    lines.append(f"{len(results)} checks in {seconds:.0f} s, {failed or 'none'} failed")
    return "\n".join(lines) + "\n"


def ended(sign, _):
    """Somebody ends this: nothing that it started may stay."""
    for world in WORLDS:
        world.close()
    os._exit(128 + sign)


def main():
    words = sys.argv[1:]
    if words == ["--list"]:
        for group in groups():
            print("\n".join(f"{group}: {check}" for check in checks(group)))
        return 0
    lacking = missing()
    if lacking:
        raise Misused(f"missing: {' '.join(lacking)}. Run tests/setup desktop")
    wanted = lanes(words)
    program, faulty = build()
    shutil.rmtree(OUT, ignore_errors=True)
    os.makedirs(OUT)
    began = time.monotonic()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, ended)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        begun = [pool.submit(work_lane, number, lane, program, faulty) for number, lane in enumerate(wanted)]
        results = [result for lane in begun for result in lane.result()]
    said = table(results, time.monotonic() - began)
    with open(os.path.join(OUT, "table.txt"), "w", encoding="utf-8") as file:
        file.write(said)
    print("\n" + said, end="")
    failed = any(result["error"] for result in results)
    if failed:
        print(f"what was seen is under {OUT}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Misused as why:
        sys.exit(f"tests/desktop/run: {why}")
