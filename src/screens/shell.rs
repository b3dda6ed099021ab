//! The window around a screen: sandbox strip, navigation, the account with its two clocks, status line.

use eframe::egui::accesskit::Live;
use eframe::egui::{Align, Align2, CornerRadius, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::accounts::AccountView;
use super::keychain_notice::Notice;
use super::problem::{self, BannerAnswer, Doing};
use super::settings::{Lead, Network};
use super::time_words::{self, Words};
use super::{Event, Scene, Screen, accounts};
use crate::net::ApiError;
use crate::theme::{T, icon, palette, radius, size, space};
use crate::tr;
use crate::widgets::{
    self, Banner, Button, Tone, focus_ring, icon_at, icon_button_in, is_popover_open, label_at, line_at, region, ring, row_in, txt, vline,
};

/// How long a secret stays in the clipboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    /// Seconds until it is cleared; none when that is at sign-out or at the program's end.
    pub clears_in: Option<u64>,
    /// Of how many.
    pub of: u64,
}

impl Held {
    /// The part of the time that is left, from 1 to 0, when there is such a time.
    #[must_use]
    pub fn part_left(self) -> Option<f32> {
        Some(self.clears_in? as f32 / self.of.max(1) as f32)
    }
}

/// What the frame of the window shows beside the screen.
pub struct ShellView<'a> {
    /// What is open.
    pub screen: Screen,
    /// Every account, the one in front first.
    pub accounts: &'a [AccountView],
    /// The newest mail of the sandbox.
    pub mailed_code: Option<&'a str>,
    /// A secret that is in the clipboard, unless its own row is in view.
    pub clipboard: Option<Held>,
    /// Something that is no secret was copied just now.
    pub copied: bool,
    /// Words about the settings file.
    pub notice: Option<&'a str>,
    /// Why the session could not be renewed, and whether that is being tried again; unless the screen has a failure of its own to tell.
    pub renewal: Option<(&'a ApiError, bool)>,
    /// What is said about the keychain.
    pub keychain: Option<&'a Notice>,
    /// The session has ended and the program is signing in by itself.
    pub signing_in: bool,
    /// A root certificate of the settings is trusted beside the system's.
    pub extra_root: bool,
}

/// Draws the frame of the window; the screen gets the rectangle that is left.
pub fn show(ui: &mut Ui, scene: &Scene<'_>, view: &ShellView<'_>, screen: impl FnOnce(&mut Ui, Rect)) -> Option<Event> {
    let p = palette(ui);
    let whole = ui.max_rect();
    ui.painter().rect_filled(whole, 0.0, p.canvas);
    let mut asked = None;
    let mut top = whole.top();
    if scene.cloud.sandbox {
        let strip = Rect::from_min_size(whole.min, vec2(whole.width(), size::STRIP));
        sandbox_strip(ui, scene, strip, view.mailed_code, false);
        top = strip.bottom();
    }
    let narrow = whole.width() < size::NARROW_WINDOW;
    let width = if narrow { size::SIDEBAR_NARROW } else { size::SIDEBAR };
    let side = Rect::from_min_max(pos2(whole.left(), top), pos2(whole.left() + width, whole.bottom()));
    let foot = Rect::from_min_max(pos2(side.right(), whole.bottom() - size::STATUS), whole.max);
    ui.painter().rect_filled(side, 0.0, if scene.cloud.sandbox { p.sandbox_sidebar } else { p.sidebar });
    vline(ui, side.right() - 1.0, side.top(), side.bottom());
    region(ui, "sidebar", side, |ui| asked = sidebar(ui, scene, view, side, narrow));
    let mut rest = Rect::from_min_max(pos2(side.right(), top), pos2(whole.right(), foot.top()));
    // One message at a time: what cannot wait goes first.
    if let Some((error, is_tried)) = view.renewal {
        rest.min.y += renewal_failed(ui, scene, error, is_tried, rest, &mut asked);
    } else if let Some(keychain) = view.keychain {
        rest.min.y += keychain_notice(ui, scene, keychain, rest, &mut asked);
    } else if let Some(words) = view.notice {
        rest.min.y += notice(ui, scene, words, rest, &mut asked);
    }
    region(ui, "screen", rest, |ui| {
        ui.set_clip_rect(rest);
        screen(ui, rest);
    });
    status_line(ui, scene, foot, view).or(asked)
}

