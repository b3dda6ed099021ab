# The command line and what is said on stderr.
cli-about = A desk for the OAuth clients, keys and tokens of a publisher on the Evotor Cloud.
cli-sandbox = Open the window on a sandbox: a cloud of our own inside this program, with invented data, all in memory
cli-serve-sandbox = Run the sandbox without a window on a loopback address such as 127.0.0.1:8080 (port 0 lets the system choose)
cli-cloud = Use another cloud: one base address for dev, oauth and api (https, or http to 127.0.0.1 or [::1])
cli-lang = Language of the window
cli-data-dir = Folder for settings and journal
cli-no-keychain = Keep the sign-in in memory only
cli-unknown = unknown option { $option }, see --help
cli-conflict = { $option } cannot be used together with { $other }
cli-value-missing = { $option } needs a value
cli-value-wrong = { $option } does not take “{ $value }”, see --help
cli-wrong-cloud = --cloud does not take “{ $value }”: it wants https://HOST, or http to a loopback address such as http://127.0.0.1:8080
cli-wrong-listen = --serve-sandbox does not take “{ $value }”: it wants a loopback address with a port, such as 127.0.0.1:8080
cli-no-display = the window cannot open: there is no display, or it does not answer
cli-no-opengl = the window cannot open: the display offers no OpenGL that can be used
cli-no-start = the program cannot start: { $why }
cli-no-listen = the sandbox cannot listen on { $address }: { $why }
