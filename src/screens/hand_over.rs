//! A client for the developer of its backend: facts, a `.env` file and lines for a shell; without the secret, or with it as a second
//! choice that goes by the clipboard only.

use eframe::egui::{Align, Align2, Layout, Sense, Ui, vec2};
use url::Url;
use zeroize::Zeroizing;

use super::event::{FileEvent, FileToSave};
use super::{Event, Scene, time_words, version_chooser};
use crate::i18n::Lang;
use crate::model::app_version::AppVersion;
use crate::model::hand_over::{self, HandOver, SecretPlace, Shell, Task, Words};
use crate::model::listed_client::ListedClient;
use crate::model::oauth_client::ClientKind;
use crate::model::scope::Scope;
use crate::model::secret::Secret;
use crate::theme::{T, icon, palette, space};
use crate::tr;
use crate::widgets::{self, Button, ChoiceCard, Sheet, choice_cards, label_at, printable, segmented, txt};

/// The dialog is wider than others: lines for a shell are long.
const WIDTH: f32 = 720.0;
/// The width of the names beside values.
const NAMES: f32 = 144.0;
/// Characters of a client's id in the name of a file.
const ID_IN_NAME: usize = 8;

/// Which client, and what is chosen.
pub struct State {
    /// The client's key in its list.
    key: String,
    with_secret: bool,
    shell: Shell,
    /// The first button gets the focus, once.
    focus: bool,
}

/// What the dialog is told.
pub struct HandOverView<'a> {
    /// The client.
    pub listed: &'a ListedClient,
    /// The version it was listed for.
    pub version: &'a AppVersion,
    /// Seconds after which a copied secret is cleared; none when never.
    pub clears_after: Option<u64>,
    /// Seconds until it is, while the clipboard holds this client's secret.
    pub clears_in: Option<u64>,
    /// Something that is no secret was copied just now.
    pub copied: bool,
}

/// What was answered.
pub enum HandOverAnswer {
    /// Close it.
    Close,
    /// Something that the program does.
    Event(Event),
}

/// A block that is shown and copied by itself.
struct Block {
    title: String,
    copy: String,
    text: String,
    note: Option<String>,
}

impl State {
    /// For the client with this key.
    #[must_use]
    pub fn new(key: String) -> Self {
        // Where most of the staff works, the shell is PowerShell.
        Self { key, with_secret: false, shell: if cfg!(windows) { Shell::PowerShell } else { Shell::Bash }, focus: true }
    }

