//! The list of clients: pages, header forms, refusals, and what the sandbox is filled with.

use super::*;
use std::collections::HashSet;

use serde_json::json;
use tokendesk::sandbox::{LastPage, ListHeader, VersionWanted};

fn ids(clients: &[Value]) -> Vec<String> {
    clients.iter().map(|client| text(client, "client_id")).collect()
}

/// All pages, read as the documents say: the cursor percent-encoded, alone in the query.
async fn all_pages(sandbox: &Sandbox, bearer: &str, app: &str, version: &str) -> (Vec<Value>, usize) {
    let (mut items, mut pages, mut cursor) = (Vec::new(), 0, None::<String>);
    loop {
        let request = list_request(sandbox, bearer, app, version);
        let request = if let Some(cursor) = &cursor { request.query(&[("cursor", cursor)]) } else { request };
        let (status, page) = read(request.send().await.unwrap()).await;
        assert_eq!(status, 200, "{page}");
        items.extend(page["items"].as_array().unwrap().clone());
        pages += 1;
        match page["paging"]["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return (items, pages),
        }
    }
}

#[tokio::test]
async fn a_short_list_is_one_page_with_the_documented_fields_and_empty_paging() {
    let sandbox = sandbox();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    let (status, answer) = list(&sandbox, &bearer, LOYALTY, "1.0").await;
    assert_eq!((status.as_u16(), &answer["paging"]), (200, &json!({})));
    let clients = answer["items"].as_array().unwrap();
    assert_eq!(clients.len(), 3);
    let mut fields: Vec<&String> = clients[0].as_object().unwrap().keys().collect();
    fields.sort_unstable();
    let documented = [
        "access_token_validity",
        "app_id",
        "authorized_grant_types",
        "client_id",
        "client_secret",
        "publisher_id",
        "registered_redirect_uri",
        "scope",
        "version_id",
    ];
    assert_eq!(fields, documented);
    assert_eq!(clients[0]["access_token_validity"], 604_800);
    assert_eq!((&clients[0]["app_id"], &clients[0]["version_id"]), (&json!(LOYALTY), &json!("1.0")));
    assert_eq!(clients[0]["authorized_grant_types"], json!(["authorization_code", "refresh_token", "implicit"]));
    assert_eq!(clients[1]["authorized_grant_types"], json!(["authorization_code", "implicit"]));

    let (_, answer) = list(&sandbox, &bearer, LOYALTY, "2.0").await;
    assert_eq!(answer, json!({ "items": [], "paging": {} }));
}

#[tokio::test]
async fn a_long_list_comes_in_pages_whose_cursors_must_be_percent_encoded() {
    let sandbox = sandbox();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    let (clients, pages) = all_pages(&sandbox, &bearer, REPORTS, "12.4.1").await;
    assert_eq!((clients.len(), pages), (2_500, 25));
    assert_eq!(ids(&clients).into_iter().collect::<HashSet<_>>().len(), 2_500);

    let (_, first) = list(&sandbox, &bearer, REPORTS, "12.4.1").await;
    let cursor = text(&first["paging"], "next_cursor");
    assert!(cursor.contains('+') && cursor.contains('/') && cursor.contains('='), "{cursor}");
    let url = format!("{}?cursor={cursor}", clients_url(&sandbox, REPORTS, "12.4.1"));
    let raw = http().get(url).header(USER_AGENT, PROGRAM).header(AUTHORIZATION, &bearer).send().await.unwrap();
    let (status, answer) = read(raw).await;
    assert_eq!((status.as_u16(), &answer["code"]), (400, &json!("invalid_cursor")));

    for (app, version, cursor) in [(STOCK, "0.1", cursor.as_str()), (REPORTS, "12.4.1", "2"), (REPORTS, "12.4.1", "")] {
        let request = list_request(&sandbox, &bearer, app, version).query(&[("cursor", cursor)]);
        assert_eq!(request.send().await.unwrap().status(), 400, "{cursor}");
    }
}

