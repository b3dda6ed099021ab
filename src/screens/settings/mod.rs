//! Settings: words at the left, the control at the right; every change takes effect at once, so there is no Save.

mod advanced;
mod computer;
mod network;
mod rows;
mod secrets_group;
mod view_group;

use std::time::Duration;

use eframe::egui::{Frame, Margin, Rect, ScrollArea, Ui, pos2};

pub use self::advanced::{Advanced, AdvancedView, CallView};
pub use self::computer::{Computer, ComputerView, Files, ask_to_forget};
pub use self::network::{Lead, LoginOrder, LoginPlace, Network, NetworkView, RootView, TryView, root_notice};
use self::rows::group;
use super::{Event, Scene, Screen, shell};
use crate::desktop::settings::Theme;
use crate::evotor::readings::Endpoint;
use crate::theme::{palette, size};
use crate::tr;
use crate::widgets::{Button, follow_focus, region};

/// What is typed, and why somebody is here.
#[derive(Default)]
pub struct State {
    advanced: advanced::State,
    network: network::State,
    /// A message led here from this screen.
    from: Option<Screen>,
    /// A page of its own, before the sign-in.
    is_page: bool,
}

/// One thing that a person prefers from now on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preference {
    /// Text of this size, in percent.
    TextSize(u32),
    /// A copied secret is cleared after this time; none is never.
    ClipboardTime(Option<Duration>),
    /// A shown secret is hidden after this time.
    HideTime(Duration),
    /// Shown secrets are hidden when the window loses the focus.
    HideOnFocusLoss(bool),
    /// The window is covered after this time without anybody; none is never.
    CoverTime(Option<Duration>),
    /// The window is kept out of screen captures.
    KeepOutOfCaptures(bool),
}

/// What is set, and what is offered.
pub struct SettingsView<'a> {
    /// The theme.
    pub theme: Theme,
    /// In percent.
    pub text_size: u32,
    /// What is offered.
    pub text_sizes: &'a [u32],
    /// Whether sign-ins are kept; `None` when there is no keychain to keep them in.
    pub stay_signed_in: Option<bool>,
    /// When a copied secret is cleared; none is never.
    pub clipboard_time: Option<Duration>,
    /// What is offered.
    pub clipboard_times: &'a [Option<Duration>],
    /// When a shown secret is hidden.
    pub hide_time: Duration,
    /// What is offered.
    pub hide_times: &'a [Option<Duration>],
    /// Shown secrets are hidden when the window loses the focus.
    pub hide_on_focus_loss: bool,
    /// When the window is covered; none is never.
    pub cover_time: Option<Duration>,
    /// What is offered.
    pub cover_times: &'a [Option<Duration>],
    /// The window is kept out of screen captures; `None` where the system cannot do that.
    pub keep_out_of_captures: Option<bool>,
    /// The e-mail is remembered.
    pub remember_email: bool,
    /// What lies where.
    pub computer: &'a ComputerView,
    /// How the program goes out.
    pub network: NetworkView<'a>,
    /// How the program talks to this cloud.
    pub advanced: AdvancedView<'a>,
}

impl State {
    /// A message leads here: this call's row is to be seen and to have the focus, and there is a way back.
    pub fn lead_to(&mut self, endpoint: Endpoint, from: Screen) {
        self.advanced.lead_to(endpoint);
        self.from = Some(from);
    }

    /// A message leads to the network's rows: from this screen, or from the page to sign in on.
    pub fn lead_to_network(&mut self, lead: Lead, from: Option<Screen>) {
        self.network.lead_to(lead);
        self.from = from;
        self.is_page = from.is_none();
    }

    /// A file was named as that of a root certificate.
    pub fn put_root_path(&mut self, path: String) {
        self.network.put_path(path);
    }

    /// The root that was named is trusted.
    pub fn root_is_set(&mut self) {
        self.network.root_is_set();
    }

    /// The proxy that was typed is in force.
    pub fn proxy_is_set(&mut self) {
        self.network.proxy_is_set();
    }

    /// The person has gone elsewhere: the way back is not asked for any more. What is typed stays.
    pub fn left(&mut self) {
        self.from = None;
    }

    /// They come over the page to sign in on.
    pub fn open_page(&mut self) {
        self.is_page = true;
    }

    /// That page is there again.
    pub fn close_page(&mut self) {
        self.is_page = false;
    }

    /// Whether they are a page of their own.
    #[must_use]
    pub const fn is_page(&self) -> bool {
        self.is_page
    }

    /// What was typed as the User-Agent is in force.
    pub fn user_agent_is_set(&mut self) {
        self.advanced.user_agent_is_set();
    }

    /// Draws the screen into `rect`.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>, rect: Rect) -> Option<Event> {
        let lang = scene.lang;
        let mut asked = None;
        let top = shell::header(ui, rect, &tr!(lang, "settings-title"), Some(&tr!(lang, "settings-words")), |ui| {
            if let Some(from) = self.from {
                let back = if from == Screen::NewClient { tr!(lang, "settings-back-form") } else { tr!(lang, "settings-back-list") };
                if ui.add(Button::secondary(&back)).clicked() {
                    asked = Some(Event::Go(from));
                }
            }
        });
        let body = Rect::from_min_max(pos2(rect.left(), top), rect.max);
        self.body(ui, scene, view, body).or(asked)
    }

    /// Draws the screen as a page of its own, for somebody who is not signed in: over the page to sign in on, with the way back.
    pub fn page(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>, notice: Option<&str>) -> Option<Event> {
        let whole = ui.max_rect();
        ui.painter().rect_filled(whole, 0.0, palette(ui).canvas);
        let mut rect = whole;
        if scene.cloud.sandbox {
            rect.min.y += size::STRIP;
            let strip = Rect::from_min_max(whole.min, pos2(whole.right(), rect.top()));
            shell::sandbox_strip(ui, scene, strip, None, false);
        }
        let mut asked = None;
        if let Some(words) = notice {
            rect.min.y += shell::notice(ui, scene, words, rect, &mut asked);
        }
        let (title, words) = (tr!(scene.lang, "settings-title"), tr!(scene.lang, "settings-words"));
        let top = shell::header(ui, rect, &title, Some(&words), |ui| {
            if ui.add(Button::secondary(&tr!(scene.lang, "settings-before"))).clicked() {
                asked = Some(Event::LeaveSettings);
            }
        });
        let body = Rect::from_min_max(pos2(rect.left(), top), rect.max);
        self.body(ui, scene, view, body).or(asked)
    }

    /// The groups, which scroll.
    fn body(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>, rect: Rect) -> Option<Event> {
        region(ui, "settings", rect, |ui| {
            let scrolled = ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let groups = Frame::new().inner_margin(Margin { left: 24, right: 24, top: 4, bottom: 24 }).show(ui, |ui| {
                    ui.set_max_width(size::SETTINGS);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let asked = view_group::ui(ui, scene, view);
                    let asked = secrets_group::ui(ui, scene, view).or(asked);
                    let mut of_network = None;
                    group(ui, &tr!(scene.lang, "network-title"), |ui| of_network = self.network.rows(ui, scene, &view.network));
                    let asked = of_network.or(asked);
                    let asked = self.advanced.ui(ui, scene, &view.advanced).or(asked);
                    computer::ui(ui, scene, view).or(asked)
                });
                follow_focus(ui);
                groups.inner
            });
            scrolled.inner
        })
    }
}
