//! The cover: a plain page in front of the work. Nothing of the work comes through it in either direction, and all of it goes on.
#![cfg(test)]

mod idle;
mod work;

use eframe::egui::{Event, Key, Modifiers};

use crate::harness::TestDesk;

const EMAIL: &str = "anna@romashka.example";
const PASSWORD: &str = "romashka-2024";
const NO_LOCK: &str = "This is no lock: whoever sits at this computer can show it all again. To keep others out, lock the computer.";
const BUTTON: &str = "Hide everything (Ctrl+L)";
const ADDRESS: &str = "https://romashka.example/вход";

fn cover(desk: &mut TestDesk) {
    desk.command(Key::L);
    assert!(is_covered(desk), "{}", desk.tree());
}

fn is_covered(desk: &TestDesk) -> bool {
    desk.has("Hidden from view") && desk.has(NO_LOCK) && desk.has("Show")
}

/// A key goes down, or is held down longer, and is not let go.
fn press(desk: &mut TestDesk, key: Key) {
    desk.harness.event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE });
    desk.harness.step();
}

fn let_go(desk: &mut TestDesk, key: Key) {
    desk.harness.event(Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE });
    desk.harness.step();
}

/// The first of three clients is open and its secret shown.
fn with_a_shown_secret() -> (TestDesk, String, String) {
    let mut desk = TestDesk::at_clients(3);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    let version = desk.version_with(3);
    let clients = desk.sandbox.clients(&version.app_id, &version.number).unwrap();
    let client = clients.iter().find(|client| client["client_id"] == id.as_str()).unwrap();
    let secret = client["client_secret"].as_str().unwrap().to_owned();
    desk.click("Show client secret");
    assert!(desk.painted().contains(&secret));
    (desk, id, secret)
}

/// A form of a new client, half filled, and the focus in its address.
fn at_a_form() -> TestDesk {
    let mut desk = TestDesk::at_clients(3);
    desk.click("New client");
    desk.type_into("Redirect address", ADDRESS);
    desk
}

#[test]
fn nothing_of_the_work_is_seen_or_read_out_and_no_secret_comes_back_with_it() {
    let (mut desk, id, secret) = with_a_shown_secret();
    desk.click("Copy client secret");
    desk.wait_for("the countdown", |desk| desk.has("The clipboard is cleared in 30 s"));
    let code = desk.sandbox.latest_mail(EMAIL).expect("a mail").code;
    assert!(desk.painted().contains(&code), "the sandbox's mailbox is in view");
    cover(&mut desk);
    for words in [secret.as_str(), &id[..8], EMAIL, "Refresh", "The clipboard", "29 min", &code] {
        assert!(!desk.painted().contains(words) && !desk.tree().contains(words), "{words}: {}\n{}", desk.painted(), desk.tree());
    }
    assert!(desk.painted().contains("Sandbox"), "no picture of the sandbox is without its strip");
    assert_eq!(desk.focused().as_deref(), Some("Show"));
    desk.click("Show");
    assert!(!is_covered(&desk) && desk.rows().len() == 3, "{}", desk.tree());
    assert!(desk.has("Show client secret") && !desk.painted().contains(&secret), "shown again only by a click");
    assert!(desk.has("The clipboard is cleared in 30 s"));
}

#[test]
fn nothing_is_to_be_seen_in_the_first_frame_either() {
    let (mut desk, id, secret) = with_a_shown_secret();
    let key = Event::Key { key: Key::L, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::COMMAND };
    desk.harness.event_modifiers(key, Modifiers::COMMAND);
    desk.harness.step();
    assert!(is_covered(&desk) && !desk.painted().contains(&secret) && !desk.painted().contains(&id[..8]), "{}", desk.painted());
}

