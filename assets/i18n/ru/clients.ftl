# Клиенты OAuth версии приложения.
clients-title = Клиенты OAuth
clients-count = { $count ->
    [one] { $count } клиент
    [few] { $count } клиента
   *[many] { $count } клиентов
}
clients-count-so-far = { $count ->
    [one] пока { $count } клиент
    [few] пока { $count } клиента
   *[many] пока { $count } клиентов
}
clients-count-shown = { $shown } из { $count }
clients-refresh = Обновить
clients-refreshing = Обновляется
clients-stop = Остановить
clients-new = Новый клиент
clients-search = Поиск
clients-all = Все
clients-web = Веб
clients-standalone = Автономные
clients-any-right = Любое право
clients-right-filter = Право
clients-first-reading = Читается впервые
clients-reading-page = Читается страница { $page }
clients-reading-words = Сколько их всего, сервер не говорит. Искать и открывать уже можно.
clients-waiting = Сервер просит подождать: { $left }.
clients-waiting-words = Дальше список прочитается сам.
clients-id = ID клиента
clients-type = Тип
clients-rights = Права доступа
clients-address = Адрес возврата
clients-first-seen = Замечен
clients-first-seen-help = Когда этот компьютер увидел клиента впервые. Даты API не даёт.
clients-type-help = Тип API не возвращает: он выведен из способов выдачи.
clients-sort = { $column }, сортировка
clients-open-row = Клиент { $id }
clients-none-title = У этой версии ещё нет клиентов
clients-none-words = Клиент позволяет вашему сервису просить у пользователя права.
clients-filtered-title = Ничего не подошло
clients-filtered-words = { $count ->
    [one] { $count } клиент есть, но он не подходит
    [few] { $count } клиента есть, но ни один не подходит
   *[many] { $count } клиентов есть, но ни один не подходит
} под поиск и отборы.
clients-clear-filters = Сбросить поиск и отборы
clients-incomplete = Список неполный: до последней страницы сервера дойти не удалось. Пришедшее — ниже.
clients-unreadable = { $count ->
    [one] { $count } запись не удалось прочитать как клиента, она пропущена
    [few] { $count } записи не удалось прочитать как клиентов, они пропущены
   *[many] { $count } записей не удалось прочитать как клиентов, они пропущены
}.
clients-stopped = Чтение остановлено, список неполный. «Обновить» прочитает его целиком.
clients-broken-off = Чтение прервалось, список неполный. «Обновить» прочитает его целиком.
clients-unread-title = Список ещё не прочитан
clients-unread-words = Какие у этой версии клиенты, пока неизвестно.
clients-create-first = Создать первого
details-secret = Секрет клиента
details-secret-none = Сервер не прислал секрета этого клиента.
details-copy-id = Копировать ID клиента
details-show-secret = Показать секрет клиента
details-hide-secret = Скрыть секрет клиента
details-copy-secret = Копировать секрет клиента
details-copy-address = Копировать адрес возврата { $n }
details-addresses = Адреса возврата
details-no-addresses = Сервер не назвал ни одного.
details-read = чтение
details-write = запись
details-other = Другие права
details-no-rights = Сервер не назвал ни одного.
details-token-lives = Токен живёт
details-grants = Способы выдачи
details-publisher = Издатель
details-app = ID приложения
details-version = Версия
details-copy-field = Копировать { $name }
details-not-said = не сказано
details-no-change = Изменить или удалить клиента API не даёт: создайте нового и попросите поддержку убрать старого.
details-like-this = Новый клиент по образцу
details-inferred = Выведено из способов выдачи: тип API не возвращает.
copy = Копировать
version-choose = Версия приложения
version-recent = Недавние версии
version-title = Откройте версию приложения
version-words = Клиенты принадлежат версии. Откройте её на портале Эвотора и вставьте адрес страницы: ID и версия возьмутся из него.
version-app = ID приложения
version-number = Версия
version-name = Своё название
version-name-hint = Касса и склад
version-hint = или адрес страницы портала
version-open = Открыть
version-portal = Портал в браузере
version-remove = Убрать { $name } из списка
version-found-both = Из адреса взяты ID { $app } и версия { $version }
version-found-app = Из адреса взят ID { $app }; версии в нём нет
version-found-version = В адресе есть версия { $version }, но нет приложения
version-found-nothing = В этом адресе не найдено ни одного ID
version-found-several = В адресе несколько ID, взят первый: { $app }
version-foreign-host = Адрес на { $host }, а не на { $cloud }
version-odd = В ID не бывает пробелов
version-missing-app = Введите ID приложения.
version-missing-version = Введите версию.
version-other-form-number = Сервер не знает версии с таким ID. Возможно, нужен номер, который показывает портал:
version-other-form-id = Сервер не знает версии с таким номером. Возможно, нужен ID версии из адресной строки портала:
version-other-form-open = Попробовать с ним
soon-words = Этот экран ещё не построен. Он придёт со следующими версиями Tokendesk.
details-unknown-right = в нашей таблице его нет
kind-web = Веб
kind-standalone = Автономный
version-other = Другая версия
soon-title = Пока здесь пусто
details-copy-rights = Копировать права
details-copy-lifetime = Копировать срок жизни токена
details-copy-grants = Копировать способы выдачи
copied = Скопировано
details-close = Закрыть сведения
