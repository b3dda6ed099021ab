//! The form, as it is filled in: what it explains, what it checks, and when it can be sent.

use eframe::egui::Key;
use tokendesk::i18n::Lang;

use super::{ADDRESS, BUTTON, empty_form, gets, is_ticked, posts};
use crate::harness::{Start, TestDesk};

#[test]
fn each_type_says_what_follows_from_it() {
    let mut desk = empty_form();
    assert!(is_ticked(&desk, "Web (with a server)"));
    assert!(desk.says("The secret stays on your server. Tokens can be renewed without the user."));
    assert!(desk.says("The secret ships with the app and is not secret. A token cannot be renewed."));
    desk.click("Standalone (no server)");
    assert!(is_ticked(&desk, "Standalone (no server)") && !is_ticked(&desk, "Web (with a server)"));
    assert!(desk.says("Once created, a client can be neither changed nor deleted"));
}

#[test]
fn the_button_is_on_exactly_when_it_can_succeed_and_otherwise_what_is_missing_is_said() {
    let mut desk = empty_form();
    let missing = "then the client can be created";
    assert!(!desk.is_enabled(BUTTON) && desk.says("Enter a redirect address"));
    desk.type_into("Redirect address", "http://shop.example/cb");
    assert!(!desk.is_enabled(BUTTON) && desk.says("Fix address 1"));
    desk.replace("Redirect address", ADDRESS);
    assert!(!desk.is_enabled(BUTTON) && desk.says("Choose at least one right"));
    desk.click("store:read");
    assert!(desk.is_enabled(BUTTON) && desk.has("All is filled in") && !desk.says(missing));
    desk.click("store:read");
    assert!(!desk.is_enabled(BUTTON) && desk.says("Choose at least one right"));
    desk.click("store:read");
    desk.replace("Redirect address", "");
    assert!(!desk.is_enabled(BUTTON) && desk.says("Enter a redirect address"));
    desk.command(Key::Enter);
    desk.frames();
    assert_eq!(posts(&desk).len(), 0, "what cannot be clicked cannot be sent by a key");
}

#[test]
fn each_address_is_checked_as_it_is_typed() {
    let mut desk = empty_form();
    desk.click("store:read");
    for (typed, words, can_be_sent) in [
        ("kassa.example/oauth", "https:// is missing in front.", false),
        ("/oauth/callback", "Not a whole address", false),
        ("https:/kassa.example", "Two slashes are missing", false),
        ("javascript:alert(1)", "cannot be a redirect address", false),
        ("https://kassa.example/cb#token", "A fragment (#…) cannot be part of it", false),
        ("https://kassa.example/c b", "White space at place", false),
        (" https://kassa.example/cb", "White space at place 1", false),
        ("https://kassa.example/c\u{200b}b", "A character that cannot be seen stands at place", false),
        ("http://kassa.example/cb", "http without encryption is only for 127.0.0.1.", false),
        ("https://anna:word@kassa.example/cb", "A login before the host cannot be part of it.", false),
        ("https://kassa.example:99999/cb", "A port is a number from 1 to 65535.", false),
        ("https://k\u{430}ssa.example/cb", "Looks like another host.", true),
        ("https://касса.example/cb", "Browsers ask for xn--", true),
        ("https://Kassa.Example/cb", "Capital letters in the host", true),
        ("https://kassa.example/Cb", "Capital letters in the path count", true),
        ("https://kassa.example/cb/", "Ends in “/”: without it, it is another address.", true),
        ("https://kassa.example", "Without a path", true),
        ("http://localhost:8765/cb", "127.0.0.1 is safer", true),
        ("example.kassa.desk:/oauth", "An address of an app", true),
        ("https://*.kassa.example/cb", "“*”", true),
    ] {
        desk.replace("Redirect address", typed);
        assert!(desk.says(words), "{typed}: {}", desk.tree());
        assert_eq!(desk.is_enabled(BUTTON), can_be_sent, "{typed}");
        assert_eq!(desk.says("Fix address 1"), !can_be_sent, "{typed}: an error is named in the footer, a warning is not");
        assert_eq!(desk.value("Redirect address"), typed, "what is typed is never changed");
    }
    desk.replace("Redirect address", "http://127.0.0.1:8765/cb");
    assert!(desk.is_enabled(BUTTON), "{}", desk.tree());
    assert_eq!((posts(&desk).len(), gets(&desk)), (0, 1), "checking asks nothing of the server");
}