#[test]
fn what_is_typed_at_the_page_goes_nowhere_and_the_form_is_as_it_was() {
    let mut desk = at_a_form();
    cover(&mut desk);
    let before = desk.sandbox.requests().len();
    desk.harness.event(Event::Text("x".to_owned()));
    desk.harness.event(Event::Paste("pasted".to_owned()));
    for key in [Key::A, Key::Backspace, Key::Escape, Key::Tab, Key::ArrowDown, Key::F5] {
        desk.key(key);
    }
    for key in [Key::N, Key::O, Key::F, Key::Comma, Key::Num1, Key::A, Key::Z] {
        desk.command(key);
    }
    assert!(is_covered(&desk), "and no key but its own takes it away: {}", desk.tree());
    assert_eq!(desk.sandbox.requests().len(), before);
    desk.command(Key::L);
    assert!(desk.has("Create client") && desk.value("Redirect address") == ADDRESS, "{}", desk.tree());
    assert_eq!(desk.focused().as_deref(), Some("Redirect address"));
    desk.harness.event(Event::Text("/2".to_owned()));
    desk.frames();
    assert_eq!(desk.value("Redirect address"), format!("{ADDRESS}/2"), "typing goes on where it was");
}

#[test]
fn the_key_that_takes_it_away_is_not_for_what_lies_behind() {
    let mut desk = at_a_form();
    desk.control("Cancel").focus();
    desk.frames();
    cover(&mut desk);
    press(&mut desk, Key::Enter);
    desk.frames();
    assert_eq!(desk.focused().as_deref(), Some("Cancel"), "{}", desk.tree());
    for _ in 0..3 {
        press(&mut desk, Key::Enter);
    }
    assert!(desk.has("Create client") && !desk.has("Begin anew"), "it was held: {}", desk.tree());
    let_go(&mut desk, Key::Enter);
    desk.key(Key::Enter);
    assert!(!desk.has("Create client") || desk.says("would be lost"), "and pressed anew it is heard: {}", desk.tree());
}

#[test]
fn its_key_that_is_held_does_not_cover_and_show_by_turns() {
    let mut desk = TestDesk::at_clients(3);
    for _ in 0..4 {
        let key = Event::Key { key: Key::L, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::COMMAND };
        desk.harness.event_modifiers(key, Modifiers::COMMAND);
        desk.harness.step();
        assert!(is_covered(&desk));
    }
}

#[test]
fn it_comes_from_the_status_line_with_and_without_a_mouse() {
    let mut desk = TestDesk::at_clients(3);
    desk.click(BUTTON);
    assert!(is_covered(&desk));
    desk.key(Key::Space);
    assert!(!is_covered(&desk));
    desk.control(BUTTON).focus();
    desk.frames();
    desk.key(Key::Enter);
    assert!(is_covered(&desk));
    desk.key(Key::Enter);
    assert_eq!(desk.focused().as_deref(), Some(BUTTON));
}

#[test]
fn a_typed_password_that_was_shown_is_dots_again() {
    let mut desk = TestDesk::open();
    desk.type_into("E-mail", EMAIL);
    desk.type_into("Password", "a typed pass");
    desk.click("Show password");
    assert!(desk.painted().contains("a typed pass"));
    cover(&mut desk);
    assert!(!desk.painted().contains("a typed pass") && !desk.painted().contains(EMAIL));
    desk.command(Key::L);
    assert!(!desk.painted().contains("a typed pass") && desk.has("Show password"), "{}", desk.tree());
    assert_eq!(desk.focused().as_deref(), Some("Password"));
    desk.type_into("Password", "x");
    desk.click("Show password");
    assert!(desk.painted().contains("a typed passx"), "and nothing of it is lost");
}

#[test]
fn it_says_the_same_in_russian() {
    let mut desk = TestDesk::start(crate::harness::Start { lang: tokendesk::i18n::Lang::Ru, ..Default::default() });
    desk.sign_in();
    desk.command(Key::L);
    assert!(desk.has("Всё скрыто") && desk.says("Это не блокировка: ") && !desk.has("Клиенты OAuth"), "{}", desk.tree());
    desk.click("Показать");
    assert!(desk.tab("Клиенты OAuth").is_some());
}
