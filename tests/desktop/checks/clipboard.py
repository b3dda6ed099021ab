"""A copied secret, seen from other programs: they can paste it, for a while, and what they copy themselves is never touched."""

import subprocess
import time

from keyring import within
from words import EMAIL

# How long a secret stays in the clipboard unless it is set otherwise, in seconds, and what the clearing itself may take.
STAYS, CLEARING = 30, 15
# The shortest time that can be set, and what it is called.
SHORT = 10
CLEAR_AFTER = "Clear the clipboard after"
THEIRS = "copied by another program"


def a_secret_is_read_by_another_program_and_gone_after_its_time(bench):
    """With the mark that keeps it out of histories; not in the PRIMARY selection; not gone too early."""
    desk, secret, copied_at = _copied(bench)
    targets = _xclip("-o", "-t", "TARGETS").split()
    assert "x-kde-passwordManagerHint" in targets, f"there is no mark for histories among {targets}"
    assert _xclip("-o", "-t", "x-kde-passwordManagerHint").strip() == "secret"
    assert secret not in (desk.clipboard("primary") or ""), "the secret is in the PRIMARY selection"
    desk.wait_until("the clipboard cleared", lambda: desk.clipboard() is None, STAYS + CLEARING)
    stayed = time.monotonic() - copied_at
    assert stayed > STAYS - 2, f"the secret was gone after {stayed:.0f} s"


def what_another_program_copied_meanwhile_is_left_alone(bench):
    """Longer than the secret would have stayed, and at the exit too."""
    desk, _, copied_at = _copied(bench, "10 seconds")
    _copy_theirs()
    desk.wait_until("the time over", lambda: time.monotonic() - copied_at > SHORT + 5)
    assert desk.clipboard() == THEIRS, "another program's copy was cleared after the time"
    desk.close()
    assert desk.clipboard() == THEIRS, "another program's copy was cleared at the exit"


def a_shorter_time_that_was_set_counts(bench):
    """Ten seconds, chosen in the settings."""
    desk, secret, copied_at = _copied(bench, "10 seconds")
    desk.wait_until("the clipboard cleared", lambda: desk.clipboard() is None, SHORT + CLEARING)
    stayed = time.monotonic() - copied_at
    assert SHORT - 2 < stayed < STAYS, f"the secret was gone after {stayed:.0f} s"


def never_is_until_the_window_closes(bench):
    """Chosen in the settings, where it is warned of."""
    desk, secret, copied_at = _copied(bench, "Never")
    desk.wait_until("the usual time over", lambda: time.monotonic() - copied_at > STAYS + 3, 2 * STAYS)
    assert desk.clipboard() == secret, "the secret is gone, though it was to stay"
    desk.close()
    within("nothing in the clipboard", lambda: desk.clipboard() is None)


def it_is_gone_when_the_window_closes(bench):
    """And at once: a person who closes the window does not wait for it."""
    desk, _, _ = _copied(bench)
    took = desk.close()
    assert took < 2, f"the program took {took:.1f} s to end"
    within("nothing in the clipboard", lambda: desk.clipboard() is None)


def it_is_gone_after_a_logout_of_the_system(bench):
    """SIGTERM."""
    desk, _, _ = _copied(bench)
    desk.program.terminate()
    desk.wait_ended()
    within("nothing in the clipboard", lambda: desk.clipboard() is None)


def it_is_gone_at_sign_out(bench):
    """While the window goes on: the next who sits there pastes nothing."""
    desk, _, _ = _copied(bench)
    bench.sign_out(desk)
    desk.wait_until("nothing in the clipboard", lambda: desk.clipboard() is None)


def what_another_program_copied_is_left_alone_at_sign_out(bench):
    """It is not ours any more."""
    desk, _, _ = _copied(bench)
    _copy_theirs()
    bench.sign_out(desk)
    assert desk.clipboard() == THEIRS, "another program's copy was cleared"


def a_program_that_does_not_answer_stops_only_the_copy(bench):
    """The clipboard belongs to a program that hangs: the window goes on, and a copy of ours takes the clipboard over."""
    desk = bench.signed_in(bench.served_cloud())
    first = bench.open_version(desk)
    hung = subprocess.Popen(["xclip", "-i", "-quiet", "-selection", "clipboard"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    bench.stack.callback(hung.kill)
    hung.stdin.write(THEIRS.encode())
    hung.stdin.close()
    within("their copy", lambda: desk.clipboard() == THEIRS)
    hung.send_signal(subprocess.signal.SIGSTOP)
    desk.press("row", first.name)
    desk.click("button", "Copy client secret")
    secret = desk.wait_until("the secret in the clipboard", lambda: desk.clipboard() if desk.clipboard() != THEIRS else None)
    bench.secrets.add(secret)
    desk.click("button", EMAIL)
    desk.wait_for("button", "Sign out")


def _copied(bench, stays=None):
    """A window in which a client's secret was just copied: the window, the secret, and when. `stays` is set before."""
    cloud = bench.served_cloud()
    desk = bench.signed_in(cloud)
    if stays:
        bench.choose_in_settings(desk, CLEAR_AFTER, stays)
    first = bench.open_version(desk)
    desk.press("row", first.name)
    desk.wait_for("button", "Copy client secret")
    copied_at = time.monotonic()
    desk.click("button", "Copy client secret")
    secret = desk.wait_until("the secret in the clipboard", desk.clipboard)
    bench.secrets.add(secret)
    return desk, secret, copied_at


def _copy_theirs():
    """Another program takes the clipboard."""
    subprocess.run(["xclip", "-i", "-selection", "clipboard"], input=THEIRS, text=True, check=True, stdout=subprocess.DEVNULL)


def _xclip(*words):
    return subprocess.run(["xclip", "-selection", "clipboard", *words], capture_output=True, text=True, check=True).stdout
