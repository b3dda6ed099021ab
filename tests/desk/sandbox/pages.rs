//! The pages: both languages, nothing from elsewhere, and curl lines that work when pasted.

use super::*;
use std::process::Command;

use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE};
use serde_json::json;
use tokendesk::i18n::Lang;
use tokendesk::sandbox::parse_listen_addr;

async fn page(sandbox: &Sandbox, path: &str, accept_language: &str) -> String {
    let (dev, ..) = sandbox.addresses();
    let answer = http().get(format!("{dev}{path}")).header(ACCEPT_LANGUAGE, accept_language).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()[CONTENT_TYPE].to_str().unwrap()), (200, "text/html; charset=utf-8"));
    assert!(answer.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    answer.text().await.unwrap()
}

fn unescape(html: &str) -> String {
    let text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

/// The curl lines of the page, as a person would copy them.
fn pastes(page: &str) -> Vec<String> {
    let blocks = page.split("<pre class=\"curl\"").skip(1);
    blocks.map(|block| unescape(block.split_once("<code>").unwrap().1.split_once("</code>").unwrap().0)).collect()
}

/// Runs the pastes one after the other in one bash, as a person would, and gives what each printed.
fn run(pastes: &[String]) -> Vec<String> {
    const MARK: &str = "----- pasted -----";
    let script: Vec<String> = pastes.iter().map(|paste| format!("{paste}\necho; echo '{MARK}'\n")).collect();
    // A company's proxy, which must not be asked.
    let output = Command::new("bash")
        .arg("-c")
        .arg(script.concat())
        .env("http_proxy", "http://127.0.0.1:9")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let mut answers: Vec<String> = printed.split(MARK).map(|answer| answer.trim().to_owned()).collect();
    answers.pop();
    answers
}

/// The whole way, checked answer by answer.
fn check_pastes(sandbox: &Sandbox, page: &str) {
    let answers = run(&pastes(page));
    let [refused, code, signed_in, listed, created, proved, turned, renewed] = &answers[..] else { panic!("eight pastes: {answers:#?}") };
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|_| panic!("no JSON: {text}"));
    assert_eq!(json(refused)["error"], "invalid_grant");
    assert!(text(&json(refused), "error_description").contains("confirmation code"));
    assert_eq!(*code, sandbox.latest_mail(ANNA).unwrap().code);
    assert_eq!(json(signed_in)["expires_in"], 1799);
    assert_eq!(json(listed)["items"].as_array().unwrap().len(), 3);
    let clients = sandbox.clients(LOYALTY, "1.0").unwrap();
    assert_eq!((clients.len(), clients.last()), (4, Some(&json(created))));
    assert_eq!(json(created)["scope"], json!(["store:read", "product:write"]));
    assert_eq!(json(proved), json!({ "error": "invalid_grant", "error_description": "Invalid authorization code" }));
    let (cursor, second_page) = turned.split_once('\n').unwrap();
    assert!(cursor.starts_with("++++////") && cursor.ends_with('='), "{cursor}");
    let hundred_and_first = &sandbox.clients(REPORTS, "12.4.1").unwrap()[100];
    assert!(second_page.starts_with("{\"items\":[{") && second_page.contains(&text(hundred_and_first, "client_id")), "{second_page}");
    assert_ne!(json(renewed)["access_token"], json(signed_in)["access_token"]);
    assert!(json(renewed)["refresh_token"].is_string());
}

#[tokio::test]
async fn the_curl_lines_of_the_page_work_when_pasted_in_both_languages() {
    for lang in ["ru", "en"] {
        let sandbox = Sandbox::start_one(parse_listen_addr("127.0.0.1:0").unwrap(), &options()).unwrap();
        check_pastes(&sandbox, &page(&sandbox, &format!("/?lang={lang}"), "de").await);
    }
}

#[tokio::test]
async fn on_three_ports_the_curl_lines_ask_the_right_one_each() {
    let sandbox = sandbox();
    check_pastes(&sandbox, &page(&sandbox, "/", "en").await);
    let oauth = sandbox.requests().iter().filter(|request| request.host == tokendesk::sandbox::Host::Oauth).count();
    assert_eq!(oauth, 1);
}

