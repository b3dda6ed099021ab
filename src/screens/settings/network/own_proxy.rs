//! The proxy of one's own: its address, and beside it the login, which never stands in the address for longer than it takes to paste it.

use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Frame, Margin, Ui};
use zeroize::Zeroize as _;

use super::super::rows::line_under;
use super::{BUTTON, LoginOrder, LoginPlace, Network, NetworkView, note};
use crate::desktop::settings::{Proxy, ProxyAddress, ProxyAddressProblem};
use crate::i18n::Lang;
use crate::model::userinfo;
use crate::screens::Scene;
use crate::theme::space;
use crate::tr;
use crate::widgets::{Button, Eye, Field, FieldResponse, MaskedText, Tone};

/// What is typed; nothing as long as it is what is in force.
#[derive(Default)]
pub(super) struct OwnProxy {
    address: Option<String>,
    user: Option<String>,
    password: Option<MaskedText>,
}

impl OwnProxy {
    /// An address to begin with, as that of the proxy that wants a login.
    pub(super) fn open(&mut self, address: String) {
        self.address = Some(address);
    }

    /// Another choice was made: what was typed is forgotten.
    pub(super) fn close(&mut self) {
        *self = Self::default();
    }

    /// Whether it stands in place of what is in force.
    pub(super) const fn is_open(&self) -> bool {
        self.address.is_some() || self.user.is_some() || self.password.is_some()
    }

    /// Draws it.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &NetworkView<'_>, focus: bool) -> Option<Network> {
        let lang = scene.lang;
        let in_force = if let Proxy::Own(address) = &view.proxy { Some(address) } else { None };
        let shown = in_force.or(view.own).map_or("", ProxyAddress::as_str);
        let mut address = self.address.clone().unwrap_or_else(|| shown.to_owned());
        let mut asked = None;
        let drawn = Frame::new().inner_margin(Margin { top: 0, ..Margin::same(16) }).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let typed = ProxyAddress::read(&address);
            // A login belongs to the address that it was given for.
            let is_same = matches!((&typed, in_force), (Ok(typed), Some(in_force)) if typed == in_force);
            let known = view.user.filter(|_| is_same);
            let login = self.login(known);
            let can = typed.is_ok() && !view.busy && (!is_same || !matches!(login, LoginOrder::Keep));
            let (tone, words) = state(lang, &address, typed.as_ref().err().copied(), can, view.proxy_refused);
            let (apply, named) = (tr!(lang, "network-apply"), tr!(lang, "network-apply-named"));
            let mut pressed = false;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let width = ui.available_width() - BUTTON - space::S;
                let (label, hint) = (tr!(lang, "network-proxy-address"), tr!(lang, "network-proxy-hint"));
                let field = Field::new(&label).mono().hint(&hint).message(tone, &words).width(width);
                let field = field.show(ui, &mut address);
                pressed |= field.submitted();
                if field.changed() {
                    self.take_login(ui, &field, &mut address);
                    self.address = Some(std::mem::take(&mut address));
                }
                ui.vertical(|ui| {
                    // Beside the field, which has its label above.
                    ui.add_space(22.0);
                    pressed |= ui.add(Button::secondary(&apply).named(&named).width(BUTTON).enabled(can)).clicked();
                });
            });
            ui.add_space(space::M);
            pressed |= self.login_fields(ui, lang, known, focus);
            ui.add_space(space::M);
            let (tone, words) = place(lang, &view.login_place);
            note(ui, tone, &words);
            if let (true, true, Ok(address)) = (pressed, can, typed) {
                asked = Some(Network::UseOwn { address, login });
            }
        });
        line_under(ui, drawn.response.rect);
        asked
    }

    /// What becomes of the login when what is typed is put in force; `known` is the user of now.
    fn login(&self, known: Option<&str>) -> LoginOrder {
        let user = self.user.as_deref().unwrap_or(known.unwrap_or_default());
        let password = self.password.as_ref().filter(|password| !password.is_empty());
        match (password, known) {
            (None, known) if user == known.unwrap_or_default() => LoginOrder::Keep,
            (None, _) if user.is_empty() => LoginOrder::Remove,
            (password, _) => {
                let password = password.map_or_else(|| "".into(), MaskedText::secret);
                LoginOrder::Set { user: user.to_owned(), password }
            }
        }
    }

    /// A login that was pasted with the address moves to its fields, and leaves nothing behind: neither in the field's memory of what
    /// was typed, nor in this frame, which is not shown.
    fn take_login(&mut self, ui: &Ui, field: &FieldResponse, address: &mut String) {
        let Some(login) = userinfo::take(address) else { return };
        if let Some(mut state) = TextEditState::load(ui.ctx(), field.response.id) {
            state.clear_undoer();
            state.store(ui.ctx(), field.response.id);
        }
        self.user = Some(login.user);
        if !login.password.is_empty() {
            let mut password = MaskedText::password();
            password.set(login.password.expose());
            self.password = Some(password);
        }
        ui.ctx().request_discard("a login stood in the address");
    }

    /// Whether Enter was pressed in one of them.
    fn login_fields(&mut self, ui: &mut Ui, lang: Lang, known: Option<&str>, focus: bool) -> bool {
        let [user_label, label, show, hide] =
            ["network-proxy-user", "network-proxy-password", "show-password", "hide-password"].map(|key| lang.t(key));
        let kept = tr!(lang, "network-proxy-kept");
        let mut submitted = false;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let width = (ui.available_width() - space::L) / 2.0;
            let mut user = self.user.clone().unwrap_or_else(|| known.unwrap_or_default().to_owned());
            let field = Field::new(&user_label).width(width).show(ui, &mut user);
            submitted |= field.submitted();
            if focus {
                field.request_focus();
                field.scroll_to_me(None);
            }
            if field.changed() {
                self.user = Some(user);
            } else {
                user.zeroize();
            }
            let mut password = self.password.take().unwrap_or_else(MaskedText::password);
            // An empty field in which something is known looks as if nothing were.
            let hint = if known.is_some() && self.user.is_none() { kept.as_str() } else { "" };
            let field = Field::new(&label).hint(hint).width(width).show_masked(ui, lang, &mut password, Eye { show: &show, hide: &hide });
            submitted |= field.submitted();
            self.password = (!password.is_empty()).then_some(password);
        });
        submitted
    }
}

