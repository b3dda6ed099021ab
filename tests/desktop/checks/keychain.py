"""Staying signed in, with a real gnome-keyring: what is kept there and for how long, and every state that a keyring may be in."""

import json
import os
import shutil
from datetime import datetime, timedelta

from keyring import within
from words import EMAIL, PASSWORD

# How long the program may take to end, whatever the keychain does, in seconds.
ENDS_WITHIN = 2
# What an item may hold: the tokens, when they end, whose they are and which program they were given to. Nothing else.
FIELDS = {"version", "host", "saved_at", "received_at", "access_ends", "sign_in_ends", "user_agent", "pasted", "access", "refresh"}
KEPT = "sign-in kept in the system's keychain"
WAITS = "The keychain is locked and waits for its password."
LOCKED = "The keychain is locked."
GIVEN_UP = "The keychain did not answer and is not waited for any more."
MISSING = "There is no keychain on this computer."
GARBAGE = "no-sign-in-of-ours-4711"


def the_item_is_there_after_sign_in_and_gone_after_sign_out(bench):
    """With its label, for other programs to see; in it no password, no code and no client's secret."""
    keyring = _unlocked(bench)
    assert keyring.items() == [], "the keyring was not empty"
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    first = bench.open_version(desk)
    desk.press("row", first.name)
    desk.click("button", "Copy client secret")
    client_secret = desk.wait_until("the secret in the clipboard", desk.clipboard)

    item = _the_item(bench)
    assert item["label"].startswith(f"Tokendesk: {EMAIL} ("), item["label"]
    held = json.loads(item["secret"])
    assert set(held) <= FIELDS, f"also held: {set(held) - FIELDS}"
    assert held["access"] and held["refresh"], "there are no tokens in it"
    never = bench.secrets - {held["access"], held["refresh"]} | {client_secret}
    found = [secret for secret in never if secret in json.dumps(item)]
    assert not found, f"the (invented) {found} is in the item"
    bench.secrets.add(client_secret)

    bench.sign_out(desk)
    within("the item gone", lambda: keyring.items() == [])
    desk.close()
    _nothing_in_files(bench)


def a_restart_needs_no_password(bench):
    """The next start opens on the desk, on the version of before; the cloud is not asked for tokens."""
    _unlocked(bench)
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    first = bench.open_version(desk)
    _the_item(bench)
    desk.close()
    asked = cloud.count("POST", "/oauth/token")
    desk = bench.window(cloud)
    desk.wait_for("tab", "OAuth clients")
    desk.wait_for("row", first.name)
    assert cloud.count("POST", "/oauth/token") == asked, "the cloud was asked for tokens"


def a_killed_program_is_signed_in_at_the_next_start(bench):
    """The item is written at the sign-in, not at the exit."""
    _unlocked(bench)
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    desk.wait_for("label", KEPT)
    _the_item(bench)
    desk.kill()
    bench.window(cloud).wait_for("tab", "OAuth clients")


def a_renewal_is_kept_too(bench):
    """The access token is good no more: the next start renews, once, and the item holds the new tokens."""
    keyring, cloud, first = _kept_in_the_morning(bench)
    before = json.loads(_the_item(bench)["secret"])
    cloud.tell("kill access")
    asked = cloud.count("POST", "/oauth/token")
    desk = bench.window(cloud)
    desk.wait_for("row", first.name)
    within("new tokens in the item", lambda: json.loads(_the_item(bench)["secret"])["refresh"] != before["refresh"])
    renewed = cloud.count("POST", "/oauth/token") - asked
    assert renewed == 1, f"{renewed} renewals"
    assert len(keyring.items()) == 1


def a_refused_renewal_asks_for_the_password_again(bench):
    """Neither token is good any more: the form comes over the desk, and after the sign-in the list is there and one item."""
    keyring, cloud, first = _kept_in_the_morning(bench)
    cloud.tell("kill access")
    cloud.tell("kill refresh")
    desk = bench.window(cloud)
    desk.wait_for("label", "Your sign-in has ended")
    desk.fill("Password", PASSWORD, secret=True)
    desk.key("Return")
    desk.wait_for("row", first.name)
    within("one item", lambda: _only(keyring.items()))


def a_locked_keyring_is_unlocked_by_its_password(bench):
    """The prompt of the system appears; answered, the desk opens."""
    keyring, cloud = _kept(bench)
    keyring.start_locked()
    desk = bench.window(cloud)
    keyring.answer()
    desk.wait_for("tab", "OAuth clients")
    desk.wait_gone("label", WAITS)


def a_prompt_that_is_dismissed_can_be_had_again(bench):
    """Dismissed: the program says so. Retry brings the prompt once more."""
    keyring, cloud = _kept(bench)
    keyring.start_locked()
    desk = bench.window(cloud)
    keyring.dismiss()
    desk.wait_for("label", LOCKED)
    desk.click("button", "Retry")
    keyring.answer()
    desk.wait_for("tab", "OAuth clients")


