//! A desk to work at: the program in egui's test harness, its own sandbox, and a clock, clipboard and browser that the test holds.
//!
//! Nothing here sleeps for a fixed time: [`TestDesk::wait_for`] draws frames, then waits until the program asks for the next one.
#![cfg(test)]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::epaint::ClippedShape;
use eframe::egui::{Event, Key, Modifiers, Shape, ThemePreference, ViewportId};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokendesk::app::App;
use tokendesk::app::setup::{Setup, addresses, sandbox_options};
use tokendesk::desktop::browser::RecordingBrowser;
use tokendesk::desktop::clipboard::MemoryClipboard;
use tokendesk::desktop::file_chooser::ScriptedFileChooser;
use tokendesk::desktop::first_seen::FirstSeen;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::instance::Instance;
use tokendesk::desktop::journal::Journal;
use tokendesk::desktop::reveal::RecordingFileManager;
use tokendesk::desktop::settings::SettingsStore;
use tokendesk::desktop::vault::MemoryKeychain;
use tokendesk::evotor::session::SessionTiming;
use tokendesk::i18n::Lang;
use tokendesk::model::clock::{Clock, SharedClock};
use tokendesk::model::cloud::CloudAddresses;
use tokendesk::net::NetSettings;
use tokendesk::sandbox::{Fault, InvitedVersion, Marker, Sandbox};

/// How often a wait looks again, and for how long in all: a loaded machine is slow, a broken program waits for ever.
const LOOK_EVERY: Duration = Duration::from_millis(20);
const LOOKS: usize = 750;
/// And how often it looks when the program keeps asking for it, as with a list of a thousand pages.
const BUSY_LOOKS: usize = 20_000;

/// A clock that stands until the test moves it.
pub struct TestClock {
    at: Mutex<Timestamp>,
    broken: AtomicU8,
}

/// Who meets a clock that is broken, and panics.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Broken {
    Nothing,
    Jobs,
    Window,
}

impl TestClock {
    fn new() -> Arc<Self> {
        Arc::new(Self { at: Mutex::new("2031-05-06T12:00:00Z".parse().unwrap()), broken: AtomicU8::new(Broken::Nothing as u8) })
    }

    /// Lets time pass, or goes back with a negative one.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.at.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }

    /// From now on whoever of these asks for the time panics: the one thing from outside that jobs and the window call directly.
    pub fn break_for(&self, whom: Broken) {
        self.broken.store(whom as u8, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let who = if thread::current().name() == Some("worker") { Broken::Jobs } else { Broken::Window };
        assert_ne!(self.broken.load(Ordering::SeqCst), who as u8, "the clock is broken");
        *self.at.lock().unwrap()
    }
}

/// What a test may choose before the program starts.
pub struct Start {
    pub lang: Lang,
    pub size: [f32; 2],
    pub page_size: usize,
    pub folder: DataFolder,
    /// Where a file is offered to be saved.
    pub downloads: Option<PathBuf>,
    pub net: NetSettings,
    /// The system's keychain; none as with `--no-keychain`.
    pub keychain: Option<MemoryKeychain>,
    /// The program knows only the address of the sandbox (`--cloud`): no strip, no invitation.
    pub by_address: bool,
    /// The command line names no language: settings and system decide.
    pub lang_unnamed: bool,
    /// Another cloud than the sandbox, such as one that is not there.
    pub cloud: Option<CloudAddresses>,
    /// Put into every secret that the sandbox makes.
    pub marker: Option<Marker>,
    /// The place on the data folder, when the test has claimed one.
    pub instance: Instance,
}

impl Start {
    /// A network that waits as long as the real program does: for answers that a test holds back on a loaded machine.
    pub fn patient() -> Self {
        Self { net: NetSettings::default(), ..Self::default() }
    }

    /// A data folder whose settings file says this, and the folder, to be kept as long as the program runs.
    pub fn with_settings(settings: &str) -> (Self, TempDir) {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("settings.toml"), format!("version = 1\n{settings}\n")).unwrap();
        (Self { folder: DataFolder::given(home.path()), ..Self::default() }, home)
    }
}

