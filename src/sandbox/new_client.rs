//! Checks the body of "create a client". Evotor publishes no rules: these are RFC 6749's and what a careful server refuses.

use serde_json::Value;
use url::{Host, Url};

use super::errors::Violation;
use super::seed_clients::Kind;

/// A body that passed.
pub(super) struct NewClient {
    pub(super) kind: Kind,
    pub(super) addresses: Vec<String>,
    pub(super) scope: Vec<String>,
}

/// Reads `?type=` and the body; every fault of it is named, not only the first.
pub(super) fn read(kind: Option<&str>, body: &Value) -> Result<NewClient, Vec<Violation>> {
    let mut violations = Vec::new();
    let kind = match kind {
        Some("web") => Some(Kind::Web),
        Some("standalone") => Some(Kind::Standalone),
        Some(_) => complain(&mut violations, "type", "must be web or standalone"),
        None => complain(&mut violations, "type", "must not be null"),
    };
    let addresses = strings(body, "registered_redirect_uri", address_problem, &mut violations);
    let scope = strings(body, "scope", scope_problem, &mut violations);
    match (kind, addresses, scope) {
        (Some(kind), Some(addresses), Some(scope)) if violations.is_empty() => Ok(NewClient { kind, addresses, scope }),
        _ => Err(violations),
    }
}

fn complain<T>(violations: &mut Vec<Violation>, subject: impl Into<String>, reason: &'static str) -> Option<T> {
    violations.push(Violation { subject: subject.into(), reason });
    None
}

/// A list of texts, not empty, each without a problem.
fn strings(
    body: &Value,
    field: &str,
    problem: impl Fn(&str) -> Option<&'static str>,
    violations: &mut Vec<Violation>,
) -> Option<Vec<String>> {
    let items = match body.get(field) {
        None | Some(Value::Null) => return complain(violations, field, "must not be null"),
        Some(Value::Array(items)) if items.is_empty() => return complain(violations, field, "must not be empty"),
        Some(Value::Array(items)) => items,
        Some(_) => return complain(violations, field, "must be a list of strings"),
    };
    for (at, item) in items.iter().enumerate() {
        let problem = item.as_str().map_or(Some("must be a string"), &problem);
        if let Some(reason) = problem {
            violations.push(Violation { subject: format!("{field}[{at}]"), reason });
        }
    }
    Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn address_problem(address: &str) -> Option<&'static str> {
    if address.is_empty() || address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some("must not be empty and must hold no white space");
    }
    let Ok(url) = Url::parse(address) else { return Some("must be an absolute URI") };
    if url.fragment().is_some() {
        return Some("must not hold a fragment");
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        return Some("must be https; http only to a loopback address");
    }
    None
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// A right is `resource:action`. Which resources exist is not asked: Evotor's samples hold some that its table lacks.
fn scope_problem(scope: &str) -> Option<&'static str> {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    match scope.split_once(':') {
        Some((resource, action)) if is_word(resource) && is_word(action) => None,
        _ => Some("must look like resource:action"),
    }
}