#[tokio::test]
async fn the_size_of_a_page_is_an_option_of_at_most_a_thousand() {
    for (page_size, pages) in [(1_000, 3), (5_000, 3), (2_500, 3), (999, 3), (500, 5)] {
        let sandbox = Sandbox::start(&SandboxOptions { page_size, ..options() }).unwrap();
        let bearer = format!("Bearer {}", access_token(&sandbox).await);
        assert_eq!(all_pages(&sandbox, &bearer, REPORTS, "12.4.1").await.1, pages, "{page_size}");
    }
    let sandbox = Sandbox::start(&SandboxOptions { page_size: 0, ..options() }).unwrap();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    assert_eq!(all_pages(&sandbox, &bearer, LOYALTY, "1.0").await.1, 3);
}

#[tokio::test]
async fn the_last_page_can_end_in_other_ways() {
    let sandbox = sandbox();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    let wanted = [json!({ "items": [], "paging": {} }), json!({ "items": [] }), json!({ "items": [], "paging": null })];
    for (last_page, wanted) in LastPage::ALL.iter().copied().zip(wanted) {
        sandbox.set_switches(Switches { last_page, ..Switches::default() });
        assert_eq!(list(&sandbox, &bearer, LOYALTY, "2.0").await.1, wanted);
        assert_eq!(all_pages(&sandbox, &bearer, REPORTS, "12.4.1").await.0.len(), 2_500);
    }
}

#[tokio::test]
async fn the_list_takes_the_token_with_and_without_bearer_and_by_a_switch_only_one() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let wanted = [(200, 200), (200, 401), (401, 200)];
    for (list_header, (bearer, bare)) in ListHeader::ALL.iter().copied().zip(wanted) {
        sandbox.set_switches(Switches { list_header, ..Switches::default() });
        let status = async |header: String| list(&sandbox, &header, LOYALTY, "1.0").await.0.as_u16();
        assert_eq!((status(format!("Bearer {access}")).await, status(access.clone()).await), (bearer, bare), "{list_header:?}");
    }
}

#[tokio::test]
async fn without_a_living_token_the_list_is_refused_and_says_so_in_the_header() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let (status, answer) = list(&sandbox, "", LOYALTY, "1.0").await;
    let words = "Full authentication is required to access this resource";
    assert_eq!((status.as_u16(), answer), (401, json!({ "error": "unauthorized", "error_description": words })));
    for wrong in ["Bearer dead", "dead", "Bearer ", &format!("Basic {access}"), &format!("Bearer {access}x")] {
        let answer = list_request(&sandbox, wrong, LOYALTY, "1.0").send().await.unwrap();
        let challenge = answer.headers()["www-authenticate"].to_str().unwrap().to_owned();
        assert!(challenge.starts_with("Bearer realm=") && challenge.contains("invalid_token"), "{challenge}");
        let (status, answer) = read(answer).await;
        assert_eq!((status.as_u16(), answer["error"].as_str()), (401, Some("invalid_token")), "{wrong}");
        assert!(!answer.to_string().contains(&access));
    }
}

#[tokio::test]
async fn another_publishers_app_is_403_and_an_unknown_app_or_version_404() {
    let sandbox = sandbox();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    let unknown = "00000000-0000-4000-8000-000000000000";
    let cases = [
        (DELIVERY, "1.0", 403, "forbidden"),
        (unknown, "1.0", 404, "not_found"),
        (LOYALTY, "9.9", 404, "not_found"),
        (LOYALTY, unknown, 404, "not_found"),
    ];
    for (app, version, status, code) in cases {
        let (got, answer) = list(&sandbox, &bearer, app, version).await;
        assert_eq!((got.as_u16(), &answer["code"], &answer["violations"]), (status, &json!(code), &json!([])), "{app} {version}");
        assert!(answer["message"].is_string());
    }
}

#[tokio::test]
async fn the_version_is_found_by_number_and_by_id_and_by_a_switch_only_by_one() {
    let sandbox = sandbox();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    for (list_wants, wanted) in VersionWanted::ALL.iter().copied().zip([(200, 200), (200, 404), (404, 200)]) {
        sandbox.set_switches(Switches { list_wants, ..Switches::default() });
        let status = async |version: &str| list(&sandbox, &bearer, LOYALTY, version).await.0.as_u16();
        assert_eq!((status("1.0").await, status(LOYALTY_1).await), wanted, "{list_wants:?}");
    }
}

