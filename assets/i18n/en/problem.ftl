# Failures: what failed, whether anything changed, what to do next.
problem-sign-in = You are not signed in: { $cause }.
problem-list = The list was not read: { $cause }.
problem-refresh = The list was not refreshed: { $cause }.
problem-create = The client was not created: { $cause }.
problem-create-lost = Whether the client was created is not known: the program made a mistake.
problem-create-look = What you typed is kept. Refresh the list and look for the client before you create it once more.
problem-nothing-changed = Nothing has changed.
problem-nothing-changed-data = Nothing has changed, below is the data from { $time }.
problem-typed-kept = Nothing has changed, what you typed is kept.
problem-read-some = Nothing has changed. { $count ->
    [one] { $count } client that came before stays
   *[other] { $count } clients that came before stay
} below.
cause-connection-lost = the connection to { $host } was lost
cause-timeout = the server did not answer in time
cause-refused = the server answered { $status }
cause-unauthorized = the server does not accept the sign-in for this request
cause-forbidden = there is no right for this
cause-not-found = the server knows no such version of the app
cause-too-many = too many requests
cause-server = the server had an error ({ $status })
cause-not-api = the answer did not come from the API
cause-incomplete = the answer is incomplete
cause-too-large = the answer is too large
cause-unreadable = the answer cannot be understood
cause-origin = the address does not belong to this sign-in
cause-lost = the program made a mistake
cause-ended = the sign-in has ended
next-timeout = Try again; if that does not help, check the network.
next-refused = The server's own words are below; if they do not help, copy the details and ask Evotor's support.
next-unauthorized = Try another header form in Settings → Advanced, then try again; the User-Agent of a new sign-in is there too. If that does not help, ask the account's owner for access.
next-forbidden = Ask the account's owner for access, or sign in with another account.
next-not-found = Check App ID and Version; the server may want the version's id in place of its number, or the reverse. If both are right, the API may have changed.
next-too-many = Wait a minute, then try again.
next-server = Try again in a minute.
next-not-api = A web page came instead of an answer: the network may ask for a sign-in of its own. Open any page in a browser, then try again.
next-ended = Once signed in, try again.
retry = Retry
close = Close
copy-details = Copy details
server-said = The server's words: { $words }
problem-fields = { $subject }: { $reason }
next-incomplete = Try again.
next-tell-us = This should not happen: copy the details and tell us.
cause-no-such-call = the server knows no such call
cause-renewal = the sign-in could not be renewed ({ $cause })
next-wait = The server asks to wait: { $left }. After that, try again.
next-wait-sign-in = The server asks to wait: { $left }. After that, sign in again.
next-wait-create = The server asks to wait: { $left }. After that, create the client; it is not sent by itself.
next-wait-over = The time for which the server asked to wait is over: try again.
next-api-changed = The API may have changed: copy the details and tell us.
next-refused-silently = It does not say why: copy the details and ask Evotor's support.
next-correct = Correct what the server names, then create the client again.
cause-forbidden-list = there is no right for reading this version's clients
cause-forbidden-create = there is no right for creating clients in this version
cause-found-no-more = the server knows this version of the app no longer
problem-renew = The sign-in was not renewed: { $cause }.
problem-still-signed-in = You are still signed in, nothing is lost, and the program goes on trying by itself.
server-said-more = { $count ->
    [one] { $count } more line of the server is
   *[other] { $count } more lines of the server are
} in the details to copy.
