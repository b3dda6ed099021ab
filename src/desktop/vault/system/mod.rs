//! The keychain of this operating system: Secret Service (Linux), Credential Manager (Windows), Keychain (macOS).

#[cfg(windows)]
#[path = "credential_manager.rs"]
mod native;
#[cfg(target_os = "macos")]
#[path = "keychain.rs"]
mod native;
#[cfg(all(unix, not(target_os = "macos")))]
#[path = "secret_service.rs"]
mod native;

use std::sync::Arc;

use super::keychain::{Keychains, StoreKeychain};

/// Connections to the system's keychain.
#[must_use]
pub fn system_keychain() -> Keychains {
    Arc::new(|| StoreKeychain::connect(native::store(), native::DIALECT))
}
