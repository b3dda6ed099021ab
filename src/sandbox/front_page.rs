//! The first page: what the sandbox is, who lives in it, lines to paste, and honestly what is only a guess.

use super::curl_lines::pastes;
use super::invitation::Invitation;
use super::pages::escape;
use super::seed::MAIN_EMAIL;
use super::state::Cloud;
use crate::i18n::Lang;
use crate::tr;

/// The inside of the page's `main`.
pub(super) fn main(lang: Lang, cloud: &Cloud) -> String {
    let invitation = Invitation::to(cloud);
    [
        format!("<h1>{}</h1>\n", escape(&tr!(lang, "sandbox-page-title"))),
        format!("<p class=\"lead\">{}</p>\n", escape(&tr!(lang, "sandbox-page-lead"))),
        hosts(lang, cloud),
        people(lang, cloud),
        versions(lang, &invitation),
        curl(lang, cloud, &invitation),
        guesses(lang),
    ]
    .concat()
}

fn hosts(lang: Lang, cloud: &Cloud) -> String {
    let title = tr!(lang, "sandbox-hosts-title");
    let [dev, oauth, api] = &cloud.addresses;
    let what = [tr!(lang, "sandbox-host-dev"), tr!(lang, "sandbox-host-oauth"), tr!(lang, "sandbox-host-api")];
    let names = ["https://dev.evotor.ru", "https://oauth.evotor.ru", "https://api.evotor.ru"];
    let rows = names.into_iter().zip([dev, oauth, api]).zip(&what);
    let rows = rows.map(|((name, here), what)| vec![mono(name), mono(here), text(what)]).collect::<Vec<_>>();
    let lead = if dev == oauth { tr!(lang, "sandbox-hosts-one-port") } else { tr!(lang, "sandbox-hosts-three-ports") };
    let heads = [tr!(lang, "sandbox-head-real"), tr!(lang, "sandbox-head-here"), tr!(lang, "sandbox-head-what")];
    section(&title, &lead, &table(&title, &heads, &rows))
}

fn people(lang: Lang, cloud: &Cloud) -> String {
    let title = tr!(lang, "sandbox-people-title");
    let state = cloud.state();
    let rows = state.publishers.iter().map(|publisher| {
        let is_main = publisher.email == MAIN_EMAIL;
        let note = match (publisher.is_blocked, is_main) {
            (true, _) => tr!(lang, "sandbox-person-blocked"),
            (false, true) => tr!(lang, "sandbox-person-main"),
            (false, false) => tr!(lang, "sandbox-person-other"),
        };
        vec![mono(publisher.email), mono(&publisher.password), text(&note)]
    });
    let heads = [tr!(lang, "sandbox-head-email"), tr!(lang, "sandbox-head-password"), tr!(lang, "sandbox-head-note")];
    section(&title, &tr!(lang, "sandbox-people-lead"), &table(&title, &heads, &rows.collect::<Vec<_>>()))
}

fn versions(lang: Lang, invitation: &Invitation) -> String {
    let title = tr!(lang, "sandbox-versions-title");
    let rows = invitation.versions.iter().map(|version| {
        let ids = format!("{}<br>{}", mono(&version.app_id), mono(&version.id));
        let count = i64::try_from(version.clients).unwrap_or(i64::MAX);
        vec![
            format!("<span lang=\"ru\">{}</span>", escape(&version.app_name)),
            mono(&version.number),
            ids,
            text(&tr!(lang, "sandbox-clients-count", count = count)),
        ]
    });
    let heads = [
        tr!(lang, "sandbox-head-app"),
        tr!(lang, "sandbox-head-version"),
        tr!(lang, "sandbox-head-ids"),
        tr!(lang, "sandbox-head-clients"),
    ];
    section(&title, &tr!(lang, "sandbox-versions-lead"), &table(&title, &heads, &rows.collect::<Vec<_>>()))
}

fn curl(lang: Lang, cloud: &Cloud, invitation: &Invitation) -> String {
    let [dev, oauth, _] = &cloud.addresses;
    let pastes = pastes(lang, dev, oauth, invitation).into_iter().map(|paste| {
        format!(
            "<li>\n<h3>{}</h3>\n<p>{}</p>\n<pre class=\"curl\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><code>{}</code></pre>\n</li>\n",
            escape(&paste.title),
            escape(&paste.expect),
            escape(&paste.title),
            escape(&paste.lines)
        )
    });
    let list = format!("<ol>\n{}</ol>\n", pastes.collect::<Vec<_>>().concat());
    section(&tr!(lang, "sandbox-curl-title"), &tr!(lang, "sandbox-curl-lead"), &list)
}

fn guesses(lang: Lang) -> String {
    let guesses = [
        tr!(lang, "sandbox-guess-refusals"),
        tr!(lang, "sandbox-guess-code"),
        tr!(lang, "sandbox-guess-tokens"),
        tr!(lang, "sandbox-guess-renewal"),
        tr!(lang, "sandbox-guess-version"),
        tr!(lang, "sandbox-guess-header"),
        tr!(lang, "sandbox-guess-paging"),
        tr!(lang, "sandbox-guess-create"),
        tr!(lang, "sandbox-guess-missing"),
    ];
    let items = guesses.iter().map(|guess| format!("<li>{}</li>\n", escape(guess))).collect::<Vec<_>>().concat();
    section(&tr!(lang, "sandbox-guess-title"), &tr!(lang, "sandbox-guess-lead"), &format!("<ul>\n{items}</ul>\n"))
}

fn section(title: &str, lead: &str, inside: &str) -> String {
    format!("<section>\n<h2>{}</h2>\n<p>{}</p>\n{inside}</section>\n", escape(title), escape(lead))
}

/// A table of cells that are HTML already. It scrolls where it is too wide, by the keyboard too.
fn table(title: &str, heads: &[String], rows: &[Vec<String>]) -> String {
    let heads = heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", escape(head))).collect::<Vec<_>>().concat();
    let rows = rows.iter().map(|cells| format!("<tr><td>{}</td></tr>\n", cells.join("</td><td>"))).collect::<Vec<_>>().concat();
    let title = escape(title);
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn text(text: &str) -> String {
    escape(text).into_owned()
}

fn mono(text: &str) -> String {
    format!("<span class=\"mono\">{}</span>", escape(text))
}