/// What is said under the address.
fn state(lang: Lang, typed: &str, problem: Option<ProxyAddressProblem>, is_new: bool, refused: bool) -> (Tone, String) {
    match problem {
        Some(ProxyAddressProblem::NotAnAddress) if typed.trim().is_empty() => (Tone::Neutral, tr!(lang, "network-proxy-empty")),
        Some(ProxyAddressProblem::NotAnAddress) => (Tone::Danger, tr!(lang, "network-proxy-odd")),
        Some(ProxyAddressProblem::Scheme) if typed.trim_start().to_ascii_lowercase().starts_with("socks") => {
            (Tone::Danger, tr!(lang, "network-proxy-socks"))
        }
        Some(ProxyAddressProblem::Scheme) => (Tone::Danger, tr!(lang, "network-proxy-scheme")),
        Some(ProxyAddressProblem::MoreThanHost) if is_pac(typed) => (Tone::Danger, tr!(lang, "network-proxy-pac")),
        Some(ProxyAddressProblem::MoreThanHost) => (Tone::Danger, tr!(lang, "network-proxy-more")),
        None if refused => (Tone::Danger, tr!(lang, "network-proxy-refused")),
        None if is_new => (Tone::Warn, tr!(lang, "network-proxy-typed")),
        None => (Tone::Neutral, tr!(lang, "network-proxy-in-force")),
    }
}

/// A script that names proxies: usual names end so.
fn is_pac(typed: &str) -> bool {
    let path = typed.trim().split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".pac", ".dat", ".js"].iter().any(|end| path.ends_with(end))
}

fn place(lang: Lang, place: &LoginPlace) -> (Tone, String) {
    match place {
        LoginPlace::Keychain => (Tone::Neutral, tr!(lang, "network-login-keychain")),
        LoginPlace::Memory => (Tone::Neutral, tr!(lang, "network-login-memory")),
        LoginPlace::Refused(why) => (Tone::Warn, tr!(lang, "network-login-refused", why = why.as_str())),
    }
}