impl Default for Start {
    fn default() -> Self {
        // Quick, so that a fault test does not wait as a person would; the numbers themselves are tested in net.
        let net = NetSettings {
            connect_timeout: Duration::from_secs(2),
            read_timeout: Duration::from_secs(3),
            total_timeout: Duration::from_secs(4),
            read_back_off: vec![Duration::from_millis(5), Duration::from_millis(5)],
            renewal_back_off: Duration::from_millis(5),
            ..NetSettings::default()
        };
        Self {
            lang: Lang::En,
            size: [1280.0, 800.0],
            page_size: 100,
            folder: DataFolder::memory_only(),
            downloads: None,
            net,
            keychain: None,
            by_address: false,
            lang_unnamed: false,
            cloud: None,
            marker: None,
            instance: Instance::default(),
        }
    }
}

/// A server that has had too many requests, and names a time.
pub fn too_many() -> Fault {
    Fault::answer(429).header("Retry-After", "17")
}

/// The program, and what it stands on.
pub struct TestDesk {
    pub harness: Harness<'static, App>,
    pub sandbox: Sandbox,
    pub clock: Arc<TestClock>,
    pub clipboard: MemoryClipboard,
    pub browser: RecordingBrowser,
    pub file_chooser: ScriptedFileChooser,
    pub file_manager: RecordingFileManager,
    pub journal: Arc<Journal>,
    woken: Arc<(Mutex<bool>, Condvar)>,
}

impl TestDesk {
    /// The sign-in form, in English, with the usual window.
    pub fn open() -> Self {
        Self::start(Start::default())
    }

    /// The same, otherwise.
    pub fn start(start: Start) -> Self {
        let clock = TestClock::new();
        let shared: SharedClock = clock.clone();
        let mut options = sandbox_options(&shared);
        options.page_size = start.page_size;
        options.marker = start.marker;
        let sandbox = Sandbox::start(&options).expect("a sandbox");
        Self::with_sandbox(start, sandbox, clock)
    }

    /// The program once more, at the same cloud: a restart.
    pub fn with_sandbox(start: Start, sandbox: Sandbox, clock: Arc<TestClock>) -> Self {
        let shared: SharedClock = clock.clone();
        let (clipboard, browser) = (MemoryClipboard::default(), RecordingBrowser::default());
        let (file_chooser, file_manager) = (ScriptedFileChooser::default(), RecordingFileManager::default());
        let cloud = start.cloud.unwrap_or_else(|| addresses(&sandbox).expect("addresses"));
        // A folder that cannot be made is no reason not to start.
        start.folder.create().ok();
        let (settings, settings_report) = SettingsStore::open(start.folder.settings_file().as_deref(), clock.now());
        let journal = Arc::new(Journal::new(start.folder.journal_file(&cloud.key())));
        let setup = Setup {
            first_seen: Arc::new(FirstSeen::open(start.folder.first_seen_file(&cloud.key())).unwrap_or_else(|_| FirstSeen::in_memory())),
            journal: Arc::clone(&journal),
            cloud,
            sandbox: (!start.by_address).then(|| sandbox.clone()),
            lang: (!start.lang_unnamed).then_some(start.lang),
            folder: start.folder,
            settings,
            settings_report,
            keychain: start.keychain.as_ref().map(MemoryKeychain::keychains),
            clipboard: clipboard.backends(),
            browser: Box::new(browser.clone()),
            file_chooser: Box::new(file_chooser.clone()),
            file_manager: Box::new(file_manager.clone()),
            downloads: start.downloads,
            clock: shared,
            zone: TimeZone::UTC,
            net: start.net,
            instance: start.instance,
            // The clock of a test jumps: the session looks at it often.
            session: SessionTiming { look_every: Duration::from_millis(50), ..SessionTiming::default() },
        };
        let woken = Arc::new((Mutex::new(false), Condvar::new()));
        let waker = Arc::clone(&woken);
        let theme = Arc::new(Mutex::new(ThemePreference::System));
        let chosen = Arc::clone(&theme);
        let harness = Harness::builder()
            .with_size(start.size)
            .with_step_dt(1.0 / 60.0)
            // The sandbox holds names in scripts that our fonts do not.
            .allow_missing_glyphs()
            .build_eframe(move |cc| {
                cc.egui_ctx.set_request_repaint_callback(move |asked| {
                    // A clock that wants to be drawn in a minute is no news, and must not use up the looks of a wait.
                    if asked.delay.is_zero() {
                        *waker.0.lock().unwrap() = true;
                        waker.1.notify_all();
                    }
                });
                let app = App::new(cc, setup).expect("the program");
                *chosen.lock().unwrap() = cc.egui_ctx.options(|options| options.theme_preference);
                app
            });
        // The harness sets a theme of its own after the start; the program's is the one to see.
        harness.ctx.set_theme(*theme.lock().unwrap());
        Self { harness, sandbox, clock, clipboard, browser, file_chooser, file_manager, journal, woken }
    }

