//! Settings → Network: a company's root certificate, the proxy with its login, and a way to try the connection. A change counts from the
//! next request on; one that cannot be used leaves what is in force, and says why beside its field.

mod own_proxy;
mod words;

use eframe::egui::{Frame, Margin, Ui};

use self::own_proxy::OwnProxy;
pub use self::words::root_notice;
use super::rows::{line_under, row, toned_row};
use crate::desktop::settings::{Proxy, ProxyAddress};
use crate::model::secret::Secret;
use crate::net::{ApiError, Cause, ProxyInForce, RootCertificates, RootProblem, Way};
use crate::screens::{Event, Scene};
use crate::theme::{icon, palette, space};
use crate::tr;
use crate::widgets::{self, Button, Field, Tone, segmented};

/// The buttons beside a field, in both languages.
const BUTTON: f32 = 104.0;

/// What a message leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lead {
    /// The login of this proxy.
    ProxyLogin(ProxyInForce),
    /// The root certificate.
    Root,
}

impl Lead {
    /// Where the cure of a failure can be set, if that is here.
    #[must_use]
    pub fn of(error: &ApiError) -> Option<Self> {
        match (error.cause()?, error.proxy()) {
            (Cause::ProxyWantsLogin, Some(proxy)) => Some(Self::ProxyLogin(proxy.clone())),
            (Cause::TlsUnknownIssuer, _) => Some(Self::Root),
            _ => None,
        }
    }

    /// The key of the words on the button that leads here.
    #[must_use]
    pub const fn button(&self) -> &'static str {
        match self {
            Self::ProxyLogin(_) => "network-open-login",
            Self::Root => "network-open-root",
        }
    }
}

/// What a person asks for here.
#[derive(Clone, Debug)]
pub enum Network {
    /// A message leads here.
    Show(Lead),
    /// Choose a file in the system's dialog.
    ChooseRoot,
    /// Trust the root in this file.
    UseRoot(String),
    /// Trust none but the system's.
    RemoveRoot,
    /// The system's proxy, or none.
    UseProxy(Proxy),
    /// This proxy.
    UseOwn {
        /// Where it is.
        address: ProxyAddress,
        /// What becomes of its login.
        login: LoginOrder,
    },
    /// Ask the cloud for its first page, without a token.
    Try,
}

/// What becomes of a proxy's login.
#[derive(Clone, Debug)]
pub enum LoginOrder {
    /// It stays as it is.
    Keep,
    /// There is none any more.
    Remove,
    /// This one.
    Set {
        /// The user.
        user: String,
        /// The password.
        password: Secret,
    },
}

/// The person's root certificate.
pub enum RootView<'a> {
    /// None is chosen.
    None,
    /// It is trusted.
    Trusted {
        /// Which.
        root: &'a RootCertificates,
        /// Its file.
        path: &'a str,
    },
    /// It is chosen, and was not trusted at the start.
    Left {
        /// Its file.
        path: &'a str,
        /// Why.
        why: &'a RootProblem,
    },
}

/// Where the proxy's login is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LoginPlace {
    /// It will be kept in the keychain.
    Keychain,
    /// There is no keychain: it is kept until the program ends.
    Memory,
    /// The keychain has not taken or given it, in its own words.
    Refused(String),
}

/// What came of trying the connection.
pub enum TryView<'a> {
    /// Nobody has tried.
    Idle,
    /// It is being tried.
    Pending,
    /// The cloud has answered, with this status.
    Reached(Option<u16>),
    /// It has not.
    Failed(&'a ApiError),
    /// The program itself has failed.
    Lost,
}

