//! The program: one type, built from a [`Setup`], in a file a phase of the frame.
//!
//! `logic` takes in answers and news (also while the window is hidden), `ui` lays out the window, `commands` does what a screen's
//! event asks for, `desk` is all that is known for the signed-in account.

mod accounts;
mod advanced;
mod commands;
mod cover;
mod desk;
mod entering;
mod files;
mod forgetting;
mod frames;
mod habits;
mod hand_over;
pub mod instance;
mod keychain;
mod leaving;
mod left_behind;
pub mod log;
mod logic;
mod network;
mod news;
pub mod options;
mod preferences;
mod renewal;
pub mod setup;
mod ui;
mod unattended;
mod work;

use eframe::CreationContext;
use eframe::egui::ViewportId;
use jiff::Timestamp;

use self::cover::Cover;
use self::desk::DeskNumber;
use self::instance::Rising;
use self::keychain::Keychain;
use self::leaving::Leaving;
use self::network::Network;
use self::news::News;
pub use self::setup::Setup;
use self::work::Work;
use crate::desktop::clipboard::Clipboard;
use crate::desktop::settings::LoadReport;
use crate::evotor::session::SessionTokens;
use crate::i18n::Lang;
use crate::jobs::forget_everything::Left;
use crate::model::app_version::AppVersion;
use crate::net::Transport;
use crate::sandbox::{Invitation, Sandbox};
use crate::screens::{Event, settings};
use crate::theme;
use crate::widgets::Toasts;
use crate::worker::{self, NewsSender, Worker};

/// The program.
pub struct App {
    // Dropped in this order: the worker first, so that no job finds its services gone.
    worker: Worker,
    clipboard: Clipboard,
    setup: Setup,
    transport: Transport,
    news: worker::News<News>,
    tell: NewsSender<News>,
    lang: Lang,
    /// The account in front.
    work: Work,
    /// The others; the last one was in front before it.
    behind: Vec<Work>,
    /// Have signed in at the place of another account that is behind, and have no place yet.
    arrived: Vec<(String, SessionTokens)>,
    /// What runs now runs at the place of an account that is behind.
    is_behind: bool,
    keychain: Keychain,
    network: Network,
    desks: u64,
    settings: settings::State,
    toasts: Toasts<Event>,
    /// A file that is saved or taken in.
    files: files::Files,
    /// About the settings file; stays until it is closed.
    notice: Option<Notice>,
    leaving: Option<Leaving>,
    /// Whether everything is to be forgotten is asked just now.
    asks_to_forget: bool,
    cover: Cover,
    /// Another program has asked the window to show itself.
    rising: Option<Rising>,
    /// The recent versions, kept in step with the settings: screens read them in every frame.
    recent: Vec<AppVersion>,
    /// When something that is no secret was copied last.
    copied_at: Option<Timestamp>,
    /// What was removed of the sandbox's invitation since the start.
    uninvited: Vec<AppVersion>,
    host: String,
    /// Whom the sandbox invites, and to what: asked once, it does not change.
    invitation: Option<Invitation>,
}

/// What is said about the settings file.
enum Notice {
    /// What was found at the start.
    Loaded(LoadReport),
    /// A change could not be saved, in the system's words.
    NotSaved(String),
    /// Not everything that was to be forgotten could be.
    NotForgotten(Left),
}

/// Why the window has nothing to show.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The system gave no threads.
    #[error("no background threads: {0}")]
    Worker(#[from] std::io::Error),
}

