//! The switches that stand for what the documents leave open: what each answers, literally.

use super::*;
use serde_json::json;
use tokendesk::sandbox::{
    ClientFields, CodeMail, CodePlace, CreatedStatus, ErrorBodies, LastPage, LockedAccount, NumberForId, Renewal, RenewedFields, TokenType,
    VersionNamed, VersionWanted,
};

const NEW: &str = r#"{"registered_redirect_uri":["https://new.example/"],"scope":["device:read"]}"#;
const NO_VERSION: &str = "00000000-0000-4000-8000-000000000000";

async fn renewed(sandbox: &Sandbox, refresh: &str) -> (StatusCode, Value) {
    post_token(sandbox, &format!("grant_type=refresh_token&client_id=Evo-UI&refresh_token={refresh}")).await
}

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn the_code_can_be_looked_for_in_one_place_only() {
    for (code_place, in_body_does, in_header_does) in
        [(CodePlace::Either, true, true), (CodePlace::Body, true, false), (CodePlace::Header, false, true)]
    {
        for in_body in [true, false] {
            let sandbox = sandbox_with(Switches { code_place, ..Switches::default() });
            post_token(&sandbox, SIGN_IN).await;
            let code = sandbox.latest_mail(ANNA).unwrap().code;
            let request = if in_body {
                token_request(&sandbox, &format!("{SIGN_IN}&2fa_confirmation={code}"))
            } else {
                token_request(&sandbox, SIGN_IN).header("2fa_confirmation", &code)
            };
            let is_in = request.send().await.unwrap().status() == 200;
            assert_eq!(is_in, if in_body { in_body_does } else { in_header_does }, "{code_place:?}, in the body: {in_body}");
        }
    }
}

#[tokio::test]
async fn a_code_can_be_mailed_by_the_portal_only() {
    let sandbox = sandbox_with(Switches { code_mail: CodeMail::ByPortal, ..Switches::default() });
    assert_eq!(post_token(&sandbox, SIGN_IN).await.0, 400);
    assert_eq!(sandbox.mailbox(), []);
    assert!(sandbox.mail_code(ANNA) && !sandbox.mail_code("nobody@romashka.example"));
    let code = sandbox.latest_mail(ANNA).unwrap().code;
    assert_eq!(post_token(&sandbox, &format!("{SIGN_IN}&2fa_confirmation={code}")).await.0, 200);
    assert_eq!(sandbox.mailbox().len(), 1);
}

#[tokio::test]
async fn a_locked_account_can_be_refused_in_three_ways() {
    let klara = "type=LOGIN&grant_type=password&client_id=Evo-UI&username=klara%40landysh.example&password=landysh-2024";
    let wanted = [(400, "User account is locked"), (400, "Bad credentials"), (423, "User account is locked")];
    for (locked_account, (status, words)) in LockedAccount::ALL.iter().copied().zip(wanted) {
        let sandbox = sandbox_with(Switches { locked_account, ..Switches::default() });
        let (got, answer) = post_token(&sandbox, klara).await;
        assert_eq!((got.as_u16(), answer["error_description"].as_str(), sandbox.mailbox().len()), (status, Some(words), 0));
    }
}

#[tokio::test]
async fn the_type_of_a_token_can_be_written_otherwise_or_left_out() {
    for (token_type, wanted) in TokenType::ALL.iter().copied().zip([json!("bearer"), json!("Bearer"), Value::Null]) {
        let sandbox = sandbox_with(Switches { token_type, ..Switches::default() });
        assert_eq!(sign_in(&sandbox).await.get("token_type").unwrap_or(&Value::Null), &wanted);
    }
}

#[tokio::test]
async fn a_renewal_can_repeat_the_refresh_token_want_a_proof_and_say_little() {
    let sandbox = sandbox();
    let refresh = text(&sign_in(&sandbox).await, "refresh_token");
    sandbox.set_switches(Switches { renewal: Renewal::RepeatsTheOld, renewed_fields: RenewedFields::Tokens, ..Switches::default() });
    for _ in 0..2 {
        let (status, answer) = renewed(&sandbox, &refresh).await;
        assert_eq!((status.as_u16(), text(&answer, "refresh_token")), (200, refresh.clone()));
        assert_eq!(keys(&answer), ["access_token", "refresh_token", "token_type"]);
    }
    sandbox.set_switches(Switches { renewal: Renewal::WantsAProof, ..Switches::default() });
    let (status, answer) = renewed(&sandbox, &refresh).await;
    assert_eq!((status.as_u16(), answer), (401, json!({ "error": "invalid_client", "error_description": "Bad client credentials" })));
}

#[tokio::test]
async fn a_number_in_place_of_the_id_can_be_a_bad_request() {
    let switches = Switches { number_for_id: NumberForId::BadRequest, ..Switches::default() };
    let sandbox = sandbox_with(switches);
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    assert_eq!(list(&sandbox, &bearer, LOYALTY, "1.0").await.0, 200, "where either will do it is good");
    sandbox.set_switches(Switches { list_wants: VersionWanted::Id, ..switches });
    let (status, answer) = list(&sandbox, &bearer, LOYALTY, "1.0").await;
    assert_eq!((status.as_u16(), answer["message"].as_str().unwrap().contains("java.util.UUID")), (400, true));
    assert_eq!(list(&sandbox, &bearer, LOYALTY, LOYALTY_1).await.0, 200);
    assert_eq!(list(&sandbox, &bearer, LOYALTY, NO_VERSION).await.0, 404);
    sandbox.set_switches(Switches { list_wants: VersionWanted::Number, ..switches });
    assert_eq!(list(&sandbox, &bearer, LOYALTY, LOYALTY_1).await.0, 404);
}