/// What is said about the settings file, above whatever is open, until it is closed.
pub(super) fn notice(ui: &mut Ui, scene: &Scene<'_>, words: &str, rest: Rect, asked: &mut Option<Event>) -> f32 {
    let at = Rect::from_min_size(rest.min + vec2(space::XL, space::M), vec2(rest.width() - 2.0 * space::XL, 0.0));
    region(ui, "notice", at, |ui| {
        *asked = notice_banner(ui, scene, words).or(asked.take());
        ui.min_rect().height() + space::M
    })
}

/// The same where there is a place for it already.
pub(super) fn notice_banner(ui: &mut Ui, scene: &Scene<'_>, words: &str) -> Option<Event> {
    let close = tr!(scene.lang, "close");
    Banner { actions: &[&close], ..Banner::new(Tone::Warn, words, "") }.show(ui).map(|_| Event::DismissNotice)
}

/// The keychain does not do its part: it is said above whatever is open.
fn keychain_notice(ui: &mut Ui, scene: &Scene<'_>, notice: &Notice, rest: Rect, asked: &mut Option<Event>) -> f32 {
    let at = Rect::from_min_size(rest.min + vec2(space::XL, space::M), vec2(rest.width() - 2.0 * space::XL, 0.0));
    region(ui, "keychain", at, |ui| {
        if let Some(event) = notice.show(ui, scene) {
            *asked = Some(event);
        }
        ui.min_rect().height() + space::M
    })
}

/// The session could not be renewed: nobody is signed out by that, but soon every call will wait for it.
fn renewal_failed(ui: &mut Ui, scene: &Scene<'_>, error: &ApiError, is_tried: bool, rest: Rect, asked: &mut Option<Event>) -> f32 {
    let at = Rect::from_min_size(rest.min + vec2(space::XL, space::M), vec2(rest.width() - 2.0 * space::XL, 0.0));
    region(ui, "renewal", at, |ui| {
        let (retry, close) = (tr!(scene.lang, "retry"), tr!(scene.lang, "close"));
        let problem = problem::words(scene, Doing::Renew, error).tried_again(is_tried);
        let lead = Lead::of(error);
        let open = lead.as_ref().map(|lead| scene.lang.t(lead.button()));
        let actions: Vec<&str> = [Some(retry.as_str()), Some(close.as_str()), open.as_deref()].into_iter().flatten().collect();
        match problem.banner(ui, scene, Tone::Warn, &actions) {
            Some(BannerAnswer::Action(0)) => *asked = Some(Event::RenewNow),
            Some(BannerAnswer::Action(2)) => *asked = lead.map(|lead| Event::Network(Network::Show(lead))),
            Some(BannerAnswer::Action(_)) => *asked = Some(Event::DismissRenewal),
            Some(BannerAnswer::Event(event)) => *asked = Some(event),
            None => {}
        }
        ui.min_rect().height() + space::M
    })
}

/// The strip that no picture of the sandbox can be without.
pub fn sandbox_ground(ui: &mut Ui, scene: &Scene<'_>, rect: Rect) {
    let p = palette(ui);
    ui.painter().rect_filled(rect, 0.0, p.sandbox_soft);
    let edge = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    ui.painter().rect_filled(edge, 0.0, p.sandbox.gamma_multiply(0.35));
    let y = rect.center().y;
    icon_at(ui.painter(), pos2(rect.left() + 24.0, y), icon::SANDBOX, 18.0, p.sandbox);
    let name = tr!(scene.lang, "sandbox-name");
    let named = label_at(ui, pos2(rect.left() + 44.0, y), Align2::LEFT_CENTER, T::Strong, &name, p.sandbox, 200.0).rect;
    let words = tr!(scene.lang, "sandbox-words");
    label_at(ui, pos2(named.right() + 12.0, y), Align2::LEFT_CENTER, T::Body, &words, p.text2, rect.width() * 0.4);
}

/// The same with its mailbox, which shows the newest code.
pub fn sandbox_strip(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, mailed_code: Option<&str>, can_use: bool) -> Option<Event> {
    let p = palette(ui);
    sandbox_ground(ui, scene, rect);
    let mut used = None;
    row_in(ui, "mailbox", rect.shrink2(vec2(space::M, 6.0)), Align::Max, |ui| {
        if let Some(code) = mailed_code {
            if can_use && ui.add(Button::secondary(&tr!(scene.lang, "sandbox-use-code")).small()).clicked() {
                used = Some(Event::UseMailedCode);
            }
            ui.add_space(space::XS);
            txt(ui, T::Mono, code, p.text);
            txt(ui, T::Body, &tr!(scene.lang, "sandbox-mail"), p.text2);
        } else {
            txt(ui, T::Body, &tr!(scene.lang, "sandbox-no-mail"), p.text3);
        }
        widgets::icon(ui, icon::MAIL, size::ICON_NAV, p.sandbox);
    });
    used
}

