//! Creating a client: the documented request, the answer, and a violation for each field that is wrong.

use super::*;
use serde_json::json;
use tokendesk::sandbox::{ListHeader, VersionWanted};

const DOCUMENTED: &str = r#"{"registered_redirect_uri":["https://new.example/"],"scope":["device:read"]}"#;

#[tokio::test]
async fn a_created_client_is_answered_whole_and_is_the_last_of_the_list() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let grants =
        [("web", json!(["authorization_code", "refresh_token", "implicit"])), ("standalone", json!(["authorization_code", "implicit"]))];
    for (count, (kind, grants)) in grants.into_iter().enumerate() {
        let (status, created) = create(&sandbox, &access, &format!("?type={kind}"), DOCUMENTED).await;
        assert_eq!(status, 200, "{created}");
        assert_eq!(created["authorized_grant_types"], grants);
        assert_eq!(created["registered_redirect_uri"], json!(["https://new.example/"]));
        assert_eq!(created["scope"], json!(["device:read"]));
        assert_eq!((&created["access_token_validity"], &created["version_id"]), (&json!(604_800), &json!("1.0")));
        assert_eq!((&created["app_id"], created["publisher_id"].is_string()), (&json!(LOYALTY), true));
        let clients = sandbox.clients(LOYALTY, "1.0").unwrap();
        assert_eq!((clients.len(), clients.last()), (4 + count, Some(&created)));
    }
    let clients = sandbox.clients(LOYALTY, "1.0").unwrap();
    let mut lengths = [text(&clients[3], "client_id").len(), text(&clients[4], "client_id").len()];
    lengths.sort_unstable();
    assert_eq!(lengths, [32, 36], "UUIDs and 32 hex digits take turns");
}

#[tokio::test]
async fn the_same_data_twice_makes_twins() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let (_, one) = create(&sandbox, &access, "?type=web", DOCUMENTED).await;
    let (_, two) = create(&sandbox, &access, "?type=web", DOCUMENTED).await;
    assert_ne!(one["client_id"], two["client_id"]);
    assert_ne!(one["client_secret"], two["client_secret"]);
    assert_eq!(sandbox.clients(LOYALTY, LOYALTY_1).unwrap().len(), 5);
}

#[tokio::test]
async fn each_wrong_field_has_its_violation() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let with = |addresses: Value, scope: Value| json!({ "registered_redirect_uri": addresses, "scope": scope });
    let (good, right) = (json!(["https://new.example/"]), json!(["device:read"]));
    let wrong: [(&str, Value, &[&str]); 19] = [
        ("?type=web", json!({ "scope": right }), &["registered_redirect_uri"]),
        ("?type=web", json!({ "registered_redirect_uri": good }), &["scope"]),
        ("?type=web", json!({}), &["registered_redirect_uri", "scope"]),
        ("", with(good.clone(), right.clone()), &["type"]),
        ("?type=desktop", with(good.clone(), right.clone()), &["type"]),
        ("?type=web", with(json!([]), right.clone()), &["registered_redirect_uri"]),
        ("?type=web", with(json!("https://new.example/"), right.clone()), &["registered_redirect_uri"]),
        ("?type=web", with(json!(["/oauth"]), right.clone()), &["registered_redirect_uri[0]"]),
        ("?type=web", with(json!(["new.example/oauth"]), right.clone()), &["registered_redirect_uri[0]"]),
        ("?type=web", with(json!(["https://new.example/#part"]), right.clone()), &["registered_redirect_uri[0]"]),
        ("?type=web", with(json!(["https://new.example/a b"]), right.clone()), &["registered_redirect_uri[0]"]),
        (
            "?type=web",
            with(json!(["https://ok.example/", "http://new.example/", ""]), right.clone()),
            &["registered_redirect_uri[1]", "registered_redirect_uri[2]"],
        ),
        (
            "?type=web",
            with(json!(["http://127.0.0.1.example/", 7]), right.clone()),
            &["registered_redirect_uri[0]", "registered_redirect_uri[1]"],
        ),
        (
            "?type=web",
            with(json!(["http://10.0.0.1/", "http://[2001:db8::1]/"]), right.clone()),
            &["registered_redirect_uri[0]", "registered_redirect_uri[1]"],
        ),
        ("?type=web", with(good.clone(), json!([])), &["scope"]),
        ("?type=web", with(good.clone(), json!("device:read")), &["scope"]),
        ("?type=web", with(good.clone(), json!(["device:read", "device"])), &["scope[1]"]),
        (
            "?type=web",
            with(good.clone(), json!([":read", "device:", "de vice:read", "a:b:c", null])),
            &["scope[0]", "scope[1]", "scope[2]", "scope[3]", "scope[4]"],
        ),
        ("?type=x", with(json!(["http://new.example"]), json!([""])), &["type", "registered_redirect_uri[0]", "scope[0]"]),
    ];
    for (query, body, subjects) in wrong {
        let (status, answer) = create(&sandbox, &access, query, &body.to_string()).await;
        assert_eq!((status.as_u16(), &answer["code"]), (400, &json!("validation_failed")), "{query} {body}");
        let violations = answer["violations"].as_array().unwrap();
        assert_eq!(violations.iter().map(|violation| text(violation, "subject")).collect::<Vec<_>>(), subjects, "{query} {body}");
        assert!(violations.iter().all(|violation| !text(violation, "reason").is_empty()));
    }
    assert_eq!(sandbox.clients(LOYALTY, "1.0").unwrap().len(), 3);
}

