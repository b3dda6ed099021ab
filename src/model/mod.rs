//! What the words mean: rights, addresses, clients, tokens. Parsed once at the edge into types that cannot be wrong; no I/O,
//! no window, no network, and nothing of the house below it.

pub mod app_version;
pub mod catalogue;
pub mod clock;
pub mod cloud;
pub mod hand_over;
pub mod jwt;
pub mod listed_client;
pub mod oauth_client;
pub mod origin;
pub mod pasted_token;
pub mod portal_address;
pub mod redirect_uri;
pub mod safe_address;
pub mod scope;
pub mod secret;
pub mod unseen;
pub mod user_agent;
pub mod userinfo;
pub mod version_list;