#[test]
fn several_addresses_are_compared_and_the_one_to_mend_is_named() {
    let mut desk = empty_form();
    desk.click("store:read");
    desk.type_into("Redirect address", ADDRESS);
    desk.click("Add address");
    assert_eq!(desk.focused().as_deref(), Some("Redirect address 2"), "the new row waits for its address");
    assert!(desk.is_enabled(BUTTON), "an empty row is left out");
    desk.type_into("Redirect address 2", ADDRESS);
    assert!(desk.says("The same as address 1.") && desk.says("Fix address 2"));
    desk.replace("Redirect address 2", "https://kassa.example/oauth/");
    assert!(desk.says("Differs from address 1 only by “/” at the end."), "{}", desk.tree());
    assert!(desk.is_enabled(BUTTON), "a warning does not block");
    desk.click("Add address");
    desk.type_into("Redirect address 3", "ftp://kassa.example/cb");
    assert!(desk.says("Fix address 3"));
    desk.click("Remove redirect address");
    assert_eq!(desk.value("Redirect address"), "https://kassa.example/oauth/");
    assert!(desk.says("Fix address 2") && !desk.says("Differs from address 1"));
    desk.click("Remove redirect address 2");
    assert!(desk.is_enabled(BUTTON) && !desk.has("Redirect address 2"));
    desk.click("Remove redirect address");
    assert_eq!(desk.value("Redirect address"), "", "the last row is emptied, and stays");
}

#[test]
fn the_grid_holds_the_documented_rights_and_ticks_all_of_a_kind() {
    let mut desk = empty_form();
    let all = [
        "store:read",
        "employee:read",
        "device:read",
        "device.imei:read",
        "device.location:read",
        "device.firmware:read",
        "product:read",
        "product:write",
        "product.quantity:read",
        "product.quantity:write",
        "document:read",
        "product-group:read",
        "product-group:write",
        "product-image:read",
        "product-image:write",
    ];
    for right in all {
        assert!(!is_ticked(&desk, right));
    }
    assert!(!desk.has("store:write") && !desk.has("document:write"), "what does not exist is no control");
    desk.click("Read all");
    assert!(desk.has("11 chosen"));
    assert!(all.iter().all(|right| is_ticked(&desk, right) == right.ends_with(":read")));
    desk.click("Write all");
    assert!(desk.has("15 chosen"));
    desk.click("Read all");
    assert!(all.iter().all(|right| is_ticked(&desk, right) == right.ends_with(":write")));
    desk.click("product:write");
    assert!(desk.has("3 chosen"));
}

#[test]
fn a_right_is_found_by_its_name_or_its_meaning_and_all_of_a_kind_are_those_in_view() {
    let mut desk = empty_form();
    desk.type_into("Find a right", "stock");
    assert!(desk.has("product.quantity:write") && !desk.has("store:read"), "{}", desk.tree());
    desk.click("Write all");
    desk.replace("Find a right", "imei");
    assert!(desk.has("device.imei:read") && !desk.has("product.quantity:write"));
    desk.click("Read all");
    assert!(desk.has("2 chosen"));
    desk.replace("Find a right", "no such right");
    assert!(desk.says("No right in the table fits “no such right”."));
    desk.replace("Find a right", "");
    assert!(is_ticked(&desk, "product.quantity:write") && is_ticked(&desk, "device.imei:read"));
    assert!(!is_ticked(&desk, "product:write"));
}

