"""What people are called and what they read: the invented publisher of the sandbox, and the fixed names of the program's controls."""

# The invented publisher and versions of the sandbox.
EMAIL, PASSWORD = "anna@romashka.example", "romashka-2024"
STOCK = ("fa40a777-2a56-4e61-bd3a-18a82089441a", "0.1")
# Two of the versions that the sandbox has opened before: without clients, and with 2,500.
EMPTY, MANY = "2.0", "12.4.1"
REDIRECT = "https://lavka.example/oauth/callback"
RIGHTS = ("product:read", "product.quantity:write")

# The fixed names that the walk uses, English and Russian.
NAMES = {
    "email": ("E-mail", "Эл. почта"),
    "password": ("Password", "Пароль"),
    "code": ("Confirmation code", "Код подтверждения"),
    "sign in": ("Sign in", "Войти"),
    "sign out": ("Sign out", "Выйти"),
    "paste": ("Paste a token instead", "Вставить токен"),
    "use password": ("Use the password", "Войти с паролем"),
    "clients": ("OAuth clients", "Клиенты OAuth"),
    "key": ("Publisher key", "Ключ доступа издателя"),
    "token": ("OAuth token", "Токен OAuth"),
    "integration": ("Integration", "Интеграция"),
    "connections": ("Connections", "Подключения"),
    "inspector": ("Token inspector", "Разбор токена"),
    "journal": ("Journal", "Журнал"),
    "settings": ("Settings", "Настройки"),
    "app": ("App ID", "ID приложения"),
    "version": ("Version", "Версия"),
    "open": ("Open", "Открыть"),
    "choose": ("Version of an app", "Версия приложения"),
    "refresh": ("Refresh", "Обновить"),
    "search": ("Search", "Поиск"),
    "new": ("New client", "Новый клиент"),
    "web": ("Web (with a server)", "Веб (есть сервер)"),
    "address": ("Redirect address", "Адрес возврата"),
    "create": ("Create client", "Создать клиента"),
    "retry": ("Retry", "Повторить"),
    "copy details": ("Copy details", "Копировать подробности"),
    "asks to wait": ("The server asks to wait", "Сервер просит подождать"),
    "other header": ("Change the header form", "Изменить форму заголовка"),
    "back to list": ("Back to the list", "Вернуться к списку"),
    "look again": ("Look again", "Посмотреть снова"),
    "ended": ("Your sign-in has ended", "Вход закончился"),
    "show secret": ("Show client secret", "Показать секрет клиента"),
    "hide secret": ("Hide client secret", "Скрыть секрет клиента"),
    "copy secret": ("Copy client secret", "Копировать секрет клиента"),
    "hand over": ("Hand over", "Передать"),
    "close": ("Close", "Закрыть"),
    "cancel": ("Cancel", "Отмена"),
    "show": ("Show", "Показать"),
    "hidden": ("Hidden from view", "Всё скрыто"),
    "forget": ("Forget everything", "Забыть всё"),
    "forget now": ("Remove everything", "Удалить всё"),
    "add account": ("Add an account", "Добавить запись"),
    "light": ("Light", "Светлая"),
    "dark": ("Dark", "Тёмная"),
}