/// What is in force.
pub struct NetworkView<'a> {
    /// The root.
    pub root: RootView<'a>,
    /// Why the file that was named last is not taken.
    pub root_refused: Option<&'a RootProblem>,
    /// The proxy.
    pub proxy: Proxy,
    /// The address of one's own that was used last.
    pub own: Option<&'a ProxyAddress>,
    /// Who logs in at it, as far as that is known.
    pub user: Option<&'a str>,
    /// Where the login is kept.
    pub login_place: LoginPlace,
    /// The address that was given last cannot be used.
    pub proxy_refused: bool,
    /// The way that the system sets; not known yet at the very start.
    pub system: Option<&'a Way>,
    /// A change is being put in force.
    pub busy: bool,
    /// What came of trying.
    pub tried: TryView<'a>,
}

/// What is typed.
#[derive(Default)]
pub(super) struct State {
    /// The path of a root's file, as long as it is being named.
    path: Option<String>,
    own: OwnProxy,
    /// Its place is to be seen and to have the focus, asked for in so many passes more: egui may throw the first one away.
    lead: Option<(Lead, u8)>,
}

impl State {
    pub(super) fn lead_to(&mut self, lead: Lead) {
        match &lead {
            Lead::ProxyLogin(proxy) => self.own.open(proxy.written()),
            Lead::Root => self.path = Some(self.path.take().unwrap_or_default()),
        }
        self.lead = Some((lead, 2));
    }

    /// What was named is trusted.
    pub(super) fn root_is_set(&mut self) {
        self.path = None;
    }

    /// What was typed is in force.
    pub(super) fn proxy_is_set(&mut self) {
        self.own = OwnProxy::default();
    }

    /// A file was named in the system's dialog, or dropped onto the window.
    pub(super) fn put_path(&mut self, path: String) {
        self.path = Some(path);
    }

    /// The rows of the group.
    pub(super) fn rows(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &NetworkView<'_>) -> Option<Event> {
        let lead = self.lead.take();
        self.lead = lead.clone().and_then(|(lead, passes)| Some((lead, passes.checked_sub(1).filter(|left| *left > 0)?)));
        let lead = lead.map(|(lead, _)| lead);
        let mut asked = self.root(ui, scene, view, lead == Some(Lead::Root));
        asked = self.proxy(ui, scene, view, matches!(lead, Some(Lead::ProxyLogin(_)))).or(asked);
        asked = try_row(ui, scene, view).or(asked);
        asked.map(Event::Network)
    }