#[tokio::test]
async fn loopback_custom_schemes_and_rights_outside_the_table_are_taken() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let body = json!({
        "registered_redirect_uri": ["http://127.0.0.1:8765/x", "http://[::1]:1/", "http://localhost/", "example.app:/oauth", "https://ромашка.example/"],
        "scope": ["supplier:write", "product-image:read", "device.imei:read", "складской-учёт:read"],
        "unknown": true,
    });
    let (status, created) = create(&sandbox, &access, "?type=standalone", &body.to_string()).await;
    assert_eq!(status, 200, "{created}");
    assert_eq!((&created["registered_redirect_uri"], &created["scope"]), (&body["registered_redirect_uri"], &body["scope"]));
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    for body in ["", "{", "null", "[]", "registered_redirect_uri=x"] {
        let (status, answer) = create(&sandbox, &access, "?type=web", body).await;
        assert_eq!((status.as_u16(), &answer["code"]), (400, &json!("malformed_body")), "{body}");
    }
    let request = create_request(&sandbox, &access, "1.0", "?type=web", b"{\"scope\":[\"\xFF\"]}".to_vec());
    assert_eq!(request.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn another_kind_of_body_a_huge_one_and_another_method_are_refused_sanely() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let url = format!("{}?type=web", clients_url(&sandbox, LOYALTY, "1.0"));
    let request = |method: &str| {
        http().request(method.parse().unwrap(), &url).header(USER_AGENT, PROGRAM).header(AUTHORIZATION, format!("Bearer {access}"))
    };
    for (method, content_type) in [("POST", FORM), ("POST", ""), ("PUT", "application/json"), ("DELETE", "application/json")] {
        let request = request(method).header(CONTENT_TYPE, content_type).body(DOCUMENTED);
        let (status, answer) = read(request.send().await.unwrap()).await;
        assert_eq!(status.as_u16(), if method == "POST" { 415 } else { 405 }, "{method}");
        assert_eq!((&answer["status"], &answer["path"]), (&json!(status.as_u16()), &json!(url::Url::parse(&url).unwrap().path())));
        assert_eq!((&answer["timestamp"], answer["message"].is_string()), (&json!("2026-03-02T09:00:00.000+0000"), true));
    }
    let huge = request("POST").header(CONTENT_TYPE, "application/json").body(format!("[\"{}\"]", "x".repeat(300_000)));
    assert_eq!(huge.send().await.unwrap().status(), 413);
    assert_eq!(sandbox.clients(LOYALTY, "1.0").unwrap().len(), 3);
}

#[tokio::test]
async fn create_takes_bearer_only_whatever_the_list_takes() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    sandbox.set_switches(Switches { list_header: ListHeader::Bare, ..Switches::default() });
    assert_eq!(create(&sandbox, &access, "?type=web", DOCUMENTED).await.0, 200);
    for header in [access.clone(), format!("Basic {access}")] {
        let request = http().post(format!("{}?type=web", clients_url(&sandbox, LOYALTY, "1.0"))).header(USER_AGENT, PROGRAM);
        let request = request.header(CONTENT_TYPE, "application/json").header(AUTHORIZATION, header).body(DOCUMENTED);
        assert_eq!(request.send().await.unwrap().status(), 401);
    }
    assert_eq!(create(&sandbox, "dead", "?type=web", DOCUMENTED).await.0, 401);
    assert_eq!(sandbox.clients(LOYALTY, "1.0").unwrap().len(), 4);
}

#[tokio::test]
async fn create_finds_the_version_by_number_and_by_id_and_by_a_switch_only_by_one() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    for (create_wants, wanted) in VersionWanted::ALL.iter().copied().zip([(200, 200), (200, 404), (404, 200)]) {
        sandbox.set_switches(Switches { create_wants, ..Switches::default() });
        let status = async |version: &str| {
            create_request(&sandbox, &access, version, "?type=web", DOCUMENTED).send().await.unwrap().status().as_u16()
        };
        assert_eq!((status("1.0").await, status(LOYALTY_1).await), wanted, "{create_wants:?}");
    }
}

#[tokio::test]
async fn nothing_is_created_in_another_publishers_app() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let url = format!("{}?type=web", clients_url(&sandbox, DELIVERY, "1.0"));
    let request = http().post(url).header(USER_AGENT, PROGRAM).header(CONTENT_TYPE, "application/json");
    let answer = request.header(AUTHORIZATION, format!("Bearer {access}")).body(DOCUMENTED).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(sandbox.clients(DELIVERY, "1.0").unwrap().len(), 3);
}
