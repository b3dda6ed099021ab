sandbox-mail-subject = Evotor: confirmation code
sandbox-mail-text = Your confirmation code is { $code }. It is good for 10 minutes. If you are not signing in, change your password.

sandbox-listen-not-an-address = The sandbox listens on a loopback address with a port, such as 127.0.0.1:8080 or [::1]:0.
sandbox-listen-not-loopback = The sandbox listens on this computer only: give a loopback address, such as 127.0.0.1:8080.

sandbox-page-title = The Tokendesk sandbox
sandbox-page-mark = sandbox
sandbox-page-skip = Skip to the content
sandbox-page-pages = Pages
sandbox-page-languages = Language
sandbox-page-front = About
sandbox-page-lead = An Evotor Cloud of your own, on this computer only. Everybody in it is invented, everything lives in memory and is gone when the program ends. Try sign-in, lists and new clients here before you touch the real cloud, by hand or with your own program.

sandbox-hosts-title = Where it listens
sandbox-hosts-three-ports = The real cloud has three hosts. Here each has a port of its own.
sandbox-hosts-one-port = The real cloud has three hosts. Here they share one port and are told apart by path, grant and header: a token request with client_id=Evo-UI is for dev, one with a client's Basic header is for oauth.
sandbox-head-real = Real host
sandbox-head-here = Here
sandbox-head-what = What for
sandbox-host-dev = Publishers sign in and manage OAuth clients
sandbox-host-oauth = Tokens of users
sandbox-host-api = What tokens open

sandbox-people-title = Who lives here
sandbox-people-lead = The passwords are no secret. A program that signs in for the first time is asked for a code; the code comes to the mailbox.
sandbox-head-email = E-mail
sandbox-head-password = Password
sandbox-head-note = Note
sandbox-person-main = Start with this one
sandbox-person-other = Another publisher: his apps answer the others with 403
sandbox-person-blocked = Blocked: sign-in is refused

sandbox-versions-title = What there is to open
sandbox-versions-lead = Apps and versions of the first publisher. The ids stay the same at every start.
sandbox-head-app = App
sandbox-head-version = Version
sandbox-head-ids = App ID and version ID
sandbox-head-clients = OAuth clients
sandbox-clients-count = { $count ->
    [one] { $count } client
   *[other] { $count } clients
}

sandbox-curl-title = Try it with curl
sandbox-curl-lead = Paste the lines into one and the same bash, from top to bottom.
sandbox-curl-sign-in = Sign in
sandbox-curl-sign-in-expect = The cloud refuses and mails a code. If this curl has signed in here before, the tokens come at once; go on all the same.
sandbox-curl-mailbox = Read the code
sandbox-curl-mailbox-expect = The newest code from the mailbox. With Accept: application/json the mailbox answers with all mails.
sandbox-curl-code = Sign in with the code
sandbox-curl-code-expect = The code goes into the body and into the header. The answer holds an access token for 30 minutes and a refresh token for 12 hours.
sandbox-curl-list = List the clients of a version
sandbox-curl-list-expect = Every client with its secret, each time. The version is named by its number.
sandbox-curl-create = Create a client
sandbox-curl-create-expect = The created client with its id and secret. The version is named by its id. There is no call that changes or deletes a client.
sandbox-curl-prove = Let the client prove itself
sandbox-curl-prove-expect = The oauth host knows the new client: it refuses the made-up code with 400. To a wrong id or secret it answers 401.
sandbox-curl-pages = Turn the pages of a long list
sandbox-curl-pages-expect = A cursor may hold plus, slash and equals signs: it must be percent-encoded in the address.
sandbox-curl-renew = Renew the session
sandbox-curl-renew-expect = A new pair of tokens. The old refresh token is dead from now on.

sandbox-guess-title = What is a guess
sandbox-guess-lead = The sandbox follows what Evotor documents. Where the documents are silent or contradict themselves it follows our best prediction, and the real cloud may differ.
sandbox-guess-refusals = Every refusal of sign-in: statuses and words are those of Spring Security, which the real server very probably is.
sandbox-guess-code = Confirmation code: that a sign-in without it sends it, that it lives 10 minutes and dies after 5 wrong tries. Documented: the last ten pairs of address and User-Agent are remembered.
sandbox-guess-tokens = Lifetimes of 30 minutes and 12 hours are computed from a documented sample. Documented: later calls come from the User-Agent that signed in.
sandbox-guess-renewal = Renewal of a publisher's session is not documented at all; only a refresh token is returned.
sandbox-guess-version = The version in the path: the documents use its number for the list and its id for create. The sandbox takes both for both.
sandbox-guess-header = The list takes the token with and without the word Bearer, because the only sample leaves the word out.
sandbox-guess-paging = Cursors and the size of a page (100) are known from public code only.
sandbox-guess-create = The rules for redirect addresses and rights, the status 200 of a created client and the form of violations.
sandbox-guess-missing = Not here yet: the publisher's key, users' consent and tokens, and the calls of the api host.

sandbox-mailbox-title = Mailbox
sandbox-mailbox-lead = What the cloud would send by e-mail, the newest first.
sandbox-mailbox-empty = No mail yet. Sign in without a code, then load this page again.
sandbox-mailbox-to = To
sandbox-use-this-code = Use the code { $code } from the mailbox
