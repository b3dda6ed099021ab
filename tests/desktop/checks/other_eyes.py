"""What somebody else at the same desk, or another program, gets to see: nothing behind the cover, no secret that was not asked for."""

from words import EMAIL, PASSWORD


def the_cover_hides_lists_and_names(bench):
    """Ctrl+L: nothing of the work is in the accessibility tree, keys do nothing to it, and the page says that it is no lock."""
    desk = bench.signed_in(bench.served_cloud())
    first = bench.open_version(desk)
    desk.press("row", first.name)
    desk.click("button", "Show client secret")
    desk.wait_for("button", "Hide client secret")
    desk.key("ctrl+l")
    desk.wait_for(None, "Hidden from view")
    desk.wait_for(None, lambda name: name.startswith("This is no lock"))
    seen = [node.name for node in desk.nodes() if first.name in node.name or EMAIL in node.name or node.role_name == "table row"]
    assert not seen, f"{seen} can be read behind the cover"
    desk.key("ctrl+n")
    desk.click("button", "Show")
    desk.wait_for("row", first.name)
    assert desk.find("field", "Redirect address") is None, "a key reached what is behind the cover"
    assert desk.find("button", "Hide client secret") is None, "the secret is shown again without being asked for"


def a_client_is_handed_over_without_its_secret(bench):
    """Unless that is chosen: then it goes by the clipboard, which is cleared."""
    desk = bench.signed_in(bench.served_cloud())
    first = bench.open_version(desk)
    desk.press("row", first.name)
    desk.click("button", "Copy client secret")
    secret = desk.wait_until("the secret in the clipboard", desk.clipboard)
    bench.secrets.add(secret)
    desk.click("button", "Hand over")
    desk.click("button", "Copy all")
    handed = desk.wait_until("what is handed over", lambda: desk.clipboard() if desk.clipboard() != secret else None)
    assert first.name.split(" ")[-1] in handed, "the client's id is not in it"
    assert secret not in handed and PASSWORD not in handed, "a secret is in it"
    desk.click("radio", lambda name: name.startswith("With the secret in it"))
    desk.click("button", "Copy all")
    desk.wait_until("the secret in what is handed over", lambda: secret in (desk.clipboard() or ""))
    desk.wait_until("the clipboard cleared", lambda: desk.clipboard() is None, 45)


def what_was_shown_hides_when_another_window_comes_in_front(bench):
    """A secret that was asked for is not for whoever looks at the screen later."""
    cloud = bench.served_cloud()
    other = bench.window(cloud, folder="other")
    other.move_aside()
    desk = bench.signed_in(cloud)
    first = bench.open_version(desk)
    desk.press("row", first.name)
    desk.click("button", "Show client secret")
    desk.wait_for("button", "Hide client secret")
    other.activate()
    desk.wait_for("button", "Show client secret")
