# Время словами.
time-over = истёк
time-under-a-minute = меньше минуты
time-minutes = { $minutes } мин
time-hours-minutes = { $hours } ч { $minutes } мин
time-updated-now = Обновлено только что
time-updated-minutes = Обновлено { $minutes } мин назад
time-data-from = Данные от { $time }
time-today = сегодня
time-days = { $n } дн
time-months = { $n } мес
time-years = { $n } г
time-lifetime-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
} ({ $exact } с)
time-lifetime-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[many] { $n } часов
} ({ $exact } с)
time-lifetime-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
   *[many] { $n } минут
} ({ $exact } с)
time-lifetime-seconds = { $exact } с
time-seconds = { $n } с
time-minutes-seconds = { $minutes } мин { $seconds } с