def a_prompt_that_nobody_answers_stops_nothing(bench):
    """It is left open for real. The window says that it waits and lives: its forms can be changed, and Cancel works.

    (gcr-prompter takes keys and mouse for itself, so the window is worked through the accessibility tree; other desktops' prompts do not.)
    """
    keyring, cloud = _kept(bench)
    keyring.start_locked()
    desk = bench.window(cloud)
    keyring.wait_prompt()
    desk.wait_for("label", WAITS)
    desk.click("button", "Paste a token instead")
    desk.click("button", "Use the password")
    desk.click("button", "Cancel")
    desk.wait_for("label", GIVEN_UP)
    assert desk.find("label", WAITS) is None, "it says that it waits, and that it does not"
    desk.program.terminate()
    desk.wait_ended(ENDS_WITHIN)


def the_window_closes_while_the_prompt_is_open(bench):
    """By a logout of the system, within 2 s, and with a good exit code."""
    keyring, cloud = _kept(bench)
    keyring.start_locked()
    desk = bench.window(cloud)
    keyring.wait_prompt()
    desk.wait_for("label", WAITS)
    desk.program.terminate()
    desk.wait_ended(ENDS_WITHIN)


def a_sign_in_while_the_keyring_is_locked_is_in_memory(bench):
    """The desk opens at once; that it is not remembered is said, and the next start asks for the password."""
    keyring = _unlocked(bench)
    cloud = bench.cloud()
    keyring.lock()
    desk = bench.signed_in(cloud)
    keyring.wait_prompt()
    desk.wait_for("label", WAITS)
    desk.click("button", "Cancel")
    desk.wait_for(None, lambda name: f"the sign-in of {EMAIL} is not remembered" in name)
    # It has the keys for itself while it is there.
    keyring.dismiss()
    bench.open_version(desk)
    desk.program.terminate()
    desk.wait_ended(ENDS_WITHIN)
    keyring.start()
    assert keyring.items() == [], "an item was written though nobody unlocked the keyring"


def a_sign_out_while_the_keyring_is_locked_says_what_remains(bench):
    """The prompt is dismissed, so the item stays where it is: its name and the place to remove it by hand are told."""
    keyring = _unlocked(bench)
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    label = _the_item(bench)["label"]
    keyring.lock()
    bench.sign_out(desk)
    keyring.dismiss()
    desk.wait_for(None, lambda name: f"remove “{label}” by hand" in name)
    keyring.start()
    assert len(keyring.items()) == 1, "the item is gone, though it was said to remain"
    desk.click("button", "Retry")
    within("the item gone", lambda: keyring.items() == [])


def without_a_secret_service_it_says_so(bench):
    """The sign-in is in memory; when a keychain has come, Retry keeps it there."""
    keyring = bench.keyring
    keyring.take_away()
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    desk.wait_for("label", MISSING)
    bench.open_version(desk)
    keyring.start()
    desk.click("button", "Retry")
    _the_item(bench)
    desk.wait_gone("label", MISSING)


def a_start_without_a_secret_service_leads_to_the_form(bench):
    """There was one before, and a sign-in in it: the window says that there is none now, and the sign-in by hand works."""
    keyring, cloud = _kept(bench)
    keyring.take_away()
    desk = bench.window(cloud)
    desk.wait_for("label", MISSING)
    desk.press("button", "Without the keychain")
    bench.sign_in(desk, cloud)


def a_corrupt_item_leads_to_the_form(bench):
    """No crash, its content is told nowhere, and the next sign-in puts one good item in its place."""
    keyring, cloud = _kept(bench)
    username = _the_item(bench)["attribute.username"]
    keyring.store("Tokendesk: damaged", GARBAGE, service="Tokendesk", username=username)
    bench.secrets.add(GARBAGE)
    desk = bench.window(cloud)
    desk.wait_for("button", "Sign in")
    bench.sign_in(desk, cloud)
    item = within("one good item", lambda: _only(keyring.items(), GARBAGE))
    assert json.loads(item["secret"])["refresh"]


def of_two_items_the_good_one_is_taken(bench):
    """A foreign one lies beside ours under the same name."""
    keyring, cloud = _kept(bench)
    username = _the_item(bench)["attribute.username"]
    keyring.store("somebody else's", GARBAGE, service="Tokendesk", username=username, theirs="yes")
    bench.secrets.add(GARBAGE)
    assert len(keyring.items()) == 2
    bench.window(cloud).wait_for("tab", "OAuth clients")


