# OAuth clients of a version.
clients-title = OAuth clients
clients-count = { $count ->
    [one] { $count } client
   *[other] { $count } clients
}
clients-count-so-far = { $count ->
    [one] { $count } client so far
   *[other] { $count } clients so far
}
clients-count-shown = { $shown } of { $count }
clients-refresh = Refresh
clients-refreshing = Refreshing
clients-stop = Stop
clients-new = New client
clients-search = Search
clients-all = All
clients-web = Web
clients-standalone = Standalone
clients-any-right = Any right
clients-right-filter = Right
clients-first-reading = First reading
clients-reading-page = Reading page { $page }
clients-reading-words = The server does not say how many there are. You can search and open already.
clients-waiting = The server asks to wait: { $left }.
clients-waiting-words = The list is read on by itself.
clients-id = Client ID
clients-type = Type
clients-rights = Rights
clients-address = Redirect address
clients-first-seen = First seen
clients-first-seen-help = When this computer first saw the client. The API gives no date.
clients-type-help = The API does not return the type: inferred from the grants.
clients-sort = { $column }, sort
clients-open-row = Client { $id }
clients-none-title = This version has no clients yet
clients-none-words = A client lets your service ask a user for rights.
clients-filtered-title = Nothing fits
clients-filtered-words = { $count ->
    [one] { $count } client is there, but it does not match
   *[other] { $count } clients are there, but none matches
} the search and the filters.
clients-clear-filters = Clear search and filters
clients-incomplete = The list is incomplete: the server's last page could not be reached. What has come is below.
clients-unreadable = { $count ->
    [one] { $count } item could not be read as a client and is left out.
   *[other] { $count } items could not be read as a client and are left out.
}
clients-stopped = Reading was stopped, the list is incomplete. Refresh reads it whole.
clients-broken-off = Reading broke off, the list is incomplete. Refresh reads it whole.
clients-unread-title = The list has not been read
clients-unread-words = What clients this version has is not known yet.
clients-create-first = Create the first one
details-secret = Client secret
details-secret-none = The server sent no secret for this client.
details-copy-id = Copy client ID
details-show-secret = Show client secret
details-hide-secret = Hide client secret
details-copy-secret = Copy client secret
details-copy-address = Copy redirect address { $n }
details-addresses = Redirect addresses
details-no-addresses = The server names none.
details-read = read
details-write = write
details-other = Other rights
details-no-rights = The server names none.
details-token-lives = A token lives
details-grants = Grant types
details-publisher = Publisher
details-app = App ID
details-version = Version
details-copy-field = Copy { $name }
details-not-said = not said
details-no-change = The API cannot change or delete a client: create a new one and ask support to remove the old.
details-like-this = New client like this
details-inferred = Inferred from the grants: the API does not return the type.
copy = Copy
version-choose = Version of an app
version-recent = Recent versions
version-title = Open a version of your app
version-words = Clients belong to a version. Open it on Evotor's portal and paste the page's address: ID and version are read from it.
version-app = App ID
version-number = Version
version-name = Name of your own
version-name-hint = Till and stock
version-hint = or the portal page's address
version-open = Open
version-portal = The portal in a browser
version-remove = Remove { $name } from the list
version-found-both = ID { $app } and version { $version } were read from the address
version-found-app = ID { $app } was read from the address; it names no version
version-found-version = The address names version { $version }, but no app
version-found-nothing = No ID was found in this address
version-found-several = The address holds several IDs; the first was taken: { $app }
version-foreign-host = The address is on { $host }, not on { $cloud }
version-odd = An ID holds no white space
version-missing-app = Enter the app's ID.
version-missing-version = Enter the version.
version-other-form-number = The server knows no version by this id. It may want the number that the portal shows:
version-other-form-id = The server knows no version by this number. It may want the version's id, from the portal's address bar:
version-other-form-open = Try with it
soon-words = This screen is not built yet. It comes with a later version of Tokendesk.
details-unknown-right = not in our table
kind-web = Web
kind-standalone = Standalone
version-other = Another version
soon-title = Not here yet
details-copy-rights = Copy rights
details-copy-lifetime = Copy token lifetime
details-copy-grants = Copy grant types
copied = Copied
details-close = Close the details