/// The mark: a key-card with its notch.
pub fn mark(ui: &Ui, center: Pos2, side: f32) {
    let p = palette(ui);
    let rect = Rect::from_center_size(center, vec2(side, side));
    ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), p.accent);
    icon_at(ui.painter(), rect.center(), icon::KEY, side * 0.66, p.on_accent);
}

fn sidebar(ui: &mut Ui, scene: &Scene<'_>, view: &ShellView<'_>, rect: Rect, narrow: bool) -> Option<Event> {
    let p = palette(ui);
    mark(ui, pos2(rect.left() + 28.0, rect.top() + 28.0), 24.0);
    let mut y = rect.top() + 64.0;
    if !narrow {
        line_at(ui.painter(), pos2(rect.left() + 48.0, rect.top() + 28.0), Align2::LEFT_CENTER, T::Section, "Tokendesk", p.text, 140.0);
    }
    let mut asked = None;
    let groups: [(&str, &[Screen]); 3] = [
        ("nav-evotor", &[Screen::Clients, Screen::PublisherKey, Screen::OauthToken, Screen::Integration]),
        ("nav-other-servers", &[Screen::Connections]),
        ("nav-tools", &[Screen::Inspector, Screen::Journal]),
    ];
    // A low window has no room for the names of the groups.
    let untitled = narrow || rect.height() < size::LOW_WINDOW;
    for (title, entries) in groups {
        if untitled {
            y += 8.0;
        } else {
            let title = scene.lang.t(title);
            line_at(ui.painter(), pos2(rect.left() + 20.0, y + 12.0), Align2::LEFT_CENTER, T::Micro, &title, p.text3, 160.0);
            y += 24.0;
        }
        for &screen in entries {
            let at = Rect::from_min_size(pos2(rect.left() + 8.0, y), vec2(rect.width() - 16.0, size::NAV_ENTRY));
            asked = nav_entry(ui, scene, view, screen, at, narrow).or(asked);
            y = at.bottom() + 2.0;
        }
        y += 12.0;
    }
    let account = Rect::from_min_max(pos2(rect.left(), rect.bottom() - if narrow { 96.0 } else { 116.0 }), rect.max);
    let at = Rect::from_min_size(pos2(rect.left() + 8.0, account.top() - 44.0), vec2(rect.width() - 16.0, size::NAV_ENTRY));
    asked = nav_entry(ui, scene, view, Screen::Settings, at, narrow).or(asked);
    ui.painter().rect_filled(Rect::from_min_size(account.min, vec2(account.width() - 1.0, 1.0)), 0.0, p.border);
    account_block(ui, scene, view, account, narrow).or(asked)
}

/// The icon of a screen and the key of its name.
const fn entry(screen: Screen) -> (&'static str, &'static str) {
    match screen {
        Screen::Clients | Screen::NewClient => (icon::CLIENTS, "nav-clients"),
        Screen::PublisherKey => (icon::KEY, "nav-publisher-key"),
        Screen::OauthToken => (icon::TOKEN, "nav-oauth-token"),
        Screen::Integration => (icon::INTEGRATION, "nav-integration"),
        Screen::Connections => (icon::CONNECTIONS, "nav-connections"),
        Screen::Inspector => (icon::INSPECT, "nav-inspector"),
        Screen::Journal => (icon::JOURNAL, "nav-journal"),
        Screen::Settings => (icon::SETTINGS, "nav-settings"),
    }
}

/// The icon and the name of a screen, for its empty state too.
#[must_use]
pub fn title(scene: &Scene<'_>, screen: Screen) -> (&'static str, String) {
    let (glyph, key) = entry(screen);
    (glyph, scene.lang.t(key))
}

