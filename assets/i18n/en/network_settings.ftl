# Settings → Network.
network-title = Network
network-root = Root certificate
network-root-none = Beside the system's, a PEM or DER file
network-root-choose = Choose
network-root-other = Replace
network-root-remove = Remove
network-root-use = Check
network-root-path = Path of the certificate's file
network-root-hint = /path/to/file.pem
network-root-words = The full path; the file can also be dropped onto the window. The network's administrator has it.
network-root-trusted = { $name }, until { $day }.
network-root-others = { $count ->
    [one] And { $count } more of the same file.
   *[other] And { $count } more of the same file.
}
network-root-issuer = Issued by { $issuer }.
network-root-left-out = { $count ->
    [one] { $count } more certificate of the file is not taken: over, or no root.
   *[other] { $count } more certificates of the file are not taken: over, or no roots.
}
network-root-file = File: { $path }
network-root-left = Not in force. { $why } File: { $path }
network-root-notice = The root certificate of the settings is not in force. { $why }
network-root-not-full = The full path of the file is needed, from the root of the disk.
network-root-unreadable = The file cannot be read: { $why }. Check path and rights.
network-root-too-large = This is no certificate's file: it is larger than 1 MB, or no file at all.
network-root-private-key = There is a private key in the file, so it is not taken. Such a file should never leave its server: ask the administrator for one with the certificate alone.
network-root-no-certificate = There is no certificate in the file. PEM (it begins with BEGIN CERTIFICATE) or DER is needed.
network-root-broken = The certificate in the file is broken: ask for the file again.
network-root-not-authority = { $name } is a server's certificate, not an authority's. Ask for the root certificate.
network-root-expired = { $name } ended on { $day }. Ask the administrator for a new one.
network-root-not-yet = { $name } begins on { $day }. Check the computer's date.
network-proxy = Proxy
network-proxy-system = System's
network-proxy-none = None
network-proxy-own = Own
network-proxy-system-straight = The system sets none now
network-proxy-system-unknown = As the system says
network-proxy-system-variable = Now { $address } (variable { $name })
network-proxy-system-proxy = Now { $address } (the system's settings)
network-proxy-this-computer = Not needed: { $host } is on this computer
network-proxy-none-words = Straight, even if the system sets one
network-proxy-own-words = { $address }
network-proxy-address = Proxy address
network-proxy-hint = http://proxy.example:3128
network-proxy-user = Proxy user
network-proxy-password = Proxy password
network-proxy-kept = Set
network-proxy-empty = For example, proxy.example:3128. A login goes into the fields below, if the proxy wants one.
network-proxy-odd = This is no address: a name and a port are needed, as in proxy.example:3128.
network-proxy-socks = SOCKS is not supported. An HTTP proxy is needed: ask the administrator for its address.
network-proxy-scheme = An HTTP proxy is needed: its address begins with http:// or https://.
network-proxy-pac = Proxy scripts (PAC) are not supported. Enter the proxy that it names: name and port.
network-proxy-more = Only a name and a port are needed, no path.
network-proxy-refused = No connections can be built with this address. What was set before is in force.
network-proxy-typed = Not in force yet: press Apply or Enter.
network-proxy-in-force = In force.
network-apply = Apply
network-apply-named = Apply the proxy
network-login-keychain = User and password are kept in the system's keychain, not in the settings file.
network-login-memory = There is no keychain: user and password are kept until this window closes.
network-login-refused = The keychain did not do its part, so user and password are kept until this window closes: { $why }
network-try = Try the connection
network-try-now = Try
network-trying = Trying
network-try-words = One request to { $host }, without a password or a token
network-try-reached = { $host } answers (HTTP { $status })
network-try-failed = It failed: { $cause }. { $next }
network-try-lost = The attempt broke off, try again.
network-open-login = Enter the proxy's login
network-open-root = Choose a root certificate
network-status-root = own root certificate