impl App {
    /// Builds the program into a window.
    ///
    /// # Errors
    /// [`StartError`] when the system gives it no threads.
    pub fn new(cc: &CreationContext<'_>, setup: Setup) -> Result<Self, StartError> {
        let ctx = cc.egui_ctx.clone();
        let worker = Worker::new(move || ctx.request_repaint_of(ViewportId::ROOT))?;
        let (tell, news) = worker.news();
        let transport = Transport::waiting(setup.clock.clone());
        let teller = tell.clone();
        let clipboard = Clipboard::new(setup.clipboard.clone(), setup.clock.clone(), move |event| teller.send(News::Clipboard(event)));
        listen(&worker, &setup, &tell);

        theme::install(&cc.egui_ctx);
        let settings = setup.settings.get();
        let key = setup.cloud.key();
        let known = settings.cloud(&key);
        let email = known.and_then(|cloud| cloud.emails().first()).cloned().unwrap_or_default();
        let notice = match &setup.settings_report {
            LoadReport::Fresh | LoadReport::Loaded => None,
            report => Some(Notice::Loaded(report.clone())),
        };
        let mut app = Self {
            worker,
            clipboard,
            transport,
            news,
            tell,
            lang: Lang::En,
            work: Work::new(email),
            behind: Vec::new(),
            arrived: Vec::new(),
            is_behind: false,
            keychain: Keychain::new(setup.keychain.clone()),
            network: Network::default(),
            desks: 0,
            settings: settings::State::default(),
            toasts: Toasts::default(),
            files: files::Files::default(),
            notice,
            leaving: None,
            asks_to_forget: false,
            cover: Cover::new(setup.clock.now()),
            rising: None,
            recent: Vec::new(),
            uninvited: Vec::new(),
            copied_at: None,
            host: host_of(&setup),
            invitation: setup.sandbox.as_ref().map(Sandbox::invitation),
            setup,
        };
        app.put_in_force(&cc.egui_ctx);
        app.read_recent();
        app.start_network();
        app.open_keychain();
        Ok(app)
    }

    fn now(&self) -> Timestamp {
        self.setup.clock.now()
    }

    /// The versions to offer: those of the account in front, and in the sandbox those that it invites to.
    fn read_recent(&mut self) {
        let settings = self.setup.settings.get();
        let known = settings.cloud(&self.setup.cloud.key()).zip(self.account());
        self.recent = known.iter().flat_map(|(cloud, account)| cloud.versions_of(account)).map(|known| known.version.clone()).collect();
        // Another publisher is not invited to them. Whose a token is that stands under a name of its own, nobody knows.
        let invited = self
            .invitation
            .as_ref()
            .filter(|invitation| self.work.account().is_none_or(|account| account == invitation.email || !account.contains('@')));
        for version in invited.iter().flat_map(|invitation| &invitation.versions) {
            let version = AppVersion {
                app_id: version.app_id.clone(),
                version_id: Some(version.id.clone()),
                version_number: Some(version.number.clone()),
                name: Some(version.app_name.clone()),
            };
            if !self.recent.iter().chain(&self.uninvited).any(|known| known.is_same_version(&version)) {
                self.recent.push(version);
            }
        }
    }

    /// Whose desk is in front.
    fn account(&self) -> Option<String> {
        self.work.account().map(ToOwned::to_owned)
    }

    fn next_desk(&mut self) -> DeskNumber {
        self.desks += 1;
        DeskNumber(self.desks)
    }
}

/// Everything outside that has something to tell.
fn listen(worker: &Worker, setup: &Setup, tell: &NewsSender<News>) {
    let teller = tell.clone();
    setup.settings.on_saved(move |saved| {
        if let Err(error) = saved {
            teller.send(News::SettingsNotSaved(error.to_string()));
        }
    });
    if let Some(sandbox) = &setup.sandbox {
        let teller = tell.clone();
        sandbox.on_mail(move |_| teller.send(News::Mail));
    }
    let teller = tell.clone();
    worker.spawn_task(setup.instance.listen(move || teller.send(News::ShowYourself)));
    let teller = tell.clone();
    if let Err(error) = worker.on_terminate(move || teller.send(News::Terminate)) {
        tracing::warn!("the program will end without asking when the system wants it to: {error}");
    }
}

/// The host of the developers' site, with the port when it is not the usual one.
fn host_of(setup: &Setup) -> String {
    let dev = &setup.cloud.dev;
    let host = dev.host_str().unwrap_or_default();
    dev.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
