//! What a person pastes into the field for the app's id, and what they are told was found in it.

use super::{LOYALTY, LOYALTY_1, desk_without_invitation, path, paths};
use crate::harness::TestDesk;

/// What the field for the version holds after this was pasted, and which of the words are said.
fn pasted<'a>(desk: &mut TestDesk, text: &str, words: &[&'a str]) -> (String, Vec<&'a str>) {
    desk.paste("App ID", text);
    (desk.value("Version"), words.iter().copied().filter(|words| desk.says(words)).collect())
}

const BOTH: &str = "were read from the address";
const APP_ONLY: &str = "it names no version";
const VERSION_ONLY: &str = "but no app";
const NOTHING: &str = "No ID was found";
const SEVERAL: &str = "several IDs";
const FOREIGN: &str = "not on 127.0.0.1";
const ODD: &str = "An ID holds no white space";
const ALL: [&str; 7] = [BOTH, APP_ONLY, VERSION_ONLY, NOTHING, SEVERAL, FOREIGN, ODD];

#[test]
fn an_address_with_both_ids_fills_the_version_and_says_so() {
    let mut desk = desk_without_invitation();
    let (dev, ..) = desk.sandbox.addresses();
    for address in [
        format!("{dev}/#/apps/{LOYALTY}/versions/{LOYALTY_1}"),
        format!("{dev}/page?appId={LOYALTY}&versionId={LOYALTY_1}"),
        format!("  {dev}/apps/{LOYALTY}/versions/{LOYALTY_1}/oauth-apps\n"),
        format!("{LOYALTY} {LOYALTY_1}"),
    ] {
        assert_eq!(pasted(&mut desk, &address, &ALL), (LOYALTY_1.to_owned(), vec![BOTH]), "{address}");
        assert!(desk.says("ID b253a705…d101 and version 7ca0c524…f4a7"), "{}", desk.tree());
    }
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), 0, "typing asks nothing of the server");
    desk.click("Open");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(paths(&desk, "GET"), [path(LOYALTY, LOYALTY_1)]);
}

#[test]
fn half_an_address_is_told_as_half_and_what_is_missing_is_named() {
    let mut desk = desk_without_invitation();
    let (dev, ..) = desk.sandbox.addresses();
    assert_eq!(pasted(&mut desk, &format!("{dev}/apps/{LOYALTY}/settings"), &ALL), (String::new(), vec![APP_ONLY]));
    desk.click("Open");
    assert!(desk.says("Enter the version."));
    desk.paste("App ID", "");
    assert_eq!(pasted(&mut desk, &format!("{dev}/versions/2.4.0"), &ALL), ("2.4.0".to_owned(), vec![VERSION_ONLY]));
    desk.click("Open");
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), 0);
    assert!(desk.has("Open a version of your app"), "nothing was opened");
}

#[test]
fn an_address_without_ids_a_sentence_and_nothing_are_told_apart() {
    let mut desk = desk_without_invitation();
    let (dev, ..) = desk.sandbox.addresses();
    assert_eq!(pasted(&mut desk, &format!("{dev}/apps"), &ALL).1, [NOTHING]);
    assert_eq!(pasted(&mut desk, "касса и склад", &ALL).1, [ODD]);
    assert_eq!(pasted(&mut desk, LOYALTY, &ALL).1, [""; 0], "an id needs no comment");
    desk.paste("App ID", " ");
    assert!(!desk.says("Enter the app's ID."), "an empty field says nothing by itself");
    desk.click("Open");
    assert!(desk.says("Enter the app's ID."));
}

#[test]
fn of_several_ids_the_first_is_taken_and_that_is_said() {
    let mut desk = desk_without_invitation();
    let (dev, ..) = desk.sandbox.addresses();
    let other = "0c1f2e3d-4b5a-4697-8899-aabbccddeeff";
    let address = format!("{dev}/apps/{LOYALTY}/versions/1.0?appId={other}&version=2.0");
    assert_eq!(pasted(&mut desk, &address, &ALL), ("1.0".to_owned(), vec![SEVERAL]));
    desk.click("Open");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(paths(&desk, "GET"), [path(LOYALTY, "1.0")]);
}

#[test]
fn an_address_of_another_cloud_is_taken_and_both_hosts_are_named() {
    let mut desk = desk_without_invitation();
    let address = format!("https://dev.evotor.ru/#/apps/{LOYALTY}/versions/1.0");
    assert_eq!(pasted(&mut desk, &address, &ALL), ("1.0".to_owned(), vec![BOTH, FOREIGN]));
    assert!(desk.says("dev.evotor.ru"));
    desk.click("Open");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(paths(&desk, "GET"), [path(LOYALTY, "1.0")], "our own cloud is asked, whatever the address says");
}

#[test]
fn a_version_that_was_read_goes_with_its_address_and_a_typed_one_stays() {
    let mut desk = desk_without_invitation();
    let (dev, ..) = desk.sandbox.addresses();
    desk.paste("App ID", &format!("{dev}/apps/{LOYALTY}/versions/{LOYALTY_1}"));
    let other = format!("{dev}/apps/0c1f2e3d-4b5a-4697-8899-aabbccddeeff");
    assert_eq!(pasted(&mut desk, &other, &ALL), (String::new(), vec![APP_ONLY]), "one app's version is not another's");
    desk.replace("Version", "2.4.0");
    assert_eq!(pasted(&mut desk, &format!("{dev}/apps/{LOYALTY}"), &ALL).0, "2.4.0");
}