#[test]
fn a_typed_right_is_added_or_refused_with_its_reason() {
    let mut desk = empty_form();
    let field = "A right outside the table";
    for (typed, words) in [
        ("", "Type a right such as supplier:write."),
        ("supplier:read supplier:write", "White space inside: add rights one by one."),
        ("склад:read", "с cannot stand in a right"),
        ("supplier\"read", "\" cannot stand in a right"),
    ] {
        desk.replace(field, typed);
        desk.click("Add");
        assert!(desk.says(words), "{typed}: {}", desk.tree());
        assert!(desk.has("0 chosen"), "{typed}");
    }
    desk.replace(field, &"x".repeat(5_000));
    desk.click("Add");
    assert!(desk.says("Longer than"), "{}", desk.tree());
    desk.replace(field, " supplier:write ");
    assert!(!desk.says("Longer than"), "what was said goes with what was typed");
    desk.key(Key::Enter);
    assert!(desk.has("1 chosen") && desk.has("supplier:write") && desk.says("Not in the table, the server may refuse it"));
    assert_eq!(desk.value(field), "", "ready for the next");
    desk.replace(field, "supplier:write");
    desk.click("Add");
    assert!(desk.says("supplier:write is chosen already."));
    desk.replace(field, "store:read");
    desk.click("Add");
    assert!(is_ticked(&desk, "store:read"), "a right of the table is ticked in the table");
    desk.click("Remove supplier:write");
    assert!(desk.has("1 chosen") && !desk.says("Not in the table"));
}

#[test]
fn the_preview_says_what_the_user_will_be_asked_in_both_languages() {
    for (lang, new, app, asks, see, change, unknown) in [
        (
            Lang::En,
            "New client",
            "“Лояльность «Ромашка»” asks for access:",
            "nothing yet: choose rights",
            "see shops, goods and documents",
            "change goods",
            "supplier:write, whose meaning is not known here",
        ),
        (
            Lang::Ru,
            "Новый клиент",
            "«Лояльность «Ромашка»» просит доступ:",
            "пока ни о чём: выберите права",
            "видеть магазины, товары и документы",
            "изменять товары",
            "supplier:write — смысл программе неизвестен",
        ),
    ] {
        let mut desk = TestDesk::signed_in_with(Start { lang, ..Start::default() });
        let version = desk.version_with(3);
        desk.click_role(eframe::egui::accesskit::Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
        desk.wait_for("the list", |desk| desk.rows().len() == 3);
        desk.click(new);
        assert!(desk.says(app) && desk.says(asks), "{}", desk.tree());
        for right in ["store:read", "product:read", "product:write", "document:read"] {
            desk.click(right);
        }
        let (field, add) = if lang == Lang::En {
            ("A right outside the table", "Add")
        } else {
            ("Право не из таблицы", "Добавить")
        };
        desk.type_into(field, "supplier:write");
        desk.click(add);
        assert!(desk.has(see) && desk.has(change) && desk.has(unknown), "{}", desk.tree());
        assert!(!desk.says(asks));
    }
}

#[test]
fn what_was_begun_is_still_there_after_a_look_elsewhere() {
    let mut desk = empty_form();
    desk.type_into("Redirect address", ADDRESS);
    desk.click("product:write");
    desk.click("Standalone (no server)");
    desk.click_role(eframe::egui::accesskit::Role::Tab, "Settings");
    desk.click_role(eframe::egui::accesskit::Role::Tab, "OAuth clients");
    assert_eq!(desk.value("Redirect address"), ADDRESS);
    // To the list and back by its button.
    desk.click_role(eframe::egui::accesskit::Role::Tab, "OAuth clients");
    assert!(desk.has("3 clients"), "{}", desk.tree());
    desk.click("New client");
    assert_eq!(desk.value("Redirect address"), ADDRESS);
    assert!(is_ticked(&desk, "product:write") && is_ticked(&desk, "Standalone (no server)"));
    desk.click("Cancel");
    assert!(desk.has("3 clients"));
    desk.click("New client");
    assert_eq!(desk.value("Redirect address"), "", "cancelled is cancelled");
    assert!(!is_ticked(&desk, "product:write"));
}

#[test]
fn in_a_narrow_window_the_footer_stays_and_the_rest_scrolls() {
    let mut desk = TestDesk::signed_in_with(Start { size: [900.0, 600.0], ..Start::default() });
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("New client");
    let button = desk.control(BUTTON).rect();
    assert!(button.bottom() < 600.0 && button.right() < 900.0, "{button:?}");
    desk.type_into("Redirect address", ADDRESS);
    desk.control("product-image:write").scroll_to_me();
    desk.frames();
    desk.click("product-image:write");
    assert!(is_ticked(&desk, "product-image:write"));
    assert_eq!(desk.control(BUTTON).rect(), button);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
}
