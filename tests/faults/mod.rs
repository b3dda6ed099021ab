//! What Tokendesk survives: FAULTS.md row by row, each row with the scenarios that hold it.
//!
//! `table` is to be read beside `server_and_network.md`, `computer/table.rs` beside `this_computer.md`. Every scenario goes through
//! the whole program over real HTTP and is played twice: with its faults, and with the same steps and none.
#![cfg(test)]

pub mod bench;
mod bodies;
mod can_fail;
mod clocks;
mod complete;
mod elsewhere;
pub mod leaving;
mod limits;
mod lists;
pub mod message;
mod offline;
mod reads;
mod redirects;
mod refused;
pub mod row;
pub mod rows;
mod session;
mod sign_in;
pub mod stopwatch;
mod table;
pub mod tally;
mod versions;
mod writes;

use std::time::Duration;

use tokendesk::net::NetSettings;

use crate::harness::Start;

/// The path of the calls about clients.
pub const CLIENTS: &str = "oauth-app";
/// The path of sign-in and renewal.
pub const TOKEN: &str = "/oauth/token";
/// So long a loaded machine may take.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// A drip has so long between two bytes.
const DRIP: Duration = Duration::from_millis(100);
/// What to do when an endpoint refuses good tokens.
const AT_401: &str = "Try another header form in Settings → Advanced, then try again";

/// A network that gives up soon: for answers that never come.
fn hasty() -> Start {
    let net = NetSettings { read_timeout: Duration::from_millis(900), total_timeout: Duration::from_millis(900), ..Start::default().net };
    Start { net, ..Start::default() }
}