    /// Ends the program and starts it again, at the same cloud.
    pub fn restart(self, start: Start) -> Self {
        let (sandbox, clock) = (self.sandbox.clone(), Arc::clone(&self.clock));
        // First the end: the last settings are written then.
        drop(self);
        Self::with_sandbox(start, sandbox, clock)
    }

    /// Signed in as the sandbox's publisher, from an address that is known already.
    pub fn signed_in() -> Self {
        Self::signed_in_with(Start::default())
    }

    /// The same, otherwise.
    pub fn signed_in_with(start: Start) -> Self {
        let mut desk = Self::start(start);
        desk.sign_in();
        desk
    }

    /// Signs in as a person of the sandbox does: Fill in, Sign in, the code from the mailbox, Sign in.
    pub fn sign_in(&mut self) {
        let [fill, sign_in, use_code, clients] = match self.lang() {
            Lang::En => ["Fill in", "Sign in", "Use the code", "OAuth clients"],
            Lang::Ru => ["Заполнить", "Войти", "Вставить код", "Клиенты OAuth"],
        };
        self.click(fill);
        self.click(sign_in);
        self.wait_for("the code is mailed", |desk| desk.has(use_code));
        self.click(use_code);
        self.click(sign_in);
        self.wait_for("the desk", |desk| desk.tab(clients).is_some());
    }

    /// Signs in from an address that the cloud knows by now: no code is asked for.
    pub fn sign_in_again(&mut self) {
        self.click("Fill in");
        self.click("Sign in");
        self.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    }

    /// Signed in, with the version that has so many clients open and read.
    pub fn at_clients(clients: usize) -> Self {
        let mut desk = Self::signed_in();
        desk.open_version_with(clients);
        desk
    }

    /// Opens the invited version with so many clients and waits until the list is read.
    pub fn open_version_with(&mut self, clients: usize) -> InvitedVersion {
        let version = self.version_with(clients);
        let name = format!("{} {}", version.app_name, version.number);
        // It may be open already: the last one is opened again.
        let is_open = self
            .harness
            .query_by_role_and_label(Role::ComboBox, "Version of an app")
            .is_some_and(|combo| combo.accesskit_node().value().as_deref() == Some(&name));
        if !is_open {
            self.click_role(Role::ListBoxOption, &name);
            // A banner that comes between press and release takes the row away from under the pointer: a person clicks again.
            if self.harness.query_all_by_role_and_label(Role::ListBoxOption, &name).next().is_some() {
                self.click_role(Role::ListBoxOption, &name);
            }
        }
        self.wait_for("the list is read", |desk| desk.has("Refresh") && desk.sandbox.count("GET", "oauth-app") > 0);
        version
    }

    /// The invited version with so many clients.
    pub fn version_with(&self, clients: usize) -> InvitedVersion {
        let versions = self.sandbox.invitation().versions;
        versions.into_iter().find(|version| version.clients == clients).expect("such a version")
    }

    fn lang(&self) -> Lang {
        if self.has("Русский") && self.has("Войти") { Lang::Ru } else { Lang::En }
    }