fn nav_entry(ui: &Ui, scene: &Scene<'_>, view: &ShellView<'_>, screen: Screen, rect: Rect, narrow: bool) -> Option<Event> {
    let p = palette(ui);
    let (glyph, name) = title(scene, screen);
    let on = screen == view.screen || (screen == Screen::Clients && view.screen == Screen::NewClient);
    let response = ui.interact(rect, ui.scope_id().with(entry(screen).1), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, &name));
    if on {
        ui.painter().rect_filled(rect, radius::CONTROL, p.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius::CONTROL, p.nav_hover());
    }
    let x = if narrow { rect.center().x } else { rect.left() + 18.0 };
    icon_at(ui.painter(), pos2(x, rect.center().y), glyph, 18.0, if on { p.accent_text } else { p.text2 });
    if !narrow {
        let ink = if on { p.text } else { p.text2 };
        line_at(ui.painter(), pos2(rect.left() + 36.0, rect.center().y), Align2::LEFT_CENTER, T::Strong, &name, ink, rect.width() - 40.0);
    }
    if response.has_focus() {
        focus_ring(ui.painter(), rect, radius::CONTROL, p);
    }
    let clicked = response.clicked();
    if narrow {
        response.on_hover_text(name);
    }
    clicked.then_some(Event::Go(screen))
}

/// Who is signed in, and how long: access renews by itself, sign-in does not, so only the second may turn amber.
fn account_block(ui: &mut Ui, scene: &Scene<'_>, view: &ShellView<'_>, rect: Rect, narrow: bool) -> Option<Event> {
    let p = palette(ui);
    let account = view.accounts.first()?;
    let head = rect.top() + 30.0;
    let target = Rect::from_center_size(pos2(rect.center().x, head), vec2(rect.width() - 16.0, 44.0));
    let response = ui.interact(target, ui.scope_id().with("account"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &account.name));
    if response.hovered() || is_popover_open(&response) {
        ui.painter().rect_filled(target, radius::CONTROL, p.hover);
    }
    if response.has_focus() {
        focus_ring(ui.painter(), target, radius::CONTROL, p);
    }
    accounts::letter(ui, pos2(rect.left() + 28.0, head), &account.name, false);
    if !narrow {
        let room = rect.right() - 20.0 - (rect.left() + 52.0);
        line_at(ui.painter(), pos2(rect.left() + 52.0, head - 8.0), Align2::LEFT_CENTER, T::Label, &account.name, p.text, room);
        let words = below_the_name(scene, view.accounts, account);
        line_at(ui.painter(), pos2(rect.left() + 52.0, head + 8.0), Align2::LEFT_CENTER, T::Small, &words, p.text3, room);
    }
    let (first, second) = if narrow { (60.0, 78.0) } else { (72.0, 94.0) };
    clocks(ui, scene, account, view.signing_in, rect, [rect.top() + first, rect.top() + second], narrow);
    accounts::popup(ui, &response, scene, view.accounts)
}

/// That the sign-in has ended is said below, where its clock was; here, that there are others.
fn below_the_name(scene: &Scene<'_>, all: &[AccountView], front: &AccountView) -> String {
    if all.len() > 1 {
        tr!(scene.lang, "account-and-others", count = all.len() - 1)
    } else if front.lifetimes.is_some() {
        tr!(scene.lang, "account-signed-in")
    } else {
        tr!(scene.lang, "account-here")
    }
}

fn clocks(ui: &mut Ui, scene: &Scene<'_>, account: &AccountView, signing_in: bool, rect: Rect, [first, second]: [f32; 2], narrow: bool) {
    let p = palette(ui);
    let x = rect.left() + 28.0;
    let Some(lifetimes) = account.lifetimes else {
        let (glyph, ink, words) =
            if signing_in { (icon::WAITING, p.text2, "unattended-now") } else { (icon::WARN, p.warn, "session-ended") };
        icon_at(ui.painter(), pos2(x, second), glyph, size::ICON_SMALL, ink);
        if !narrow {
            label_at(ui, pos2(rect.left() + 48.0, second), Align2::LEFT_CENTER, T::Small, &scene.lang.t(words), ink, 160.0);
        }
        return;
    };
    let clocks = [
        (first, "session-access", lifetimes.access_ends, lifetimes.access_total, false),
        (second, "session-sign-in", lifetimes.sign_in_ends, lifetimes.sign_in_total, true),
    ];
    for (y, name, ends, total, warns) in clocks {
        let words = match ends {
            Some(end) => time_words::left(scene.lang, end, scene.now),
            None => Words { text: tr!(scene.lang, "session-unknown"), changes_in: None },
        };
        if let Some(after) = words.changes_in {
            ui.ctx().request_repaint_after(after);
        }
        let part = ends.zip(total).map_or(0.0, |(end, total)| time_words::part_left(end, total, scene.now));
        let soon = warns && ends.is_some_and(|end| end.duration_since(scene.now).as_secs() < accounts::ENDS_SOON_S);
        ring(ui.painter(), pos2(x, y), 5.0, 2.0, part, if soon { p.warn } else { p.text3 }, p.border);
        if !narrow {
            let name = scene.lang.t(name);
            label_at(ui, pos2(rect.left() + 48.0, y), Align2::LEFT_CENTER, T::Small, &name, p.text3, 90.0);
            let ink = if soon { p.warn } else { p.text2 };
            label_at(ui, pos2(rect.right() - 20.0, y), Align2::RIGHT_CENTER, T::Num, &words.text, ink, 90.0);
        }
    }
}

