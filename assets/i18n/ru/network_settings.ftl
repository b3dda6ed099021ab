# Настройки → Сеть.
network-title = Сеть
network-root = Корневой сертификат
network-root-none = В дополнение к системным, файл PEM или DER
network-root-choose = Выбрать
network-root-other = Заменить
network-root-remove = Убрать
network-root-use = Проверить
network-root-path = Путь к файлу сертификата
network-root-hint = /путь/к/файлу.pem
network-root-words = Полный путь; файл можно и перетащить в окно. Сертификат выдаёт администратор сети.
network-root-trusted = { $name }, до { $day }.
network-root-others = { $count ->
    [one] И ещё { $count } из того же файла.
    [few] И ещё { $count } из того же файла.
   *[many] И ещё { $count } из того же файла.
}
network-root-issuer = Выдан: { $issuer }.
network-root-left-out = { $count ->
    [one] Ещё { $count } сертификат файла не взят: просрочен или не корневой.
    [few] Ещё { $count } сертификата файла не взяты: просрочены или не корневые.
   *[many] Ещё { $count } сертификатов файла не взяты: просрочены или не корневые.
}
network-root-file = Файл: { $path }
network-root-left = Не действует. { $why } Файл: { $path }
network-root-notice = Корневой сертификат из настроек не действует. { $why }
network-root-not-full = Нужен полный путь к файлу, от корня диска.
network-root-unreadable = Файл не читается: { $why }. Проверьте путь и права.
network-root-too-large = Это не файл сертификата: он больше 1 МБ или вовсе не файл.
network-root-private-key = В файле закрытый ключ, он не взят. Такой файл не должен покидать сервер: попросите у администратора файл с одним сертификатом.
network-root-no-certificate = В файле нет сертификата. Нужен PEM (начинается с BEGIN CERTIFICATE) или DER.
network-root-broken = Сертификат в файле повреждён: попросите файл ещё раз.
network-root-not-authority = { $name } — сертификат сервера, а не центра сертификации. Попросите корневой сертификат.
network-root-expired = Срок { $name } истёк { $day }. Попросите у администратора новый.
network-root-not-yet = Срок { $name } начнётся { $day }. Проверьте дату на компьютере.
network-proxy = Прокси
network-proxy-system = Из системы
network-proxy-none = Без прокси
network-proxy-own = Свой
network-proxy-system-straight = Сейчас система его не задаёт
network-proxy-system-unknown = Как задано в системе
network-proxy-system-variable = Сейчас { $address } (переменная { $name })
network-proxy-system-proxy = Сейчас { $address } (настройки системы)
network-proxy-this-computer = Не нужен: { $host } на самом компьютере
network-proxy-none-words = Напрямую, даже если система задаёт прокси
network-proxy-own-words = { $address }
network-proxy-address = Адрес прокси
network-proxy-hint = http://proxy.example:3128
network-proxy-user = Логин
network-proxy-password = Пароль
network-proxy-kept = Задан
network-proxy-empty = Например, proxy.example:3128. Логин и пароль — в полях ниже, если прокси их требует.
network-proxy-odd = Это не адрес: нужны имя и порт, например proxy.example:3128.
network-proxy-socks = SOCKS не поддерживается. Нужен прокси HTTP: спросите его адрес у администратора.
network-proxy-scheme = Нужен прокси HTTP: адрес начинается с http:// или https://.
network-proxy-pac = Файл автонастройки (PAC) не поддерживается. Впишите адрес прокси из него: имя и порт.
network-proxy-more = Нужны только имя и порт, без пути.
network-proxy-refused = С этим адресом соединения не построить. Действует прежняя настройка.
network-proxy-typed = Пока не действует: нажмите «Применить» или Enter.
network-proxy-in-force = Действует.
network-apply = Применить
network-apply-named = Применить прокси
network-login-keychain = Логин и пароль хранятся в связке ключей системы, в файле настроек их нет.
network-login-memory = Связки ключей нет: логин и пароль помнятся, пока открыто это окно.
network-login-refused = Связка ключей не сработала, логин и пароль помнятся, пока открыто это окно: { $why }
network-try = Проверить соединение
network-try-now = Проверить
network-trying = Проверяется
network-try-words = Один запрос к { $host }, без пароля и токена
network-try-reached = { $host } отвечает (HTTP { $status })
network-try-failed = Не вышло: { $cause }. { $next }
network-try-lost = Проверка оборвалась, попробуйте ещё раз.
network-open-login = Указать логин прокси
network-open-root = Выбрать корневой сертификат
network-status-root = свой корневой сертификат
