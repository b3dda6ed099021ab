//! Invented clients, as many as are wanted, by the way that real ones take: the JSON of pages as Evotor documents it, and the lists
//! that the program's own reading makes of it.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;
use tokendesk::evotor::oauth_clients::read;
use tokendesk::model::listed_client::ListedClient;

/// So many clients come in a page at most [Evotor documents it].
const PAGE: usize = 1_000;
const SHOPS: [&str; 5] = ["romashka", "lavka", "kassa-plus", "sklad24", "тёплый-хлеб"];
const RIGHTS: [&str; 8] = [
    "store:read",
    "employee:read",
    "device:read",
    "product:read",
    "product:write",
    "document:read",
    "product-group:write",
    "product-image:read",
];

/// The bodies of the pages that bring so many clients.
pub fn pages(clients: usize) -> Vec<String> {
    (0..clients).step_by(PAGE).map(|first| page(first, clients.min(first + PAGE))).collect()
}

fn page(first: usize, end: usize) -> String {
    let mut body = String::from("{\"items\":[");
    for number in first..end {
        let comma = if number == first { "" } else { "," };
        // A multiplier without a factor in common with 2^32: ids in no order, and none twice.
        let mixed = (number as u64).wrapping_mul(2_654_435_761) & 0xffff_ffff;
        let shop = SHOPS[number % SHOPS.len()];
        let rights: Vec<String> = (0..=number % 5).map(|right| format!("\"{}\"", RIGHTS[(number + right) % RIGHTS.len()])).collect();
        let refresh = if number.is_multiple_of(3) { "" } else { ",\"refresh_token\"" };
        let client = format!(
            "{comma}{{\"client_id\":\"{mixed:08x}-5b0e-4c1a-9d2f-{number:012x}\",\"client_secret\":\"{mixed:08x}c4f2a91be07d4f6a8e35{mixed:08x}\",\
             \"scope\":[{rights}],\"authorized_grant_types\":[\"authorization_code\",\"implicit\"{refresh}],\
             \"registered_redirect_uri\":[\"https://{shop}-{number}.example/oauth/return\"],\"access_token_validity\":604800,\
             \"publisher_id\":\"b1946ac9-2492-4d23-8c5b-0f1f7a3c6e52\",\"app_id\":\"3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5\",\
             \"version_id\":\"2.4.0\"}}",
            rights = rights.join(","),
        );
        let _ = write!(body, "{client}");
    }
    body.push_str("],\"paging\":{}}");
    body
}

/// What the program makes of those pages: from bytes to clients that can be searched.
pub fn listed(pages: &[String]) -> Vec<Arc<ListedClient>> {
    let mut clients = Vec::new();
    for page in pages {
        let value: Value = serde_json::from_str(page).unwrap_or_default();
        let read = read::list(&value).map(|list| list.clients).unwrap_or_default();
        clients.extend(read.into_iter().map(|client| Arc::new(ListedClient::new(client))));
    }
    assert!(clients.len() + PAGE > pages.len() * PAGE, "a page could not be read");
    clients
}