def a_keyring_that_was_restarted_is_found_again(bench):
    """The daemon was killed and is there again: the program notices nothing, and a sign-out removes the item."""
    keyring = _unlocked(bench)
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    _the_item(bench)
    keyring.kill()
    keyring.start()
    assert len(keyring.items()) == 1, "the keyring has lost its item"
    bench.sign_out(desk)
    within("the item gone", lambda: keyring.items() == [])
    noticed = desk.find(None, lambda name: name.startswith(("The keychain", "There is no keychain")))
    assert noticed is None, f"it said “{noticed.name}”"


def two_programs_do_not_sign_each_other_out(bench):
    """Both live on the tokens of one item. The first renews them; the second, whose own are dead by that, takes the new ones."""
    keyring, cloud, first_row = _kept_in_the_morning(bench)
    shutil.copytree(os.path.join(bench.out, "data"), os.path.join(bench.out, "other"))
    one = bench.window(cloud)
    one.move_aside()
    other = bench.window(cloud, folder="other")
    for desk in (one, other):
        desk.wait_for("row", first_row.name)
    cloud.tell("kill access")
    asked = cloud.count("POST", "/oauth/token")
    for desk in (one, other):
        read = cloud.count("GET", "oauth-app")
        desk.click("button", "Refresh")
        desk.wait_until("the list read again", lambda read=read: cloud.count("GET", "oauth-app") >= read + 2)
        desk.wait_for("row", first_row.name)
        assert desk.find("label", "Your sign-in has ended") is None, "it was signed out"
    renewed = cloud.count("POST", "/oauth/token") - asked
    assert renewed == 1, f"{renewed} renewals"
    assert len(keyring.items()) == 1


def forget_everything_leaves_nothing(bench):
    """From the settings, asked once: the item is gone, and so are the files but an empty folder; the next start knows nobody."""
    keyring, cloud = _kept(bench)
    desk = bench.window(cloud)
    desk.click("tab", "Settings")
    desk.click("button", "Forget everything")
    desk.click("button", "Remove everything")
    within("the item gone", lambda: keyring.items() == [])
    desk.wait_for("button", "Sign in")
    desk.close()
    kept = [name for name in ("journal.jsonl", "first_seen.jsonl") for _, _, names in os.walk(os.path.join(bench.out, "data")) if name in names]
    assert not kept, f"{kept} is still there"
    desk = bench.window(cloud)
    desk.wait_for("button", "Sign in")
    assert desk.field("E-mail") == "", f"it remembers {desk.field('E-mail')}"


def without_being_asked_nothing_is_kept(bench):
    """With the tick taken away there is no item, and the next start asks for the password."""
    keyring = _unlocked(bench)
    cloud = bench.cloud()
    desk = bench.window(cloud)
    desk.press("checkbox", "Stay signed in on this computer")
    bench.sign_in(desk, cloud)
    bench.open_version(desk)
    desk.close()
    assert keyring.items() == []
    bench.window(cloud).wait_for("button", "Sign in")


def _unlocked(bench):
    """An unlocked, empty keyring."""
    keyring = bench.keyring
    keyring.forget()
    keyring.start()
    return keyring


def _kept(bench):
    """A keyring that holds a sign-in, with no program running; and the cloud that it is good for."""
    keyring = _unlocked(bench)
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    _the_item(bench)
    desk.close()
    return keyring, cloud


def _kept_in_the_morning(bench):
    """The same, with a version opened, and made ten minutes older: a refusal of tokens that are new would be taken for the list's own."""
    keyring = _unlocked(bench)
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    first = bench.open_version(desk)
    item = _the_item(bench)
    desk.close()
    held = json.loads(item["secret"])
    for name in ("saved_at", "received_at", "access_ends", "sign_in_ends"):
        then = datetime.fromisoformat(held[name][:19]) - timedelta(minutes=10)
        held[name] = then.isoformat() + "Z"
    keyring.store(item["label"], json.dumps(held), service="Tokendesk", username=item["attribute.username"])
    return keyring, cloud, first


def _the_item(bench):
    """The one item that there is, waited for. Its tokens are secrets from then on."""
    item = within("one item in the keyring", lambda: _only(bench.keyring.items()))
    held = json.loads(item["secret"]) if item["secret"].startswith("{") else {}
    bench.secrets.update(held[name] for name in ("access", "refresh") if held.get(name))
    return item


def _only(items, but=None):
    """The item, if there is one only, and it does not hold `but`."""
    return items[0] if len(items) == 1 and items[0].get("secret", but) != but else None


def _nothing_in_files(bench):
    """No secret is in any file of the program's folder."""
    for path, _, names in os.walk(os.path.join(bench.out, "data")):
        for name in names:
            with open(os.path.join(path, name), encoding="utf-8", errors="replace") as file:
                text = file.read()
            found = [secret for secret in bench.secrets if secret in text]
            assert not found, f"the (invented) {found} is in {name}"