    /// Whose.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &Ui, scene: &Scene<'_>, view: &HandOverView<'_>) -> Option<HandOverAnswer> {
        let lang = scene.lang;
        // A reading may have come without it.
        self.with_secret &= view.listed.client.client_secret.is_some();
        let hand_over = HandOver::new(&view.listed.client, view.version, scene.cloud.addresses, words(lang));
        let title = tr!(lang, "hand-title");
        let sheet = Sheet { id: "hand over", name: &title, width: WIDTH };
        let shown = sheet.show_until_closed(
            ui,
            self,
            |ui, state| state.body(ui, scene, view, &hand_over, &title),
            |ui, state, _| state.foot(ui, scene, view, &hand_over),
        );
        if shown.2 {
            return Some(HandOverAnswer::Close);
        }
        shown.0.map(HandOverAnswer::Event).or(shown.1)
    }

    fn body(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &HandOverView<'_>, hand_over: &HandOver<'_>, title: &str) -> Option<Event> {
        let p = palette(ui);
        let lang = scene.lang;
        let mut asked = None;
        let (name, number) = version_chooser::words(lang, view.version);
        widgets::bar(ui, T::Title.line(), |ui| {
            ui.spacing_mut().item_spacing.x = space::S + 2.0;
            txt(ui, T::Title, title, p.text);
            widgets::txt_cut(ui, T::Body, &format!("{name}, {number}"), p.text3);
        });
        ui.add_space(space::L);
        self.choice(ui, lang, view);
        ui.add_space(space::L);
        facts(ui, lang, view);
        ui.add_space(space::M);

        let env = self.env_block(lang, hand_over);
        if block(ui, &env) {
            asked = Some(match &view.listed.client.client_secret {
                Some(secret) if self.with_secret => {
                    let text = hand_over.env(SecretPlace::Holds(secret));
                    self.copy_secret(Secret::from(text.as_str()))
                }
                _ => Event::Copy(env.text.clone()),
            });
        }
        if let Some(link) = link_block(lang, hand_over)
            && block(ui, &link)
        {
            asked = Some(Event::Copy(link.text));
        }
        ui.add_space(space::S);
        let shells = ["hand-bash", "hand-powershell"].map(|key| lang.t(key));
        let chosen = usize::from(self.shell == Shell::PowerShell);
        let shells = shells.each_ref().map(String::as_str);
        if let Some(picked) = segmented(ui, &tr!(lang, "hand-shell"), &shells, chosen) {
            self.shell = if picked == 1 { Shell::PowerShell } else { Shell::Bash };
        }
        ui.add_space(space::S);
        txt(ui, T::Small, &tr!(lang, "hand-lines-note"), p.text3);
        for words in missing(lang, hand_over, view) {
            ui.add_space(space::S);
            widgets::note(ui, icon::INFO, &words);
        }
        for lines in line_blocks(lang, hand_over, self.shell) {
            if block(ui, &lines) {
                asked = Some(Event::Copy(lines.text));
            }
        }
        asked
    }

    fn choice(&mut self, ui: &mut Ui, lang: Lang, view: &HandOverView<'_>) {
        let has_secret = view.listed.client.client_secret.is_some();
        let with_words = match view.clears_after {
            _ if !has_secret => tr!(lang, "hand-with-none"),
            Some(seconds) => tr!(lang, "hand-with-words", seconds = seconds),
            None => tr!(lang, "hand-with-never"),
        };
        let [without, without_words, with] = ["hand-without", "hand-without-words", "hand-with"].map(|key| lang.t(key));
        let cards = [ChoiceCard { name: &without, words: &without_words }, ChoiceCard { name: &with, words: &with_words }];
        let name = tr!(lang, "hand-secret-choice");
        if let Some(picked) = choice_cards(ui, &name, &cards, Some(usize::from(self.with_secret)), 2) {
            self.with_secret = picked == 1 && has_secret;
        }
    }

    fn env_block(&self, lang: Lang, hand_over: &HandOver<'_>) -> Block {
        let place = if self.with_secret { SecretPlace::Masked } else { SecretPlace::Empty };
        let text = hand_over.env(place).as_str().to_owned();
        Block { title: tr!(lang, "hand-env"), copy: tr!(lang, "hand-copy-env"), text, note: None }
    }

    fn copy_secret(&self, secret: Secret) -> Event {
        Event::CopySecret { of: self.key.clone(), secret }
    }

    fn foot(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &HandOverView<'_>, hand_over: &HandOver<'_>) -> Option<HandOverAnswer> {
        let p = palette(ui);
        let lang = scene.lang;
        let mut answer = None;
        let copy_all = tr!(lang, "hand-copy-all");
        let copy_all = ui.add(Button::primary(&copy_all).icon(icon::COPY));
        if std::mem::take(&mut self.focus) {
            copy_all.request_focus();
        }
        if copy_all.clicked() {
            answer = Some(HandOverAnswer::Event(match &view.listed.client.client_secret {
                Some(secret) if self.with_secret => {
                    self.copy_secret(Secret::from(text(scene, view, hand_over, SecretPlace::Holds(secret)).as_str()))
                }
                _ => Event::Copy(text(scene, view, hand_over, SecretPlace::Empty).as_str().to_owned()),
            }));
        }
        if ui.add(Button::ghost(&tr!(lang, "close"))).clicked() {
            answer = Some(HandOverAnswer::Close);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let save = tr!(lang, "hand-save");
            if ui.add(Button::secondary(&save).enabled(!self.with_secret)).clicked() {
                let text = text(scene, view, hand_over, SecretPlace::Empty).as_str().to_owned();
                let file = FileToSave { name: file_name(&view.listed.client.client_id), text, kind: FileToSave::TEXT };
                answer = Some(HandOverAnswer::Event(Event::File(FileEvent::Save(file))));
            }
            let note = match view.clears_in {
                Some(seconds) => tr!(lang, "clipboard-clears", seconds = seconds),
                None if view.copied => tr!(lang, "hand-copied"),
                None if self.with_secret => tr!(lang, "hand-no-save-note"),
                None => tr!(lang, "hand-save-note"),
            };
            widgets::txt_cut(ui, T::Small, &note, p.text3);
        });
        answer
    }
}

