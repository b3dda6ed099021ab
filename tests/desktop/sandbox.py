"""The cloud of a check: the program's own `--serve-sandbox`, or the example that is told faults. Both are asked over HTTP too, as a
publisher's own program would, so that what the window did is seen from outside.
"""

import json
import queue
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request

from keyring import within
from words import EMAIL, PASSWORD

# How long the sandbox may take to answer, in seconds.
PATIENCE = 30
# A token is bound to the program that obtained it: the cloud compares.
AGENT = "another-program/1.0"
# Loopback is asked directly, whatever proxy the machine has.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
DIRECT.addheaders = [("User-Agent", AGENT)]


class ServedSandbox:
    """`tokendesk --serve-sandbox`: a cloud in a process of its own. Use it as a context."""

    command = ("--serve-sandbox", "127.0.0.1:0")

    def __init__(self, program):
        self.program = subprocess.Popen([program, *self.command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.program.stdout.readline().strip()
        self.mails_read = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.stdin.close()
        self.program.terminate()
        try:
            self.program.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.program.kill()

    def code(self):
        """The code of the next mail: waits for it."""
        mails = within("a mail with a code", lambda: self._new_mails() or None, PATIENCE)
        self.mails_read += len(mails)
        return mails[0]["code"]

    def _new_mails(self):
        mails = self.get("/mailbox", Accept="application/json")["mails"]
        return mails[: len(mails) - self.mails_read]

    def tokens(self):
        """Signs in as another program would, and returns the whole answer."""
        form = {"type": "LOGIN", "grant_type": "password", "client_id": "Evo-UI", "username": EMAIL, "password": PASSWORD}
        try:
            return self._post(form)
        except urllib.error.HTTPError:
            code = self.code()
            return self._post(form | {"2fa_confirmation": code}, **{"2fa_confirmation": code})

    def clients(self, app, version):
        """The clients of a version, as the list answers them; signed in for that."""
        access = self.tokens()["access_token"]
        path = f"/api/v1/publisher/app/oauth/public/apps/{app}/versions/{version}/oauth-apps"
        return self.get(path, Authorization=f"Bearer {access}", Accept="Application/vnd.evotor.v2+json")["items"]

    def get(self, path, **headers):
        with DIRECT.open(urllib.request.Request(self.address + path, headers=headers), timeout=PATIENCE) as answer:
            return json.load(answer)

    def _post(self, form, **headers):
        body = urllib.parse.urlencode(form).encode()
        with DIRECT.open(urllib.request.Request(self.address + "/oauth/token", body, headers), timeout=PATIENCE) as answer:
            return json.load(answer)


class FaultySandbox(ServedSandbox):
    """`examples/faulty_sandbox.rs`: the sandbox without a window, told its faults line by line."""

    command = ("127.0.0.1:0",)

    def __init__(self, program):
        super().__init__(program)
        self.answers = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, line):
        """Does what the line says, waits until it is done, and returns what it answers."""
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()
        answer = self.answers.get(timeout=PATIENCE)
        if answer.startswith("no:"):
            raise ValueError(f"{line!r}: {answer}")
        return answer

    def count(self, method, path):
        """How many such requests have come so far; `path` is a part of it."""
        return int(self.tell(f"count {method} {path}").split()[-1])

    def _listen(self):
        for line in self.program.stdout:
            if not line.startswith("mail "):
                self.answers.put(line.strip())
