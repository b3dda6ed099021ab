//! Language and theme: switched in mid-work, kept over a restart, and nothing that was typed is lost by it.
#![cfg(test)]

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Theme};
use tokendesk::desktop::folders::DataFolder;
use tokendesk::i18n::Lang;

use crate::harness::{Start, TestDesk};

/// No language on the command line: settings and system decide.
fn at(home: &Path) -> Start {
    Start { folder: DataFolder::given(home), lang_unnamed: true, ..Start::default() }
}

/// Whether every one of these names stands somewhere in the window.
#[track_caller]
fn all_stand(desk: &TestDesk, names: &[&str]) {
    for name in names {
        assert!(desk.has(name), "{name} is missing:\n{}", desk.tree());
    }
}

#[test]
fn the_form_speaks_both_languages_and_keeps_what_is_typed() {
    let mut desk = TestDesk::open();
    desk.click("I have a code");
    desk.type_into("E-mail", "anna@romashka.example");
    desk.type_into("Password", "half a pass");
    desk.type_into("Confirmation code", "12");
    all_stand(&desk, &["E-mail", "Password", "Confirmation code", "Send the code again", "Sign in", "Paste a token instead"]);
    desk.click("Русский");
    all_stand(&desk, &["Эл. почта", "Пароль", "Код подтверждения", "Отправить код ещё раз", "Войти", "Вставить токен", "Показать пароль"]);
    assert!(!desk.has("Sign in") && !desk.has("Password"), "{}", desk.tree());
    let values = ["Эл. почта", "Пароль", "Код подтверждения"].map(|field| desk.value(field));
    assert_eq!(values, ["anna@romashka.example".to_owned(), "•".repeat(11), "12".to_owned()]);
    desk.click("Вставить токен");
    all_stand(&desk, &["Токен или ответ целиком", "Токен обновления, если есть", "User-Agent браузера, если известен", "Войти с паролем"]);
    desk.click("English");
    all_stand(&desk, &["Token or the whole answer", "Refresh token, if any", "The browser's User-Agent, if known", "Use the password"]);
}

#[test]
fn a_message_is_said_again_in_the_other_language() {
    let mut desk = TestDesk::open();
    desk.type_into("E-mail", "anna@romashka.example");
    desk.type_into("Password", "romashka-2023");
    desk.click("Sign in");
    desk.wait_for("the refusal", |desk| desk.says("E-mail and password do not fit."));
    desk.click("Русский");
    assert!(desk.says("Почта и пароль не подошли.") && !desk.says("do not fit"), "{}", desk.tree());
    assert!(desk.says("Ответ сервера: Bad credentials"), "the server's own words stay as they are");
    assert_eq!(desk.sandbox.count("POST", "/oauth/token"), 1);
}

#[test]
fn switching_in_mid_work_keeps_selection_search_and_filters() {
    let mut desk = TestDesk::at_clients(3);
    let id = desk.rows()[1].clone();
    desk.click(&format!("Client {id}"));
    desk.type_into("Search", "romashka");
    let shown = desk.rows();
    all_stand(&desk, &["OAuth clients", "Refresh", "New client", "New client like this", "Copy client secret", "Client secret"]);
    desk.command(Key::Comma);
    desk.click("Русский");
    all_stand(&desk, &["Настройки", "Язык", "Тема", "Запомнить почту"]);
    desk.click("Клиенты OAuth");
    all_stand(&desk, &["Клиенты OAuth", "Обновить", "Новый клиент", "Новый клиент по образцу", "Секрет клиента"]);
    assert_eq!(desk.value("Поиск"), "romashka");
    let rows: Vec<_> = desk.rows().iter().map(|row| row.trim_start_matches("Клиент ").to_owned()).collect();
    assert_eq!(rows, shown);
    assert!(desk.says(&id), "the client is still open");
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), 1, "and nothing was read again for it");
}

#[test]
fn switching_in_mid_work_keeps_a_half_filled_form() {
    let mut desk = TestDesk::at_clients(3);
    desk.click("New client");
    desk.click_role(Role::RadioButton, "Standalone (no server)");
    desk.type_into("Redirect address", "https://romashka.example/назад");
    desk.click_role(Role::CheckBox, "product:write");
    assert!(desk.says("1 chosen"), "{}", desk.tree());
    all_stand(&desk, &["Type", "Web (with a server)", "Add address", "Create client"]);
    desk.command(Key::Comma);
    desk.click("Русский");
    desk.click("Клиенты OAuth");
    all_stand(&desk, &["Тип", "Веб (есть сервер)", "Автономный (без сервера)", "Добавить адрес", "Создать клиента"]);
    assert_eq!(desk.value("Адрес возврата"), "https://romashka.example/назад");
    assert!(desk.is_on("product:write") && desk.is_on("Автономный (без сервера)") && !desk.is_on("Веб (есть сервер)"), "{}", desk.tree());
    desk.click("Создать клиента");
    desk.wait_for("клиент", |desk| desk.rows().len() == 4);
    assert_eq!(desk.sandbox.count("POST", "oauth-app"), 1);
}

#[test]
fn counts_are_right_in_russian() {
    let mut desk = TestDesk::signed_in_with(Start { lang: Lang::Ru, ..Start::default() });
    for (clients, words) in [(3, "3 клиента"), (40, "40 клиентов")] {
        let version = desk.version_with(clients);
        if desk.has("Обновить") {
            desk.command(Key::O);
        }
        desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
        desk.wait_for(words, |desk| desk.has(words));
    }
}

#[test]
fn the_language_is_kept_over_a_restart_and_what_the_command_line_names_comes_first() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = TestDesk::start(at(home.path()));
    for (choice, sign_in) in [("Русский", "Войти"), ("English", "Sign in"), ("Русский", "Войти")] {
        desk.click(choice);
        assert!(desk.has(sign_in), "at once");
        desk = desk.restart(at(home.path()));
        assert!(desk.has(sign_in), "and at the next start:\n{}", desk.tree());
    }
    let named = desk.restart(Start { lang: Lang::En, lang_unnamed: false, ..at(home.path()) });
    assert!(named.has("Sign in"));
    let unnamed = named.restart(at(home.path()));
    assert!(unnamed.has("Войти"), "and what was named once is not kept");
}

#[test]
fn the_theme_changes_at_once_and_is_kept_over_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = TestDesk::start(at(home.path()));
    desk.click("English");
    for (choice, theme) in [("Dark", Theme::Dark), ("Light", Theme::Light), ("Dark", Theme::Dark)] {
        desk.sign_in();
        desk.click("Settings");
        desk.click(choice);
        assert_eq!(desk.harness.ctx.theme(), theme, "{choice}");
        assert!(desk.is_on(choice) && !desk.is_on("System"));
        desk.sandbox.forget_programs();
        desk = desk.restart(at(home.path()));
        assert_eq!(desk.harness.ctx.theme(), theme, "{choice}, at the next start");
    }
}

#[test]
fn the_system_theme_follows_the_system() {
    let mut desk = TestDesk::signed_in();
    desk.click("Settings");
    desk.click("System");
    for theme in [Theme::Light, Theme::Dark] {
        desk.harness.input_mut().system_theme = Some(theme);
        desk.frames();
        assert_eq!(desk.harness.ctx.theme(), theme);
    }
    desk.click("Light");
    desk.frames();
    assert_eq!(desk.harness.ctx.theme(), Theme::Light, "and only then");
}