fn words(lang: Lang) -> Words {
    Words {
        secret_comes_apart: tr!(lang, "hand-apart"),
        cannot_be_written: tr!(lang, "hand-by-hand"),
        client_secret: tr!(lang, "hand-ask-secret"),
        code: tr!(lang, "hand-ask-code"),
        refresh_token: tr!(lang, "hand-ask-refresh"),
        access_token: tr!(lang, "hand-ask-token"),
    }
}

fn kind(lang: Lang, listed: &ListedClient) -> String {
    match listed.kind {
        ClientKind::Web => tr!(lang, "hand-web"),
        ClientKind::Standalone => tr!(lang, "hand-standalone"),
    }
}

/// The three that matter, in view; the rest is in what is copied.
fn facts(ui: &mut Ui, lang: Lang, view: &HandOverView<'_>) {
    let client = &view.listed.client;
    widgets::kv(ui, NAMES, &tr!(lang, "hand-type"), T::Body, &kind(lang, view.listed));
    let rights: Vec<&str> = client.scope.iter().map(Scope::as_str).collect();
    let addresses: Vec<&str> = client.registered_redirect_uri.iter().map(String::as_str).collect();
    for (name, values) in [("hand-rights", rights), ("hand-addresses", addresses)] {
        several(ui, lang, &lang.t(name), &values);
    }
}