fn status_line(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &ShellView<'_>) -> Option<Event> {
    let p = palette(ui);
    ui.painter().rect_filled(rect, 0.0, if scene.cloud.sandbox { p.sandbox_sidebar } else { p.sidebar });
    ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(rect.width(), 1.0)), 0.0, p.border);
    let y = rect.center().y + 0.5;
    icon_at(ui.painter(), pos2(rect.left() + 31.0, y), icon::LOCK, size::ICON_SMALL, p.text3);
    let host = label_at(ui, pos2(rect.left() + 44.0, y), Align2::LEFT_CENTER, T::MonoSmall, scene.cloud.host, p.text2, 200.0).rect;
    let kept = match view.accounts.first() {
        _ if scene.cloud.sandbox => "status-sandbox",
        Some(front) if front.is_kept => "status-kept",
        _ => "status-memory",
    };
    let kept = scene.lang.t(kept);
    let kept = label_at(ui, pos2(host.right() + 12.0, y), Align2::LEFT_CENTER, T::Small, &kept, p.text3, 320.0).rect;
    if view.extra_root {
        icon_at(ui.painter(), pos2(kept.right() + 24.0, y), icon::SHIELD, size::ICON_SMALL, p.text3);
        let words = tr!(scene.lang, "network-status-root");
        label_at(ui, pos2(kept.right() + 36.0, y), Align2::LEFT_CENTER, T::Small, &words, p.text3, 200.0);
    }
    let keys = if cfg!(target_os = "macos") { "Cmd+L" } else { "Ctrl+L" };
    let button = Rect::from_center_size(pos2(rect.right() - 26.0, y), vec2(0.0, 0.0));
    let covers = icon_button_in(ui, button, icon::HIDE, &tr!(scene.lang, "cover-now", keys = keys)).clicked();
    let mut right = rect.right() - 48.0;
    if let Some(holding) = view.clipboard {
        let words = match holding.clears_in {
            Some(seconds) => tr!(scene.lang, "clipboard-clears", seconds = seconds),
            None => tr!(scene.lang, "clipboard-stays"),
        };
        let at = label_at(ui, pos2(right, y), Align2::RIGHT_CENTER, T::Num, &words, p.text2, 320.0).rect;
        let sign = pos2(at.left() - 14.0, y);
        match holding.part_left() {
            Some(part) => ring(ui.painter(), sign, 5.0, 2.0, part, p.accent_text, p.outline.gamma_multiply(0.45)),
            None => icon_at(ui.painter(), sign, icon::WARN, size::ICON_SMALL, p.warn),
        }
        right = at.left() - 36.0;
    }
    if view.copied {
        let words = tr!(scene.lang, "copied");
        let at = label_at(ui, pos2(right, y), Align2::RIGHT_CENTER, T::Small, &words, p.text2, 160.0);
        ui.ctx().accesskit_node_builder(at.id, |node| node.set_live(Live::Polite));
        icon_at(ui.painter(), pos2(at.rect.left() - 12.0, y), icon::CHECK, size::ICON_SMALL, p.ok);
    }
    covers.then_some(Event::Cover)
}

/// The head of a screen: its name, one line of context, and at the right what can be done (drawn from right to left).
/// Returns where the rest of the screen begins.
pub fn header(ui: &mut Ui, rect: Rect, title: &str, context: Option<&str>, actions: impl FnOnce(&mut Ui)) -> f32 {
    let p = palette(ui);
    let bar = Rect::from_min_size(rect.min, vec2(rect.width(), size::HEADER));
    let name = label_at(ui, pos2(bar.left() + 24.0, bar.center().y), Align2::LEFT_CENTER, T::Title, title, p.text, bar.width() * 0.6).rect;
    if let Some(context) = context {
        label_at(ui, pos2(name.right() + 10.0, bar.center().y + 2.0), Align2::LEFT_CENTER, T::Body, context, p.text3, 300.0);
    }
    let inner = Rect::from_min_max(pos2(name.right() + 8.0, bar.top()), pos2(bar.right() - 24.0, bar.bottom()));
    row_in(ui, "actions", inner, Align::Max, actions);
    bar.bottom()
}