    /// Draws until `check` holds; gives up with the tree printed.
    #[track_caller]
    pub fn wait_for(&mut self, what: &str, check: impl Fn(&Self) -> bool) {
        let (mut in_vain, mut busy) = (0, 0);
        while in_vain < LOOKS && busy < BUSY_LOOKS {
            self.harness.step();
            if check(self) {
                return;
            }
            let (lock, woken) = &*self.woken;
            let mut was_woken = lock.lock().unwrap();
            if !*was_woken {
                was_woken = woken.wait_timeout(was_woken, LOOK_EVERY).unwrap().0;
            }
            if std::mem::take(&mut *was_woken) { busy += 1 } else { in_vain += 1 }
        }
        panic!("waited in vain for: {what}\n{}", self.tree());
    }

    /// A few frames, for what needs no answer from outside.
    pub fn frames(&mut self) {
        self.harness.run_steps(3);
    }

    /// Gives whatever should not happen the time to happen: a wait looks at the clock four times a second.
    pub fn let_it_look(&mut self) {
        for _ in 0..3 {
            thread::sleep(Duration::from_millis(200));
            self.frames();
        }
    }

    /// When the window wants to be drawn again, if nothing happens.
    pub fn repaint_in(&self) -> Duration {
        self.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay
    }

    /// Whether anything is named or labelled just so.
    pub fn has(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).any(|node| is_open(&node)) || self.values().any(|value| value == label)
    }

    /// Whether a text holds these words.
    pub fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).any(|node| is_open(&node)) || self.values().any(|value| value.contains(words))
    }

    fn values(&self) -> impl Iterator<Item = String> {
        self.harness.root().children_recursive().filter(is_open).filter_map(|node| node.value())
    }

    /// Clicks the one control with this name.
    #[track_caller]
    pub fn click(&mut self, name: &str) {
        self.control(name).click();
        self.frames();
    }

    /// Clicks the one control of this role with this name.
    #[track_caller]
    pub fn click_role(&mut self, role: Role, name: &str) {
        let found = self.harness.query_all_by_role_and_label(role, name).find(is_open);
        let Some(node) = found else { panic!("no {role:?} named {name:?}\n{}", self.tree()) };
        node.click();
        self.frames();
    }

    /// The one control (not text) with this name.
    #[track_caller]
    pub fn control<'a>(&'a self, name: &'a str) -> Node<'a> {
        let controls: Vec<_> = self.harness.query_all_by_label(name).filter(|node| !is_text(node) && is_open(node)).collect();
        match controls.len() {
            1 => controls.into_iter().next().unwrap(),
            n => panic!("{n} controls named {name:?}\n{}", self.tree()),
        }
    }

    /// The one text (not a control) that reads just so.
    #[track_caller]
    pub fn text<'a>(&'a self, words: &'a str) -> Node<'a> {
        let found = self.harness.query_all_by_label(words).find(|node| is_text(node) && is_open(node));
        found.unwrap_or_else(|| panic!("no text {words:?}\n{}", self.tree()))
    }

    /// The first text (not a control) that holds these words.
    #[track_caller]
    pub fn text_with<'a>(&'a self, words: &'a str) -> Node<'a> {
        let found = self.harness.query_all_by_label_contains(words).find(|node| is_text(node) && is_open(node));
        found.unwrap_or_else(|| panic!("no text with {words:?}\n{}", self.tree()))
    }

    /// The entry of the navigation with this name.
    pub fn tab<'a>(&'a self, name: &'a str) -> Option<Node<'a>> {
        self.harness.query_all_by_role_and_label(Role::Tab, name).find(is_open)
    }

    /// Whether a control can be used.
    #[track_caller]
    pub fn is_enabled(&self, name: &str) -> bool {
        !self.control(name).accesskit_node().is_disabled()
    }

    /// Whether a control is ticked, switched on or chosen.
    #[track_caller]
    pub fn is_on(&self, name: &str) -> bool {
        let node = self.control(name).accesskit_node();
        node.toggled() == Some(Toggled::True) || node.is_selected() == Some(true)
    }

    /// Puts the focus into a field and types.
    #[track_caller]
    pub fn type_into(&mut self, field: &str, text: &str) {
        self.control(field).focus();
        self.frames();
        self.control(field).type_text(text);
        self.frames();
    }

    /// Replaces what is in a field.
    #[track_caller]
    pub fn replace(&mut self, field: &str, text: &str) {
        self.control(field).focus();
        self.frames();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.frames();
        if text.is_empty() {
            self.harness.key_press(Key::Delete);
        } else {
            self.control(field).type_text(text);
        }
        self.frames();
    }

    /// Pastes into a field, in place of what is there.
    #[track_caller]
    pub fn paste(&mut self, field: &str, text: &str) {
        self.control(field).focus();
        self.frames();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.event(Event::Paste(text.to_owned()));
        self.frames();
    }

    /// What a field shows.
    #[track_caller]
    pub fn value(&self, field: &str) -> String {
        self.control(field).value().unwrap_or_default()
    }

    /// The name of what has the focus.
    pub fn focused(&self) -> Option<String> {
        let focused = self.harness.root().children_recursive().find(Node::is_focused)?;
        focused.accesskit_node().label()
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.frames();
    }

    /// Presses a key with others held.
    pub fn key_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.frames();
    }

    /// Presses a key with Ctrl (Cmd).
    pub fn command(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.frames();
    }

    /// The ids of the rows in view, from top to bottom.
    pub fn rows(&self) -> Vec<String> {
        let mut rows: Vec<(f32, String)> = self
            .harness
            .root()
            .children_recursive()
            .filter(|node| node.accesskit_node().role() == Role::Row && is_open(node))
            .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
            .collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.into_iter().map(|(_, name)| name.trim_start_matches("Client ").to_owned()).collect()
    }

    /// All words on the screen, also those that a screen reader does not meet.
    pub fn painted(&self) -> String {
        fn words(shape: &Shape, into: &mut String) {
            match shape {
                Shape::Text(text) => {
                    into.push_str(text.galley.text());
                    into.push('\n');
                }
                Shape::Vec(shapes) => shapes.iter().for_each(|shape| words(shape, into)),
                _ => {}
            }
        }
        let mut all = String::new();
        self.harness.output().shapes.iter().for_each(|ClippedShape { shape, .. }| words(shape, &mut all));
        all
    }

    /// Everything that a screen reader would meet.
    pub fn tree(&self) -> String {
        let mut lines = String::new();
        for node in self.harness.root().children_recursive().filter(is_open) {
            let data = node.accesskit_node();
            let (label, value) = (data.label().unwrap_or_default(), data.value().unwrap_or_default());
            if !label.is_empty() || !value.is_empty() {
                writeln!(lines, "{:?} {label:?} {value:?}", data.role()).unwrap();
            }
        }
        lines
    }
}

