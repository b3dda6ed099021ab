"""What `tests/desktop/look` does once it has made the screen, the session bus and the folders: both walks, in the languages and
themes that were asked for.
"""

import os
import subprocess
import sys
import time

import desk
from idle import Idle
from trouble import FaultySandbox, Trouble
from walk import Walk


def walks(program, faulty, out, folder, lang, theme, idle):
    """The main job in the program's own sandbox, then the same cloud with faults. Returns how many screens were seen."""
    log_level = "tokendesk=debug" if idle else None
    common = ["--lang", lang, "--data-dir", folder]
    with desk.Desk(program, ["--sandbox", *common], out, log_level) as window:
        walk = Walk(window, lang, theme, idle)
        walk.take()
    with FaultySandbox(faulty) as sandbox:
        with desk.Desk(program, ["--cloud", sandbox.address, *common], out, log_level, "program-in-trouble.log") as window:
            trouble = Trouble(sandbox, window, lang, theme, idle, walk.number)
            trouble.take()
    return trouble.number


def main():
    program, faulty, world, out, *chosen = sys.argv[1:]
    is_idle = "--idle" in chosen
    chosen = [word for word in chosen if word != "--idle"]
    wrong = [word for word in chosen if word not in ("ru", "en", "light", "dark")]
    if wrong:
        sys.exit(f"tests/desktop/look: what is {wrong[0]}? It takes ru or en, light or dark, and --idle")
    # At rest all languages and themes are alike, and ten seconds a screen are long: one of each will do.
    languages = [word for word in chosen if word in ("ru", "en")] or (["ru"] if is_idle else ["ru", "en"])
    themes = [word for word in chosen if word in ("light", "dark")] or (["light"] if is_idle else ["light", "dark"])
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    desk.enable_accessibility()
    idle = Idle() if is_idle else None
    try:
        for lang in languages:
            for theme in themes:
                began = time.monotonic()
                count = walks(program, faulty, out, os.path.join(world, f"{lang}-{theme}"), lang, theme, idle)
                print(f"{lang} {theme}: {count} screens in {time.monotonic() - began:.0f} s")
    except desk.NotSeen as error:
        sys.exit(f"tests/desktop/look: {error} (see {out}/failed.png and failed.txt)")
    finally:
        manager.terminate()
        is_calm = idle.report(os.path.join(out, "idle.txt")) if idle else True
    if not is_calm:
        sys.exit(f"tests/desktop/look: frames that no text needed (see {out}/idle.txt)")


if __name__ == "__main__":
    main()