#[tokio::test]
async fn a_version_number_with_spaces_cyrillic_and_a_slash_is_one_segment_of_the_path() {
    let sandbox = sandbox();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    let (status, answer) = list(&sandbox, &bearer, STOCK, "0.2%20%D0%BF%D1%80%D0%BE%D0%B1%D0%B0%2F2").await;
    assert_eq!(status, 200);
    assert_eq!(answer["items"][0]["version_id"], "0.2 проба/2");
}

#[tokio::test]
async fn the_misspelt_path_lists_too_but_creates_nothing() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let url = clients_url(&sandbox, LOYALTY, "1.0").replace("oauth-apps", "oauth-app");
    let request = |method| http().request(method, &url).header(USER_AGENT, PROGRAM).header(AUTHORIZATION, format!("Bearer {access}"));
    let (status, answer) = read(request(reqwest::Method::GET).send().await.unwrap()).await;
    assert_eq!((status.as_u16(), answer["items"].as_array().unwrap().len()), (200, 3));
    assert_eq!(request(reqwest::Method::POST).send().await.unwrap().status(), 405);
}

#[test]
fn every_sandbox_is_filled_alike_with_invented_and_awkward_clients() {
    let (sandbox, again) = (sandbox(), sandbox());
    let invitation = sandbox.invitation();
    let counts: Vec<usize> = invitation.versions.iter().map(|version| version.clients).collect();
    assert_eq!(counts, [3, 0, 40, 12, 2_500]);
    assert_eq!(invitation.versions.iter().map(|version| &version.app_id).collect::<HashSet<_>>().len(), 3);
    let mut seen = HashSet::new();
    for version in &invitation.versions {
        let clients = sandbox.clients(&version.app_id, &version.number).unwrap();
        assert_eq!(Some(&clients), again.clients(&version.app_id, &version.id).as_ref());
        assert!(version.portal_address.contains(&version.app_id) && version.portal_address.contains(&version.id));
        for client in &clients {
            let id = text(client, "client_id");
            assert!(id.parse::<uuid::Uuid>().is_ok() && (id.len() == 36 || id.len() == 32), "{id}");
            assert!(seen.insert(id), "{client}");
            for address in client["registered_redirect_uri"].as_array().into_iter().flatten() {
                let url = url::Url::parse(address.as_str().unwrap()).unwrap();
                let host = url.host_str().unwrap_or_default();
                assert!(host.ends_with(".example") || ["127.0.0.1", "localhost", ""].contains(&host), "{url}");
            }
        }
    }
}

#[test]
fn the_forty_hold_what_no_form_would_make() {
    let clients = sandbox().clients(STOCK, "0.1").unwrap();
    let all = Value::from(clients.clone()).to_string();
    for awkward in [
        "\u{202E}",
        "supplier:read",
        "profile:read",
        "device_code",
        "previous_client_secret",
        "additional_information",
        "http://localhost:3000/",
        "example.romashka.desk:/oauth",
        "ромашка",
    ] {
        assert!(all.contains(awkward), "{awkward}");
    }
    let longest = clients
        .iter()
        .flat_map(|client| client["registered_redirect_uri"].as_array().into_iter().flatten())
        .map(|address| address.as_str().unwrap().len())
        .max();
    assert!(longest > Some(1_500), "{longest:?}");
    assert!(clients.iter().any(|client| client.get("scope").is_none()));
    assert!(clients.iter().any(|client| client.get("client_secret").is_none()));
    let data = |client: &Value| {
        let mut data = client.clone();
        data.as_object_mut().unwrap().retain(|field, _| !field.starts_with("client_"));
        data.to_string()
    };
    assert!(clients.iter().map(data).collect::<HashSet<_>>().len() < clients.len(), "twins");
}

#[tokio::test]
async fn a_test_can_put_any_items_into_a_version() {
    let sandbox = sandbox();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    let items = vec![json!("not a client"), json!({ "client_id": 7 })];
    assert!(sandbox.set_clients(LOYALTY, "2.0", items.clone()));
    assert_eq!(list(&sandbox, &bearer, LOYALTY, "2.0").await.1["items"], Value::from(items));
    assert!(!sandbox.set_clients(LOYALTY, "7.7", Vec::new()));
}