#[tokio::test]
async fn a_created_client_can_be_a_201_and_clients_can_be_written_in_other_ways() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let kept = sandbox.clients(LOYALTY, "1.0").unwrap();
    let switches = Switches { created_status: CreatedStatus::Created, ..Switches::default() };
    let wanted = |fields, named| match (fields, named) {
        (ClientFields::Few, _) | (_, VersionNamed::Absent) => Value::Null,
        (_, VersionNamed::Number) => json!("1.0"),
        (_, VersionNamed::Id) => json!(LOYALTY_1),
    };
    for client_fields in ClientFields::ALL.iter().copied() {
        for version_named in VersionNamed::ALL.iter().copied() {
            sandbox.set_switches(Switches { client_fields, version_named, ..switches });
            let (status, created) = create(&sandbox, &access, "?type=web", NEW).await;
            let (_, page) = list(&sandbox, &access, LOYALTY, "1.0").await;
            assert_eq!((status.as_u16(), page["items"].as_array().unwrap().last()), (201, Some(&created)), "alike in both answers");
            assert_eq!(created.get("version_id").unwrap_or(&Value::Null), &wanted(client_fields, version_named));
            match client_fields {
                ClientFields::Documented => assert_eq!(created["scope"], json!(["device:read"])),
                ClientFields::Few => assert_eq!(keys(&created), ["client_id", "client_secret", "registered_redirect_uri", "scope"]),
                ClientFields::Texts => {
                    assert_eq!((&created["scope"], &created["access_token_validity"]), (&json!("device:read"), &json!("604800")));
                    assert_eq!(created["authorized_grant_types"], "authorization_code refresh_token implicit");
                }
            }
        }
    }
    sandbox.set_switches(Switches::default());
    let clients = list(&sandbox, &access, LOYALTY, "1.0").await.1["items"].clone();
    assert_eq!(clients.as_array().unwrap()[..3], kept, "they are kept as documented, however they were written");
}

#[tokio::test]
async fn the_last_page_can_hold_a_cursor_that_is_none() {
    let sandbox = sandbox();
    let bearer = format!("Bearer {}", access_token(&sandbox).await);
    for (last_page, cursor) in [(LastPage::NullCursor, Value::Null), (LastPage::EmptyCursor, json!(""))] {
        sandbox.set_switches(Switches { last_page, ..Switches::default() });
        for version in ["1.0", "2.0"] {
            assert_eq!(list(&sandbox, &bearer, LOYALTY, version).await.1["paging"], json!({ "next_cursor": cursor }));
        }
    }
}

/// A refused sign-in, a dead token, an unknown version, wrong fields: the status of each, and its body in one dialect.
async fn refusals(sandbox: &Sandbox, access: &str) -> [(StatusCode, Value); 4] {
    [
        post_token(sandbox, &SIGN_IN.replace("2024", "2023")).await,
        list(sandbox, "Bearer dead", LOYALTY, "1.0").await,
        list(sandbox, access, LOYALTY, NO_VERSION).await,
        create(sandbox, access, "?type=web", r#"{"registered_redirect_uri":["https://new.example/"],"scope":[]}"#).await,
    ]
}

#[tokio::test]
async fn refusals_can_all_be_written_in_one_dialect() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let said = [
        (400, "invalid_grant", "Bad credentials"),
        (401, "invalid_token", "Invalid access token"),
        (404, "not_found", "Version not found"),
        (400, "validation_failed", "The request has errors"),
    ];
    for error_bodies in ErrorBodies::ALL.iter().copied() {
        sandbox.set_switches(Switches { error_bodies, ..Switches::default() });
        for (nth, ((status, body), (wanted, code, message))) in refusals(&sandbox, &access).await.into_iter().zip(said).enumerate() {
            assert_eq!(status.as_u16(), wanted, "{error_bodies:?}");
            let violation = json!([{ "subject": "scope", "reason": "must not be empty" }]);
            let oauth = json!({ "error": code, "error_description": message });
            let v2 = json!({ "code": code, "message": message, "violations": if nth == 3 { violation } else { json!([]) } });
            match error_bodies {
                ErrorBodies::Usual => assert_eq!(body, if nth < 2 { oauth } else { v2 }),
                ErrorBodies::Oauth => assert_eq!(body, oauth),
                ErrorBodies::V2 => assert_eq!(body, v2),
                ErrorBodies::Empty => assert_eq!(body, Value::Null),
                ErrorBodies::Boot => {
                    assert_eq!((&body["status"], &body["message"]), (&json!(wanted), &json!(message)));
                    let errors = json!([{ "field": "scope", "defaultMessage": "must not be empty" }]);
                    assert_eq!(body.get("errors"), (nth == 3).then_some(&errors));
                }
            }
        }
    }
}
