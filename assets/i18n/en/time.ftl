# Times in words.
time-over = over
time-under-a-minute = under a minute
time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-updated-now = Updated just now
time-updated-minutes = Updated { $minutes } min ago
time-data-from = Data from { $time }
time-today = today
time-days = { $n } d
time-months = { $n } mo
time-years = { $n } y
time-lifetime-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
} ({ $exact } s)
time-lifetime-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
} ({ $exact } s)
time-lifetime-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
} ({ $exact } s)
time-lifetime-seconds = { $exact } s
time-seconds = { $n } s
time-minutes-seconds = { $minutes } min { $seconds } s
