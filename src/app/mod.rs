//! The program: one type, built from a [`Setup`], in a file a phase of the frame.
//!
//! `logic` takes in answers and news (also while the window is hidden), `ui` lays out the window, `commands` does what a screen's
//! event asks for, `desk` is all that is known for the signed-in account.

mod advanced;
mod commands;
mod desk;
mod entering;
mod frames;
mod habits;
mod leaving;
pub mod log;
mod logic;
mod news;
pub mod options;
mod renewal;
pub mod setup;
mod ui;
mod unattended;

use eframe::CreationContext;
use eframe::egui::{Context, Id, ThemePreference, ViewportId};
use jiff::Timestamp;

use self::desk::{Desk, DeskNumber};
use self::leaving::Leaving;
use self::news::News;
pub use self::setup::Setup;
use self::unattended::Unattended;
use crate::desktop::clipboard::Clipboard;
use crate::desktop::settings::{CloudSettings, Language, LoadReport, Theme};
use crate::evotor::session::{SessionTokens, SignInError, SignedIn};
use crate::i18n::Lang;
use crate::model::app_version::AppVersion;
use crate::net::{Transport, TransportError};
use crate::sandbox::{Invitation, Sandbox};
use crate::screens::{Event, Screen, client_form, clients, settings, sign_in};
use crate::theme;
use crate::widgets::Toasts;
use crate::worker::{self, NewsSender, Request, Worker};

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
    screen: Screen,
    sign_in: sign_in::State,
    signing_in: Request<SignedIn, SignInError>,
    /// When an attempt without a code was sent last: each may mail one.
    mailed_at: Option<Timestamp>,
    /// The same before the attempt under way: one that never reaches the cloud mails nothing.
    mailed_before: Option<Timestamp>,
    unattended: Unattended,
    /// What had the focus when the session ended: it has it again when the work goes on.
    focus_behind: Option<Id>,
    desk: Option<Desk>,
    desks: u64,
    clients: clients::State,
    form: Option<client_form::State>,
    settings: settings::State,
    toasts: Toasts<Event>,
    /// About the settings file; stays until it is closed.
    notice: Option<Notice>,
    leaving: Option<Leaving>,
    /// Another account has signed in and waits for the answer whether the desk of the one before may go.
    entering: Option<(String, SessionTokens)>,
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
}

/// Why the window has nothing to show.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The system gave no threads.
    #[error("no background threads: {0}")]
    Worker(#[from] std::io::Error),
    /// The network cannot be used at all.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

impl App {
    /// Builds the program into a window.
    ///
    /// # Errors
    /// [`StartError`] when the system gives it no threads or no network stack.
    pub fn new(cc: &CreationContext<'_>, setup: Setup) -> Result<Self, StartError> {
        let ctx = cc.egui_ctx.clone();
        let worker = Worker::new(move || ctx.request_repaint_of(ViewportId::ROOT))?;
        let (tell, news) = worker.news();
        let transport = Transport::new(&setup.net, setup.clock.clone())?;
        let teller = tell.clone();
        let clipboard = Clipboard::new(setup.clipboard.clone(), setup.clock.clone(), move |event| teller.send(News::Clipboard(event)));
        listen(&worker, &setup, &tell);

        theme::install(&cc.egui_ctx);
        let settings = setup.settings.get();
        let lang = setup.lang.unwrap_or_else(|| language(settings.language));
        apply_theme(&cc.egui_ctx, settings.theme);
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
            lang,
            screen: Screen::Clients,
            sign_in: sign_in::State::new(email),
            signing_in: Request::idle(),
            mailed_at: None,
            mailed_before: None,
            unattended: Unattended::default(),
            focus_behind: None,
            desk: None,
            desks: 0,
            clients: clients::State::default(),
            form: None,
            settings: settings::State::default(),
            toasts: Toasts::default(),
            notice,
            leaving: None,
            entering: None,
            recent: Vec::new(),
            uninvited: Vec::new(),
            copied_at: None,
            host: host_of(&setup),
            invitation: setup.sandbox.as_ref().map(Sandbox::invitation),
            setup,
        };
        app.read_recent();
        Ok(app)
    }

    fn now(&self) -> Timestamp {
        self.setup.clock.now()
    }

    /// The versions to offer: the person's own, and in the sandbox those that it invites to.
    fn read_recent(&mut self) {
        let settings = self.setup.settings.get();
        let known = settings.cloud(&self.setup.cloud.key()).map(CloudSettings::versions).unwrap_or_default();
        self.recent = known.iter().map(|known| known.version.clone()).collect();
        for version in self.invitation.iter().flat_map(|invitation| &invitation.versions) {
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
    if let Err(error) = worker.on_terminate(move || teller.send(News::Terminate)) {
        tracing::warn!("the program will end without asking when the system wants it to: {error}");
    }
}

fn language(choice: Language) -> Lang {
    match choice {
        Language::System => Lang::of_system(),
        Language::Ru => Lang::Ru,
        Language::En => Lang::En,
    }
}

fn apply_theme(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
}

/// The host of the developers' site, with the port when it is not the usual one.
fn host_of(setup: &Setup) -> String {
    let dev = &setup.cloud.dev;
    let host = dev.host_str().unwrap_or_default();
    dev.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
