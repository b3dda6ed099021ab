# What controls say by themselves, without the screen they stand on.
masked-refused = Not taken: the field holds { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}, this is longer.
toast-close = Dismiss