#[tokio::test]
async fn the_pages_speak_the_language_of_the_browser_or_of_the_link() {
    let sandbox = sandbox();
    for path in ["/", "/mailbox"] {
        let asked = |lang: &str| format!("{path}?lang={lang}");
        for (path, header, code) in
            [(path, "ru-RU,ru;q=0.9", "ru"), (path, "de", "en"), (&asked("ru"), "en", "ru"), (&asked("en"), "ru", "en")]
        {
            let html = page(&sandbox, path, header).await;
            assert!(html.starts_with(&format!("<!doctype html>\n<html lang=\"{code}\">")), "{path} {header}");
            let cyrillic = html.contains("Песочница Tokendesk") || html.contains("Почтовый ящик");
            assert_eq!(cyrillic, code == "ru");
        }
    }
}

#[tokio::test]
async fn the_pages_bring_everything_with_them_and_no_script() {
    let sandbox = sandbox();
    post_token(&sandbox, SIGN_IN).await;
    for path in ["/?lang=ru", "/?lang=en", "/mailbox?lang=ru", "/mailbox?lang=en"] {
        let html = page(&sandbox, path, "").await;
        for elsewhere in ["<script", "src=", "<link", "@import", "url(", "sandbox-"] {
            let css_names = html.replace("--sandbox-", "");
            assert!(!css_names.contains(elsewhere), "{elsewhere} in {path}");
        }
        assert_eq!(html.matches("<h1>").count(), 1);
    }
}

#[tokio::test]
async fn the_first_page_names_people_versions_and_guesses() {
    let sandbox = sandbox();
    let html = page(&sandbox, "/", "en").await;
    let (dev, oauth, api) = sandbox.addresses();
    let invitation = sandbox.invitation();
    let shown = [&dev, &oauth, &api, &invitation.email, &invitation.password].into_iter().map(String::as_str);
    for text in
        shown.chain(["борис@василёк.example", "klara@landysh.example", "2500 clients", "0 clients", "What is a guess", "0.2 проба/2"])
    {
        assert!(html.contains(text), "{text}");
    }
    for version in &invitation.versions {
        assert!(html.contains(&version.id) && html.contains(&version.app_id));
        assert!(version.portal_address.starts_with(&dev));
    }
}

#[tokio::test]
async fn the_mailbox_is_a_page_a_list_or_the_newest_code_alone() {
    let sandbox = sandbox();
    let (dev, ..) = sandbox.addresses();
    assert!(page(&sandbox, "/mailbox", "en").await.contains("No mail yet"));
    let get = |query: &str, accept: &str| http().get(format!("{dev}/mailbox{query}")).header(ACCEPT, accept).send();
    assert_eq!(get("", "text/plain").await.unwrap().status(), 404);

    post_token(&sandbox, SIGN_IN).await;
    post_token(&sandbox, SIGN_IN).await;
    let mails = sandbox.mailbox();
    let html = page(&sandbox, "/mailbox", "ru").await;
    let [old, new] = [0, 1].map(|at| html.find(&format!("<p class=\"code\">{}</p>", mails[at].code)).unwrap());
    assert!(new < old, "the newest first");

    let (_, answer) = read(get("", "application/json").await.unwrap()).await;
    assert_eq!(answer["mails"].as_array().unwrap().len(), 2);
    let newest = &answer["mails"][0];
    assert_eq!((&newest["to"], &newest["code"], &newest["at"]), (&json!(ANNA), &json!(mails[1].code), &json!("2026-03-02T09:00:00Z")));
    assert_eq!(newest["text"]["ru"], mails[1].text(Lang::Ru));
    assert!(mails[1].text(Lang::Ru).contains("код") && mails[1].text(Lang::En).contains(&mails[1].code));
    assert_ne!(mails[1].subject(Lang::Ru), mails[1].subject(Lang::En));

    assert_eq!(get("?to=anna%40romashka.example", "text/plain").await.unwrap().text().await.unwrap(), format!("{}\n", mails[1].code));
    assert_eq!(get("?to=nobody@romashka.example", "text/plain").await.unwrap().status(), 404);
}
