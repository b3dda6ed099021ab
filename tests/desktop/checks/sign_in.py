"""Into the program and to a created client, by each way that a person has: keys, mouse, a token from another program."""

import os
import subprocess

from keyring import within
from sandbox import AGENT
from words import EMAIL, PASSWORD, REDIRECT, RIGHTS, STOCK


def by_keys_only_to_a_created_client(bench):
    """No mouse from the start to the end: sign-in with the mailed code, a version by its ids, a new client with two rights."""
    cloud = bench.served_cloud()
    before = cloud.clients(*STOCK)
    desk = bench.window(cloud)
    desk.wait_focus("field", "E-mail")
    desk.type(EMAIL)
    desk.key("Tab")
    desk.wait_focus("field", "Password")
    desk.type(PASSWORD)
    desk.key("Return")
    desk.wait_focus("field", "Confirmation code")
    bench.type_code(desk, cloud)
    desk.wait_for("tab", "OAuth clients")

    desk.tab_to("field", "App ID")
    desk.type(STOCK[0])
    desk.tab_to("field", "Version")
    desk.type(STOCK[1])
    desk.key("Return")
    desk.wait_for("row", lambda name: True)
    desk.key("ctrl+n")
    desk.wait_focus("field", "Redirect address")
    desk.type(REDIRECT)
    for right in RIGHTS:
        desk.tab_to("checkbox", right)
        desk.key("space")
    desk.wait_enabled("button", "Create client")
    desk.tab_to("button", "Create client")
    desk.key("Return")
    desk.wait_for(None, REDIRECT)
    desk.wait_for("button", "Show client secret")

    created = [client for client in cloud.clients(*STOCK) if client not in before]
    assert len(created) == 1, f"{len(created)} clients were created"
    assert created[0]["registered_redirect_uri"] == [REDIRECT], created[0]
    assert sorted(created[0]["scope"]) == sorted(RIGHTS), created[0]
    bench.secrets.add(created[0]["client_secret"])


def by_the_mouse(bench):
    """Every field and button is pressed where it stands; the keys only write. The button of a wrong password works again."""
    cloud = bench.served_cloud()
    desk = bench.window(cloud)
    _write(desk, "E-mail", EMAIL)
    _write(desk, "Password", "not this one")
    desk.press("button", "Sign in")
    desk.wait_for(None, lambda name: name.startswith("E-mail and password do not fit"))
    desk.wait_focus("field", "Password")
    _write(desk, "Password", PASSWORD)
    desk.press("button", "Sign in")
    desk.wait_for("field", "Confirmation code")
    code = cloud.code()
    bench.secrets.add(code)
    _write(desk, "Confirmation code", code)
    desk.press("button", "Sign in")
    desk.wait_for("tab", "OAuth clients")


def with_a_token_pasted_from_another_program(bench):
    """A token that another X client has in its clipboard comes in by Ctrl+V, is shown as dots, and is good for the list."""
    cloud = bench.served_cloud()
    token = cloud.tokens()["access_token"]
    bench.secrets.add(token)
    desk = bench.window(cloud)
    desk.click("button", "Paste a token instead")
    desk.focus("field", "Token or the whole answer")
    subprocess.run(["xclip", "-i", "-selection", "clipboard"], input=token, text=True, check=True, stdout=subprocess.DEVNULL)
    desk.key("ctrl+v")
    desk.wait_until("as many dots as the token has letters", lambda: desk.field("Token or the whole answer") == "•" * len(token))
    desk.wait_for(None, lambda name: name.startswith(f"A token of {EMAIL}"))
    desk.fill("The browser's User-Agent, if known", AGENT)
    desk.click("button", "Sign in")
    desk.wait_for("tab", "OAuth clients")
    bench.open_version(desk)
    if token in desk.tree():
        desk.give_up("the (invented) token is in the accessibility tree")


def a_logout_of_the_system_ends_it_well(bench):
    """SIGTERM, as a session manager sends it: the program ends by itself, with a good exit code and within 2 s."""
    desk = bench.signed_in(bench.served_cloud())
    desk.program.terminate()
    desk.wait_ended(2)


def files_are_for_their_owner_only(bench):
    """What the program has left in its folder after a sign-in nobody else may read, and no secret is in it."""
    cloud = bench.served_cloud()
    desk = bench.signed_in(cloud)
    bench.open_version(desk)
    desk.close()
    folder = os.path.join(bench.out, "data")
    files = within("files in the folder", lambda: [os.path.join(path, name) for path, _, names in os.walk(folder) for name in names] or None)
    for path in files:
        rights = os.stat(path).st_mode & 0o777
        assert rights == 0o600, f"{path} has the rights {rights:o}"
        with open(path, encoding="utf-8") as file:
            text = file.read()
        found = [secret for secret in bench.secrets if secret in text]
        assert not found, f"{found} in {path}"


def _write(desk, field, text):
    """Presses a field and types into it, in place of what it holds."""
    desk.press("field", field)
    desk.wait_focus("field", field)
    desk.key("ctrl+a")
    desk.type(text)
    desk.wait_until(f"{field} filled in", lambda: len(desk.field(field) or "") == len(text))