/// As many whole values as fit on a line, then how many more; all of them under the pointer.
fn several(ui: &mut Ui, lang: Lang, name: &str, values: &[&str]) {
    let p = palette(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    label_at(ui, row.left_center(), Align2::LEFT_CENTER, T::Body, name, p.text3, NAMES - space::S);
    let room = row.width() - NAMES;
    let width = |ui: &Ui, text: &str| ui.painter().layout_job(T::MonoSmall.line_job(text, p.text, f32::INFINITY)).size().x;
    let whole = |count: usize| {
        let shown = values.get(..count).unwrap_or_default().join(" ");
        if count < values.len() { format!("{shown} +{}", values.len() - count) } else { shown }
    };
    let count = (1..=values.len()).rev().find(|count| width(ui, &printable(&whole(*count))) <= room).unwrap_or(1);
    let at = row.left_center() + vec2(NAMES, 0.0);
    let text = if values.is_empty() { tr!(lang, "details-not-said") } else { whole(count) };
    let shown = label_at(ui, at, Align2::LEFT_CENTER, T::MonoSmall, &printable(&text), p.text, room);
    if count < values.len() {
        widgets::tip(shown, T::Mono, &values.join("\n"));
    }
}

/// A block with its name over it; true when it is to be copied.
fn block(ui: &mut Ui, block: &Block) -> bool {
    let p = palette(ui);
    ui.add_space(space::S);
    txt(ui, T::Label, &block.title, p.text2);
    ui.add_space(space::XS);
    let lines: Vec<&str> = block.text.lines().collect();
    let clicked = widgets::well(ui, &lines, &block.copy);
    if let Some(note) = &block.note {
        ui.add_space(space::XS);
        txt(ui, T::Small, note, p.text3);
    }
    clicked
}

fn link_block(lang: Lang, hand_over: &HandOver<'_>) -> Option<Block> {
    let text = hand_over.link()?;
    Some(Block { title: tr!(lang, "hand-link"), copy: tr!(lang, "hand-copy-link"), text, note: Some(tr!(lang, "hand-link-words")) })
}

fn line_blocks(lang: Lang, hand_over: &HandOver<'_>, shell: Shell) -> Vec<Block> {
    let block = |task: Task| {
        let [title, copy] = match task {
            Task::Exchange => ["hand-exchange", "hand-copy-exchange"],
            Task::Refresh => ["hand-refresh", "hand-copy-refresh"],
            Task::Check => ["hand-check", "hand-copy-check"],
        };
        let note = (task == Task::Check).then(|| check_words(lang, hand_over));
        Block { title: lang.t(title), copy: lang.t(copy), text: hand_over.lines(task, shell), note }
    };
    hand_over.tasks().into_iter().map(block).collect()
}

/// What the answers to the check mean; all but 200 is a guess of what client code has seen.
fn check_words(lang: Lang, hand_over: &HandOver<'_>) -> String {
    if hand_over.check_call().1 { tr!(lang, "hand-check-words") } else { tr!(lang, "hand-check-no-right") }
}

/// What this client cannot do.
fn missing(lang: Lang, hand_over: &HandOver<'_>, view: &HandOverView<'_>) -> Vec<String> {
    let tasks = hand_over.tasks();
    let mut missing = Vec::new();
    if !tasks.contains(&Task::Exchange) {
        missing.push(tr!(lang, "hand-no-exchange"));
    } else if !tasks.contains(&Task::Refresh) {
        missing.push(tr!(lang, "hand-no-refresh"));
    }
    if view.listed.client.registered_redirect_uri.is_empty() {
        missing.push(tr!(lang, "hand-no-address"));
    }
    missing
}

/// All of it as one text.
fn text(scene: &Scene<'_>, view: &HandOverView<'_>, hand_over: &HandOver<'_>, secret: SecretPlace<'_>) -> Zeroizing<String> {
    let lang = scene.lang;
    let client = &view.listed.client;
    let (name, number) = version_chooser::words(lang, view.version);
    let addresses = scene.cloud.addresses;
    let at = |base: &Url, path: &str| base.join(path).map(String::from).unwrap_or_default();
    let joined = |values: Vec<&str>| if values.is_empty() { tr!(lang, "details-not-said") } else { values.join(" ") };
    let mut facts = vec![
        ("hand-version", format!("{name}, {number}")),
        ("hand-client", client.client_id.clone()),
        ("hand-type", kind(lang, view.listed)),
        ("hand-rights", joined(client.scope.iter().map(Scope::as_str).collect())),
        ("hand-addresses", joined(client.registered_redirect_uri.iter().map(String::as_str).collect())),
        ("hand-grants", joined(client.authorized_grant_types.iter().map(String::as_str).collect())),
        ("hand-authorize", at(&addresses.oauth, "oauth/authorize")),
        ("hand-token", at(&addresses.oauth, "oauth/token")),
        ("hand-api", addresses.api.to_string()),
    ];
    if let Some(seconds) = client.access_token_validity {
        facts.insert(6, ("hand-lives", time_words::lifetime(lang, seconds)));
    }
    let mut facts: Vec<(String, String)> = facts.into_iter().map(|(name, value)| (lang.t(name), printable(&value).into_owned())).collect();
    let notes = missing(lang, hand_over, view).into_iter().chain([tr!(lang, "hand-lines-note")]);
    facts.extend(notes.map(|words| (tr!(lang, "hand-note"), words)));
    let mut blocks: Vec<(String, String)> =
        link_block(lang, hand_over).map(|block| (block.title, format!("{}\n", block.text))).into_iter().collect();
    for (shell, name) in [(Shell::Bash, "hand-bash"), (Shell::PowerShell, "hand-powershell")] {
        let name = lang.t(name);
        for block in line_blocks(lang, hand_over, shell) {
            let note = block.note.map(|note| format!("# {note}\n")).unwrap_or_default();
            blocks.push((format!("{}, {name}", block.title), note + &block.text));
        }
    }
    let env = hand_over.env(secret);
    let sections =
        std::iter::once((tr!(lang, "hand-env"), env.as_str())).chain(blocks.iter().map(|(name, text)| (name.clone(), text.as_str())));
    hand_over::document(&tr!(lang, "hand-title"), &facts, &sections.collect::<Vec<_>>())
}

/// The name that is offered for the file; an id is somebody else's, and may hold what no name of a file may.
fn file_name(client_id: &str) -> String {
    let id: String = client_id.chars().filter(char::is_ascii_alphanumeric).take(ID_IN_NAME).collect();
    if id.is_empty() { "tokendesk-client.txt".to_owned() } else { format!("tokendesk-{id}.txt") }
}