impl TestDesk {
    /// Of all controls of a screen no two have the same role and name: scripts and screen readers tell them apart by these.
    fn check_names(&self) {
        let controls = self.harness.root().children_recursive().filter(|node| !is_text(node) && is_open(node));
        let mut names: Vec<(String, String)> = controls
            .filter_map(|node| Some((format!("{:?}", node.accesskit_node().role()), node.accesskit_node().label()?)))
            .filter(|(_, name)| !name.is_empty())
            .collect();
        names.sort();
        let twins: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect();
        assert!(twins.is_empty(), "controls that cannot be told apart: {twins:?}\n{}", self.tree());
    }
}

impl Drop for TestDesk {
    fn drop(&mut self) {
        // A failing test has said enough.
        if !thread::panicking() {
            self.harness.check_accessibility();
            self.check_names();
        }
    }
}

/// Whether a screen reader meets it: what lies under the form of an ended session is out of its reach.
pub fn is_open(node: &Node<'_>) -> bool {
    let mut next = Some(node.accesskit_node());
    while let Some(node) = next {
        if node.is_hidden() {
            return false;
        }
        next = node.parent();
    }
    true
}

fn is_text(node: &Node<'_>) -> bool {
    matches!(node.accesskit_node().role(), Role::Label | Role::TextRun | Role::Paragraph | Role::GenericContainer | Role::Group)
}
