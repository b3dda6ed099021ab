//! The blocks as a whole; the shells' rules for single values are tested in `quoting`, the way to a token in `tests/desk/hand_over`.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::model::scope::Scope;

const ID: &str = "7f3c9a1e-52d0-4b7e-9c41-0f6a2d18b2d4";
const REDIRECT: &str = "https://kassa.romashka.example/oauth/evotor";

fn client(grants: &[&str], scope: &[&str], addresses: &[&str]) -> OauthClient {
    OauthClient {
        client_id: ID.to_owned(),
        client_secret: Some(Secret::from("MARKER")),
        scope: scope.iter().map(|right| Scope::parse(right).unwrap()).collect(),
        authorized_grant_types: grants.iter().map(ToString::to_string).collect(),
        registered_redirect_uri: addresses.iter().map(ToString::to_string).collect(),
        access_token_validity: None,
        publisher_id: None,
        app_id: None,
        version_id: None,
        extra: BTreeMap::new(),
    }
}

fn web() -> OauthClient {
    client(&["authorization_code", "refresh_token", "implicit"], &["store:read"], &[REDIRECT, "http://127.0.0.1:8765/callback"])
}

fn version() -> AppVersion {
    AppVersion::typed("3f9d27c0-61b8-4e5a-a2d7-90c4f1e8b365", "2.4.0")
}

fn words() -> Words {
    Words {
        secret_comes_apart: "секрет передаётся отдельно".to_owned(),
        cannot_be_written: "впишите сами".to_owned(),
        client_secret: "Секрет клиента".to_owned(),
        code: "Код".to_owned(),
        refresh_token: "Токен обновления".to_owned(),
        access_token: "Токен".to_owned(),
    }
}

fn with<T>(client: &OauthClient, look: impl FnOnce(&HandOver<'_>) -> T) -> T {
    look(&of(client))
}

/// A client of one and the same version of the real cloud.
fn of(client: &OauthClient) -> HandOver<'_> {
    static PLACE: LazyLock<(AppVersion, CloudAddresses)> = LazyLock::new(|| (version(), CloudAddresses::evotor()));
    HandOver::new(client, &PLACE.0, &PLACE.1, words())
}

fn all_lines(hand_over: &HandOver<'_>, shell: Shell) -> Vec<String> {
    [Task::Exchange, Task::Refresh, Task::Check].map(|task| hand_over.lines(task, shell)).to_vec()
}

#[test]
fn the_env_block_has_a_place_for_the_secret_or_the_secret_or_dots() {
    with(&web(), |hand_over| {
        let env = hand_over.env(SecretPlace::Empty);
        let expected = format!(
            "EVOTOR_APP_ID=3f9d27c0-61b8-4e5a-a2d7-90c4f1e8b365\nEVOTOR_CLIENT_ID={ID}\n# секрет передаётся отдельно\n\
             EVOTOR_CLIENT_SECRET=\nEVOTOR_REDIRECT_URI={REDIRECT}\n# EVOTOR_REDIRECT_URI=http://127.0.0.1:8765/callback\n\
             EVOTOR_AUTHORIZE_URL=https://oauth.evotor.ru/oauth/authorize\nEVOTOR_TOKEN_URL=https://oauth.evotor.ru/oauth/token\n\
             EVOTOR_API_URL=https://api.evotor.ru\n"
        );
        assert_eq!(env.as_str(), expected);
        let secret = Secret::from("it's");
        assert!(hand_over.env(SecretPlace::Holds(&secret)).contains("\nEVOTOR_CLIENT_SECRET=\"it's\"\n"));
        assert!(hand_over.env(SecretPlace::Masked).contains("\nEVOTOR_CLIENT_SECRET=••••••••••••\n"));
        assert!(hand_over.env(SecretPlace::Holds(&Secret::from("a\nb"))).contains("\n# EVOTOR_CLIENT_SECRET: впишите сами\n"));
    });
}

#[test]
fn nothing_but_an_env_block_that_was_given_the_secret_holds_it() {
    with(&web(), |hand_over| {
        let mut all: Vec<String> = [Shell::Bash, Shell::PowerShell].iter().flat_map(|shell| all_lines(hand_over, *shell)).collect();
        all.extend(hand_over.link());
        all.extend([SecretPlace::Empty, SecretPlace::Masked].map(|place| hand_over.env(place).to_string()));
        assert_eq!(all.len(), 9);
        assert!(all.iter().all(|text| !text.contains("MARKER")));
    });
}

#[test]
fn a_client_is_handed_over_with_what_its_grants_allow() {
    let tasks = |grants: &[&str]| of(&client(grants, &[], &[])).tasks();
    assert_eq!(tasks(&["authorization_code", "refresh_token"]), [Task::Exchange, Task::Refresh, Task::Check]);
    assert_eq!(tasks(&["authorization_code", "implicit"]), [Task::Exchange, Task::Check]);
    assert_eq!(tasks(&["implicit"]), [Task::Check]);
    assert_eq!(tasks(&[]), [Task::Exchange, Task::Check]);
}