    fn root(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &NetworkView<'_>, focus: bool) -> Option<Network> {
        let lang = scene.lang;
        let name = tr!(lang, "network-root");
        let mut asked = None;
        let (tone, words) = words::root(scene, &view.root);
        toned_row(ui, &name, &words, tone, self.path.is_some(), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let chosen = !matches!(view.root, RootView::None);
            let choose = if chosen { tr!(lang, "network-root-other") } else { tr!(lang, "network-root-choose") };
            if self.path.is_none() && ui.add(Button::secondary(&choose).enabled(!view.busy)).clicked() {
                self.lead_to(Lead::Root);
                asked = Some(Network::ChooseRoot);
            }
            let remove = tr!(lang, "network-root-remove");
            let remove = Button::ghost(&remove).enabled(!view.busy);
            if chosen && ui.add(remove).clicked() {
                asked = Some(Network::RemoveRoot);
            }
        });
        if self.path.is_some() {
            asked = self.path_row(ui, scene, view, focus).or(asked);
        }
        // A file that is dropped onto the window while this is in view can be nothing else.
        let dropped = ui.input(|i| i.raw.dropped_files.first().map(|file| file.path().to_path_buf()));
        if let Some(path) = dropped {
            let path = path.display().to_string();
            self.path = Some(path.clone());
            asked = Some(Network::UseRoot(path));
        }
        asked
    }

    fn path_row(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &NetworkView<'_>, focus: bool) -> Option<Network> {
        let lang = scene.lang;
        let mut path = self.path.take()?;
        let [label, hint, use_it, cancel] = ["network-root-path", "network-root-hint", "network-root-use", "cancel"].map(|key| lang.t(key));
        let refused = view.root_refused.map(|problem| words::root_problem(lang, scene.zone, problem));
        let hint_words = tr!(lang, "network-root-words");
        let (tone, words) = refused.as_deref().map_or((Tone::Neutral, hint_words.as_str()), |words| (Tone::Danger, words));
        let (mut asked, mut is_closed) = (None, false);
        let drawn = Frame::new().inner_margin(Margin { top: 0, ..Margin::same(16) }).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let width = ui.available_width() - 2.0 * (BUTTON + space::S);
                let field = Field::new(&label).label_hidden().mono().hint(&hint).message(tone, words).width(width).show(ui, &mut path);
                if focus {
                    field.request_focus();
                    field.scroll_to_me(None);
                }
                let can = !path.trim().is_empty() && !view.busy;
                let (pressed, closed) = two_buttons(ui, (&use_it, can), &cancel);
                if (pressed || field.submitted()) && can {
                    asked = Some(Network::UseRoot(path.trim().to_owned()));
                }
                is_closed = closed;
            });
        });
        line_under(ui, drawn.response.rect);
        self.path = (!is_closed).then_some(path);
        asked
    }

    fn proxy(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &NetworkView<'_>, focus: bool) -> Option<Network> {
        let lang = scene.lang;
        let name = tr!(lang, "network-proxy");
        let in_force = match view.proxy {
            Proxy::System => 0,
            Proxy::None => 1,
            Proxy::Own(_) => 2,
        };
        let chosen = if self.own.is_open() { 2 } else { in_force };
        let is_open = chosen == 2;
        let mut asked = None;
        row(ui, &name, &words::proxy(scene, view), is_open, |ui| {
            let choices = ["network-proxy-system", "network-proxy-none", "network-proxy-own"].map(|key| lang.t(key));
            match segmented(ui, &name, &choices.each_ref().map(String::as_str), chosen) {
                Some(0) => asked = Some(Network::UseProxy(Proxy::System)),
                Some(1) => asked = Some(Network::UseProxy(Proxy::None)),
                Some(_) => match view.own {
                    Some(own) => asked = Some(Network::UseProxy(Proxy::Own(own.clone()))),
                    None => self.own.open(String::new()),
                },
                None => {}
            }
        });
        if asked.is_some() {
            self.own.close();
        } else if is_open {
            asked = self.own.ui(ui, scene, view, focus);
        }
        asked
    }
}

/// Two buttons beside a field without a label; which of them was pressed.
fn two_buttons(ui: &mut Ui, (first, can): (&str, bool), second: &str) -> (bool, bool) {
    ui.vertical(|ui| {
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let first = ui.add(Button::secondary(first).width(BUTTON).enabled(can)).clicked();
            (first, ui.add(Button::ghost(second).width(BUTTON)).clicked())
        })
        .inner
    })
    .inner
}

/// One request, and what came of it.
fn try_row(ui: &mut Ui, scene: &Scene<'_>, view: &NetworkView<'_>) -> Option<Network> {
    let lang = scene.lang;
    let (tone, words) = words::tried(scene, &view.tried);
    let mut asked = None;
    toned_row(ui, &tr!(lang, "network-try"), &words, tone, true, |ui| {
        let pending = matches!(view.tried, TryView::Pending);
        let name = if pending { tr!(lang, "network-trying") } else { tr!(lang, "network-try-now") };
        if ui.add(Button::secondary(&name).enabled(!pending && !view.busy)).clicked() {
            asked = Some(Network::Try);
        }
    });
    asked
}

/// A note under fields, with its sign.
fn note(ui: &mut Ui, tone: Tone, words: &str) {
    let ink = if tone == Tone::Danger { palette(ui).danger } else { palette(ui).text3 };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let glyph = if tone == Tone::Neutral { icon::INFO } else { icon::WARN };
        widgets::icon(ui, glyph, crate::theme::size::ICON, ink);
        ui.vertical(|ui| widgets::txt(ui, crate::theme::T::Small, words, palette(ui).text2));
    });
}
