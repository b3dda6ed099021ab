//! The settings of somebody who cannot sign in, perhaps because of them.

use eframe::egui::{Key, Theme};

use crate::harness::TestDesk;

#[test]
fn the_gear_leads_there_and_back_and_what_was_typed_stays() {
    let mut desk = TestDesk::open();
    desk.replace("E-mail", "anna@publisher.example");
    desk.replace("Password", "a password");
    desk.click("Settings");
    assert!(desk.has("Text size") && desk.has("User-Agent") && !desk.has("E-mail"), "{}", desk.tree());
    desk.click("Light");
    assert_eq!(desk.harness.ctx.theme(), Theme::Light, "at once");
    desk.click("Back");
    assert_eq!(desk.value("E-mail"), "anna@publisher.example");
    assert!(desk.is_enabled("Sign in"), "{}", desk.tree());
    assert_eq!(desk.sandbox.requests().len(), 0);
}

#[test]
fn by_keyboard_too_and_after_the_sign_in_it_is_a_screen_as_any_other() {
    let mut desk = TestDesk::open();
    desk.command(Key::Comma);
    assert!(desk.has("Text size"), "{}", desk.tree());
    desk.click("Back");
    desk.sign_in();
    assert!(!desk.has("Text size") && !desk.has("Back"), "{}", desk.tree());
    desk.command(Key::Comma);
    assert!(desk.has("Text size") && desk.tab("OAuth clients").is_some() && !desk.has("Back"), "{}", desk.tree());
}
