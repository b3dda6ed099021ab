//! Everything outside the program, handed in: the real things at a start, those of a test in a test.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::options::{CloudChoice, Options};
use crate::desktop::browser::{Browser, SystemBrowser};
use crate::desktop::clipboard::{Backends, system_clipboard};
use crate::desktop::clock::SystemClock;
use crate::desktop::file_chooser::{FileChooser, SystemFileChooser};
use crate::desktop::first_seen::FirstSeen;
use crate::desktop::folders::DataFolder;
use crate::desktop::instance::Instance;
use crate::desktop::journal::Journal;
use crate::desktop::reveal::{FileManager, SystemFileManager};
use crate::desktop::save_file;
use crate::desktop::settings::{LoadReport, SettingsStore};
use crate::desktop::vault::{Keychains, system_keychain};
use crate::evotor::session::SessionTiming;
use crate::i18n::Lang;
use crate::model::clock::SharedClock;
use crate::model::cloud::{CloudAddressError, CloudAddresses};
use crate::net::NetSettings;
use crate::sandbox::{Now, Sandbox, SandboxError, SandboxOptions};

/// What the program is built from.
pub struct Setup {
    /// The cloud.
    pub cloud: CloudAddresses,
    /// Our own cloud, when that is the one.
    pub sandbox: Option<Sandbox>,
    /// A language that the settings do not change.
    pub lang: Option<Lang>,
    /// Where files are; none in the sandbox.
    pub folder: DataFolder,
    /// The settings.
    pub settings: SettingsStore,
    /// What was found of them.
    pub settings_report: LoadReport,
    /// The record of every write to this cloud.
    pub journal: Arc<Journal>,
    /// When this computer first saw each client of this cloud.
    pub first_seen: Arc<FirstSeen>,
    /// The system's keychain; none in the sandbox and with `--no-keychain`: then sign-ins are kept in memory only.
    pub keychain: Option<Keychains>,
    /// The clipboard.
    pub clipboard: Backends,
    /// The browser.
    pub browser: Box<dyn Browser>,
    /// The system's question for a file.
    pub file_chooser: Box<dyn FileChooser>,
    /// The file manager.
    pub file_manager: Box<dyn FileManager>,
    /// Where a file is offered to be saved.
    pub downloads: Option<PathBuf>,
    /// The time.
    pub clock: SharedClock,
    /// The zone in which times are written.
    pub zone: TimeZone,
    /// Waits and ways of the network.
    pub net: NetSettings,
    /// The waits of the session.
    pub session: SessionTiming,
    /// This program's place on the data folder. The last to go: the settings are saved before.
    pub instance: Instance,
}

/// Why the program cannot start.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The sandbox did not start.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The sandbox gave an address that is none.
    #[error(transparent)]
    Address(#[from] CloudAddressError),
}

/// What a sandbox of the program is started with: its clock is the program's.
#[must_use]
pub fn sandbox_options(clock: &SharedClock) -> SandboxOptions {
    let clock = Arc::clone(clock);
    SandboxOptions::new(Now::new(move || clock.now()))
}

impl Setup {
    /// The real things, as the command line asks for them.
    ///
    /// # Errors
    /// [`SetupError`] when the sandbox cannot start. A disk that cannot be used is no error: the program says so and keeps
    /// everything in memory.
    pub fn real(options: &Options, choice: &CloudChoice, instance: Instance) -> Result<Self, SetupError> {
        let clock: SharedClock = Arc::new(SystemClock);
        let (cloud, sandbox) = match choice {
            CloudChoice::Evotor => (CloudAddresses::evotor(), None),
            CloudChoice::Custom(cloud) => (CloudAddresses::clone(cloud), None),
            CloudChoice::Sandbox => {
                let sandbox = Sandbox::start(&sandbox_options(&clock))?;
                (addresses(&sandbox)?, Some(sandbox))
            }
        };
        let folder = data_folder(options, choice);
        if let Err(error) = folder.create() {
            tracing::warn!("{error}");
        }
        let key = cloud.key();
        let (settings, settings_report) = SettingsStore::open(folder.settings_file().as_deref(), clock.now());
        let first_seen = FirstSeen::open(folder.first_seen_file(&key)).unwrap_or_else(|error| {
            tracing::warn!("the dates of first sight begin anew: {error}");
            FirstSeen::in_memory()
        });
        let keychain = (sandbox.is_none() && !options.no_keychain).then(system_keychain);
        Ok(Self {
            sandbox,
            keychain,
            lang: options.lang,
            journal: Arc::new(Journal::new(folder.journal_file(&key))),
            first_seen: Arc::new(first_seen),
            settings,
            settings_report,
            folder,
            clipboard: system_clipboard(),
            browser: Box::new(SystemBrowser),
            file_chooser: Box::new(SystemFileChooser),
            file_manager: Box::new(SystemFileManager),
            downloads: save_file::downloads(),
            clock,
            zone: TimeZone::system(),
            net: NetSettings::default(),
            session: SessionTiming::default(),
            instance,
            cloud,
        })
    }
}

/// Where the files are. All clouds share one folder, and in it the settings: it is what only one program may have at a time.
#[must_use]
pub fn data_folder(options: &Options, choice: &CloudChoice) -> DataFolder {
    match (choice, &options.data_dir) {
        (CloudChoice::Sandbox, _) => DataFolder::memory_only(),
        (_, Some(path)) => DataFolder::given(path),
        (_, None) => DataFolder::of_system(),
    }
}

/// The three addresses of a sandbox.
///
/// # Errors
/// [`CloudAddressError`] would be a mistake of the sandbox.
pub fn addresses(sandbox: &Sandbox) -> Result<CloudAddresses, CloudAddressError> {
    let (dev, oauth, api) = sandbox.addresses();
    let parse = |address: &str| CloudAddresses::parse_base(address).map(|cloud| cloud.dev);
    Ok(CloudAddresses { dev: parse(&dev)?, oauth: parse(&oauth)?, api: parse(&api)? })
}