#[test]
fn a_token_is_tried_with_a_call_that_it_may_make() {
    let call = |scope: &[&str]| of(&client(&[], scope, &[])).check_call();
    assert_eq!(call(&["device:read", "employee:read", "store:read"]), ("stores", true));
    assert_eq!(call(&["device:read", "employee:read"]), ("employees", true));
    assert_eq!(call(&["product:write", "device:read"]), ("devices", true));
    assert_eq!(call(&["product:write"]), ("stores", false));
}

#[test]
fn the_link_names_the_address_just_as_it_is_registered() {
    let link = |addresses: &[&str]| of(&client(&[], &[], addresses)).link();
    let nasty = "https://kassa.example/касса?a=1&b='\"$x\u{202e}";
    let address = Url::parse(&link(&[nasty]).unwrap()).unwrap();
    let query: BTreeMap<_, _> = address.query_pairs().into_owned().collect();
    let expected = [("client_id", ID), ("redirect_uri", nasty), ("response_type", "code"), ("state", "STATE")];
    assert_eq!(query, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect());
    assert_eq!(link(&[]), None);
}

#[test]
fn a_company_s_proxy_is_not_asked_for_this_computer() {
    let (client, version, cloud) = (web(), version(), CloudAddresses::parse_base("http://127.0.0.1:4000").unwrap());
    let local = HandOver::new(&client, &version, &cloud, words());
    for shell in [Shell::Bash, Shell::PowerShell] {
        assert!(all_lines(&local, shell).iter().all(|lines| lines.contains(" --noproxy '*' ")));
        assert!(with(&client, |real| all_lines(real, shell)).iter().all(|lines| !lines.contains("--noproxy")));
    }
}

#[test]
fn the_document_is_whole() {
    let facts = [("Тип".to_owned(), "Веб".to_owned())];
    let text = document("Передача", &facts, &[("Файл .env".to_owned(), "A=1\n"), ("curl".to_owned(), "x")]);
    assert_eq!(text.as_str(), "Передача\n\nТип: Веб\n\n--- Файл .env ---\nA=1\n\n--- curl ---\nx\n");
}

/// What another could put into an id, an address or a secret.
fn nasty() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a-z'\"$`\\\\!&;|<>(){}#*?~= \\t\\n\\r\u{202e}‘’“”да%]{0,24}").unwrap()
}

fn bash(arguments: &[&str]) -> String {
    let output = Command::new("bash").args(arguments).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nobody_s_value_breaks_out_of_its_place(id in nasty(), address in nasty(), app in nasty(), secret in nasty(), prompt in nasty()) {
        let folder = tempfile::tempdir().unwrap();
        let mut client = web();
        client.client_id = id;
        client.app_id = Some(app);
        client.registered_redirect_uri = vec![address];
        let (version, cloud) = (version(), CloudAddresses::evotor());
        let words = Words { client_secret: prompt.clone(), secret_comes_apart: prompt.clone(), cannot_be_written: prompt, ..words() };
        let hand_over = HandOver::new(&client, &version, &cloud, words);
        // A shell reads each block as one command, and its variables are what they were.
        for lines in all_lines(&hand_over, Shell::Bash) {
            bash(&["-n", "-c", &lines]);
        }
        let exchange = hand_over.lines(Task::Exchange, Shell::Bash);
        let set: String = exchange.lines().filter(|line| line.starts_with("  EVOTOR_")).flat_map(|line| [line, "\n"]).collect();
        let said = bash(&["-c", &format!("{set}printf '%s\\0%s' \"$EVOTOR_CLIENT_ID\" \"$EVOTOR_REDIRECT_URI\"")]);
        prop_assert_eq!(said, format!("{}\0{}", client.client_id, client.registered_redirect_uri[0]));
        // PowerShell has as many lines as ever.
        let counts: Vec<usize> = all_lines(&hand_over, Shell::PowerShell).iter().map(|lines| lines.lines().count()).collect();
        prop_assert_eq!(counts, [15, 13, 10]);
        // The file says what it says, and runs nothing.
        for place in [SecretPlace::Empty, SecretPlace::Holds(&Secret::from(secret.as_str()))] {
            let env = hand_over.env(place);
            prop_assert_eq!(env.lines().count(), 7 + usize::from(matches!(place, SecretPlace::Empty)), "{}", env.as_str());
            let file = folder.path().join(".env");
            std::fs::write(&file, env.as_bytes()).unwrap();
            let path = file.display().to_string();
            let said = bash(&["-c", ". \"$0\"; printf '%s\\0' \"$EVOTOR_APP_ID\" \"$EVOTOR_CLIENT_ID\" \"$EVOTOR_CLIENT_SECRET\" \"$EVOTOR_REDIRECT_URI\"", &path]);
            let held = if matches!(place, SecretPlace::Empty) { "" } else { secret.as_str() };
            let values = [client.app_id.as_deref().unwrap(), client.client_id.as_str(), held, client.registered_redirect_uri[0].as_str()];
            for (said, value) in said.split('\0').zip(values) {
                prop_assert!(said == value || (said.is_empty() && env.contains("впишите") || env.lines().any(|line| line.starts_with("# EVOTOR_"))), "{said:?} {value:?}");
            }
        }
    }
}
