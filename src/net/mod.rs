//! The one hardened way to other people's servers, and the one error type, so that no call has rules of its own.
//!
//! [`Transport::send`] takes an [`ApiRequest`] and gives an [`ApiAnswer`] or an [`ApiError`]. What holds for every request:
//! https only (http only to a loopback literal), no redirect is followed, no token leaves for an origin that it does not
//! belong to, a body ends at its cap, and repeating is decided by one table ([`Purpose`]).

mod answer;
mod cause;
mod clients;
mod error;
mod outgoing;
mod request;
mod retry;
mod root_certificate;
mod server_words;
mod settings;
mod shapes;
mod text;
mod transport;
mod way;

#[cfg(test)]
pub(crate) mod recorder;

pub use answer::ApiAnswer;
pub use cause::Cause;
pub use clients::{OUR_USER_AGENT, TransportError};
pub use error::{ApiError, Details, ErrorKind};
pub use request::{ApiRequest, BoundSecret, HeaderForm, Purpose};
pub use root_certificate::{Authority, LARGEST_ROOT_FILE, RootCertificates, RootProblem};
pub use server_words::Violation;
pub use settings::{NetSettings, ProxyChoice, ProxyLogin};
pub use text::clean;
pub use transport::{Prepared, Transport};
pub use way::{ProxyInForce, ProxySource, Way};
