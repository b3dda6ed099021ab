"""The program is killed in the middle of a write. Nobody knows then what became of it but the cloud: the next start looks there."""

from words import REDIRECT, RIGHTS, STOCK

NOT_SEEN = "Whether the client was created is not known: it is not seen in the list yet."


def killed_after_the_cloud_has_created_the_client(bench):
    """The answer never came. The next start looks at the list by itself and shows the client; it is there once."""
    cloud, before, desk = _killed(bench, "hold POST oauth-app done")
    desk.wait_for("button", "Show client secret")
    desk.wait_for(None, REDIRECT)
    _nothing_is_doubled(cloud, before, created=1)


def killed_before_the_cloud_has_created_the_client(bench):
    """The request was never carried out. The next start looks at the list, says that the client is not seen there, and has the form."""
    cloud, before, desk = _killed(bench, "hold POST oauth-app")
    desk.wait_for(None, NOT_SEEN)
    assert desk.field("Redirect address") == REDIRECT, "the form is not what it was"
    _nothing_is_doubled(cloud, before, created=0)


def a_client_that_the_cloud_creates_late_is_found_by_looking_again(bench):
    """The request outlives the program: the cloud carries it out when the next start has looked already."""
    cloud, before, desk = _killed(bench, "hold POST oauth-app")
    desk.wait_for(None, NOT_SEEN)
    cloud.tell("release")
    desk.wait_until("the client in the cloud", lambda: len(cloud.clients(*STOCK)) == len(before) + 1)
    desk.click("button", "Look again")
    desk.wait_for("button", "Show client secret")
    _nothing_is_doubled(cloud, before, created=1)


def killed_at_rest_leaves_nothing_to_look_at(bench):
    """A write that has ended is over: after a kill the next start opens as ever."""
    cloud = bench.cloud()
    desk = bench.signed_in(cloud)
    bench.open_version(desk)
    _fill_in(desk)
    desk.click("button", "Create client")
    desk.wait_for("button", "Show client secret")
    desk.kill()
    desk = bench.signed_in(cloud)
    desk.wait_for("row", lambda name: True)
    assert desk.find("button", "Look again") is None, "it looks for a client that was created long ago"
    sent = cloud.count("POST", "oauth-app")
    assert sent == 1, f"the create was sent {sent} times"


def _killed(bench, fault):
    """A create was killed while the cloud held it, and the program is signed in again: the cloud, its clients of before, the window."""
    cloud = bench.cloud()
    before = cloud.clients(*STOCK)
    desk = bench.signed_in(cloud)
    bench.open_version(desk)
    _fill_in(desk)
    cloud.tell(fault)
    desk.click("button", "Create client")
    desk.wait_until("the request at the cloud", lambda: cloud.count("POST", "oauth-app") == 1)
    desk.kill()
    cloud.tell("clear")
    return cloud, before, bench.signed_in(cloud)


def _nothing_is_doubled(cloud, before, created):
    after = [client for client in cloud.clients(*STOCK) if client not in before]
    assert len(after) == created, f"{len(after)} clients were created"
    sent = cloud.count("POST", "oauth-app")
    assert sent == 1, f"the create was sent {sent} times"


def _fill_in(desk):
    """A new client, ready to be created."""
    desk.click("button", "New client")
    desk.click("radio", "Web (with a server)")
    desk.fill("Redirect address", REDIRECT)
    for right in RIGHTS:
        desk.click("checkbox", right)
    desk.wait_enabled("button", "Create client")
