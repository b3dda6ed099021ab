//! Servers that repeat what they were sent, or say what nobody asked for: in words, codes, fields, pages, headers, in cut and in
//! shortened form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokendesk::sandbox::{Ending, Fault};

const JSON: &str = "application/json";

/// Refusals and broken answers that repeat a secret which was sent to them.
pub fn of_what_was_sent(secret: &str) -> Vec<(&'static str, Fault)> {
    let quoted = serde_json::to_string(secret).unwrap();
    let in_form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let in_header = &in_form;
    let letters: Vec<char> = secret.chars().collect();
    let (beginning, end): (String, String) = (letters[..14].iter().collect(), letters[letters.len() - 14..].iter().collect());
    let says = |words: &str| serde_json::json!({ "error": "bad", "error_description": words }).to_string();
    let cut = |status: u16, before: &str| {
        let body = format!("{before}{secret}");
        let keep = body.len() - secret.len() / 3;
        Fault::answer(status).body(JSON, body).cut(keep - usize::from(!secret.is_ascii() && keep % 2 == 1), Ending::Reset)
    };
    vec![
        ("OAuth words", Fault::answer(400).body(JSON, format!(r#"{{"error":{quoted},"error_description":{quoted}}}"#))),
        (
            "violations",
            Fault::answer(422).body(JSON, format!(r#"{{"code":{quoted},"violations":[{{"reason":{quoted},"subject":{quoted}}}]}}"#)),
        ),
        ("fields", Fault::answer(422).body(JSON, format!(r#"{{"errors":{{{quoted}:{quoted}}}}}"#))),
        ("keys", Fault::answer(409).body(JSON, format!(r"{{{quoted}:{{{quoted}:[{quoted}]}}}}"))),
        (
            "Spring's words",
            Fault::answer(500).body(JSON, format!(r#"{{"status":500,"error":{quoted},"message":{quoted},"path":{quoted}}}"#)),
        ),
        ("a gateway's page", Fault::answer(503).body("text/html", format!("<title>{secret}</title>"))),
        ("plain words", Fault::answer(403).body("text/plain", format!("no right for <{secret}>"))),
        ("the whole form", Fault::answer(403).body("text/plain", format!("refused: a=b&c={in_form}&d=e"))),
        ("a Basic header", Fault::answer(403).body("text/plain", format!("refused: Basic {}", STANDARD.encode(secret)))),
        ("capitals", Fault::answer(403).body("text/plain", format!("REFUSED: {}", secret.to_uppercase()))),
        ("split words", Fault::answer(403).body("text/plain", format!("refused: {}\u{200B}{}", &secret[..6], &secret[6..]))),
        ("its beginning", Fault::answer(409).body(JSON, says(&format!("refused: {beginning}…")))),
        ("its end", Fault::answer(409).body(JSON, says(&format!("refused: …{end}")))),
        ("a cut refusal", cut(409, r#"{"error":"bad","error_description":"refused: "#)),
        ("a cut answer", cut(200, r#"{"access_token":""#)),
        ("a page", Fault::answer(200).body("text/html", format!("<p>{secret}"))),
        ("another kind", Fault::answer(200).body(JSON, format!(r#"{{"access_token":{{{quoted}:1}},"items":{quoted}}}"#))),
        ("no JSON", Fault::answer(200).body(JSON, secret)),
        (
            "a strange sign",
            Fault::answer(200).body(JSON, format!(r#"{{"access_token":"{in_header}\u0007","items":[{{"client_id":[{quoted}]}}]}}"#)),
        ),
        ("a redirect", Fault::answer(302).header("Location", &format!("https://{in_header}@{in_header}.example/{in_header}?{in_header}"))),
        ("headers", {
            let names = ["X-Request-Id", "X-Correlation-Id", "X-Error", "WWW-Authenticate", "Set-Cookie", "Warning", "Server"];
            names.iter().fold(Fault::answer(409), |fault, name| fault.header(name, in_header))
        }),
        ("a lost answer", Fault::lost(Ending::Reset)),
    ]
}

/// Refusals that hold secrets which nobody sent: the client that is there already, a token of somebody's.
pub fn of_what_nobody_asked(secret: &str, jwt: &str) -> Vec<(&'static str, Fault)> {
    let client = format!(r#"{{"client_id":"there-already","client_secret":"{secret}","scope":[],"refreshToken":["{secret}"]}}"#);
    vec![
        ("the client that is there", Fault::answer(409).body(JSON, client.clone())),
        ("it in a list", Fault::answer(409).body(JSON, format!("[{client}]"))),
        ("it among violations", Fault::answer(422).body(JSON, format!(r#"{{"errors":{{"there":{client}}}}}"#))),
        ("a token in words", Fault::answer(403).body(JSON, format!(r#"{{"message":"the token {jwt} has ended"}}"#))),
        ("a header in words", Fault::answer(403).body("text/plain", format!("no right with Authorization: Bearer {secret}"))),
        ("a token as JSON in words", Fault::answer(403).body("text/plain", format!(r#"upstream said {{"access_token": "{secret}"}}"#))),
    ]
}
