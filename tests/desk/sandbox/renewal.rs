//! Renewal of a session, and what a token is worth: for how long, and from which program.

use super::*;
use jiff::SignedDuration;
use serde_json::json;
use tokendesk::sandbox::Renewal;

async fn renew(sandbox: &Sandbox, refresh: &str) -> (StatusCode, Value) {
    post_token(sandbox, &format!("grant_type=refresh_token&client_id=Evo-UI&refresh_token={refresh}")).await
}

async fn opens(sandbox: &Sandbox, access: &str) -> bool {
    let (status, answer) = list(sandbox, &format!("Bearer {access}"), LOYALTY, "1.0").await;
    assert!(status == 200 || (status == 401 && answer["error"] == "invalid_token"), "{status} {answer}");
    status == 200
}

#[tokio::test]
async fn a_renewal_gives_a_new_pair_and_kills_the_old_refresh_token() {
    let sandbox = sandbox();
    let old = sign_in(&sandbox).await;
    let (status, new) = renew(&sandbox, &text(&old, "refresh_token")).await;
    assert_eq!(status, 200);
    assert_eq!(new["X-Fingerprint"], old["X-Fingerprint"]);
    for field in ["access_token", "refresh_token", "jti"] {
        assert_ne!(new[field], old[field], "{field}");
    }
    assert!(opens(&sandbox, &text(&new, "access_token")).await);
    let (status, answer) = renew(&sandbox, &text(&old, "refresh_token")).await;
    assert_eq!(status, 400);
    assert_eq!(answer, json!({ "error": "invalid_grant", "error_description": "Invalid refresh token" }));
    assert_eq!(renew(&sandbox, &text(&new, "refresh_token")).await.0, 200);
}

#[tokio::test]
async fn an_access_token_lives_thirty_minutes_and_a_refresh_token_twelve_hours() {
    let sandbox = sandbox();
    let answer = sign_in(&sandbox).await;
    let access = text(&answer, "access_token");
    let second = SignedDuration::from_secs(1);
    sandbox.advance(SignedDuration::from_mins(30) - second);
    assert!(opens(&sandbox, &access).await);
    sandbox.advance(second);
    let (status, refusal) = list(&sandbox, &format!("Bearer {access}"), LOYALTY, "1.0").await;
    assert_eq!((status.as_u16(), refusal), (401, json!({ "error": "invalid_token", "error_description": "Access token expired" })));

    sandbox.advance(SignedDuration::from_hours(12) - SignedDuration::from_mins(30) - second);
    let (status, renewed) = renew(&sandbox, &text(&answer, "refresh_token")).await;
    assert_eq!(status, 200);
    sandbox.advance(SignedDuration::from_hours(12));
    assert_eq!(renew(&sandbox, &text(&renewed, "refresh_token")).await.0, 400);
}

#[tokio::test]
async fn tokens_are_bound_to_the_program_that_obtained_them() {
    let sandbox = sandbox();
    let answer = sign_in(&sandbox).await;
    let access = text(&answer, "access_token");
    for program in ["another program", ""] {
        let request = http().get(clients_url(&sandbox, LOYALTY, "1.0")).header(USER_AGENT, program);
        assert_eq!(request.header(AUTHORIZATION, format!("Bearer {access}")).send().await.unwrap().status(), 401);
        let body = format!("grant_type=refresh_token&client_id=Evo-UI&refresh_token={}", text(&answer, "refresh_token"));
        assert_eq!(token_request_from(&sandbox, program, &body).send().await.unwrap().status(), 400);
    }
    assert!(opens(&sandbox, &access).await);
}

#[tokio::test]
async fn a_refresh_token_opens_nothing_and_an_access_token_renews_nothing() {
    let sandbox = sandbox();
    let answer = sign_in(&sandbox).await;
    assert!(!opens(&sandbox, &text(&answer, "refresh_token")).await);
    assert_eq!(renew(&sandbox, &text(&answer, "access_token")).await.0, 400);
}

#[tokio::test]
async fn renewal_can_be_refused_or_give_no_new_refresh_token() {
    let sandbox = sandbox();
    let refresh = text(&sign_in(&sandbox).await, "refresh_token");
    sandbox.set_switches(Switches { renewal: Renewal::Refused, ..Switches::default() });
    let (status, answer) = renew(&sandbox, &refresh).await;
    assert_eq!((status.as_u16(), &answer["error"]), (400, &json!("unauthorized_client")));

    sandbox.set_switches(Switches { renewal: Renewal::KeepsTheOld, ..Switches::default() });
    for _ in 0..2 {
        let (status, answer) = renew(&sandbox, &refresh).await;
        assert_eq!((status.as_u16(), answer.get("refresh_token")), (200, None));
        assert!(opens(&sandbox, &text(&answer, "access_token")).await);
    }
}

#[tokio::test]
async fn a_test_can_kill_the_tokens_of_a_session() {
    let sandbox = sandbox();
    let answer = sign_in(&sandbox).await;
    sandbox.kill_access_tokens();
    assert!(!opens(&sandbox, &text(&answer, "access_token")).await);
    let (status, answer) = renew(&sandbox, &text(&answer, "refresh_token")).await;
    assert_eq!(status, 200);
    sandbox.kill_refresh_tokens();
    assert!(opens(&sandbox, &text(&answer, "access_token")).await);
    assert_eq!(renew(&sandbox, &text(&answer, "refresh_token")).await.0, 400);
}
