//! The sandbox's pages for a browser and a shell: which page, in which language and kind; and the mailbox.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use serde_json::{Value, json};

use super::errors::json_answer;
use super::front_page;
use super::mailbox::Mail;
use super::state::Cloud;
use crate::i18n::Lang;
use crate::tr;

const STYLE: &str = include_str!("page.css");
const GUARDS: [(HeaderName, &str); 4] = [
    (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
];

/// `GET /`
pub(super) async fn front(State(cloud): State<Arc<Cloud>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let lang = language(query.as_deref(), &headers);
    page(lang, "/", &tr!(lang, "sandbox-page-title"), &front_page::main(lang, &cloud))
}

/// `GET /mailbox`: a page; with `Accept: application/json` the mails; with `Accept: text/plain` the newest code alone.
/// `?to=` chooses a publisher.
pub(super) async fn mailbox(State(cloud): State<Arc<Cloud>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let lang = language(query.as_deref(), &headers);
    let to = parameter(query.as_deref(), "to");
    let mut mails = cloud.mailbox.all();
    mails.retain(|mail| to.as_deref().is_none_or(|to| to == mail.to));
    mails.reverse();
    let accepted = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.contains("application/json") {
        json_answer(StatusCode::OK, json!({ "mails": mails.iter().map(mail_json).collect::<Vec<_>>() }))
    } else if accepted.starts_with("text/plain") {
        let code = mails.first().map(|mail| format!("{}\n", mail.code));
        code.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |code| ([(CACHE_CONTROL, "no-store")], code).into_response())
    } else {
        page(lang, "/mailbox", &tr!(lang, "sandbox-mailbox-title"), &mailbox_main(lang, &mails))
    }
}

fn mail_json(mail: &Mail) -> Value {
    json!({
        "to": mail.to,
        "at": mail.at.to_string(),
        "code": mail.code,
        "subject": { "ru": mail.subject(Lang::Ru), "en": mail.subject(Lang::En) },
        "text": { "ru": mail.text(Lang::Ru), "en": mail.text(Lang::En) },
    })
}

fn mailbox_main(lang: Lang, mails: &[Mail]) -> String {
    let (title, lead) = (tr!(lang, "sandbox-mailbox-title"), tr!(lang, "sandbox-mailbox-lead"));
    let mut main = vec![format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escape(&title), escape(&lead))];
    if mails.is_empty() {
        main.push(format!("<p class=\"empty\">{}</p>\n", escape(&tr!(lang, "sandbox-mailbox-empty"))));
    }
    for mail in mails {
        main.push(format!(
            "<article class=\"mail\">\n<h2>{subject}</h2>\n<p class=\"quiet\">{to}: <span class=\"mono\">{address}</span> · \
             <time datetime=\"{at}\">{shown}</time></p>\n<p class=\"code\">{code}</p>\n<p>{text}</p>\n</article>\n",
            subject = escape(&mail.subject(lang)),
            to = escape(&tr!(lang, "sandbox-mailbox-to")),
            address = escape(&mail.to),
            at = mail.at,
            shown = mail.at.strftime("%Y-%m-%d %H:%M:%S UTC"),
            code = escape(&mail.code),
            text = escape(&mail.text(lang)),
        ));
    }
    main.concat()
}

/// A whole page around its `main`: no script, nothing from elsewhere.
fn page(lang: Lang, path: &str, title: &str, main: &str) -> Response {
    let link = |to: &str, text: &str, is_here: bool| {
        let here = if is_here { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{to}\"{here}>{}</a>", escape(text))
    };
    let other = |code: &str, name: &str| format!("<a href=\"{path}?lang={code}\" lang=\"{code}\" hreflang=\"{code}\">{name}</a>");
    let html = format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">{skip}</a>\n<header>\n<p class=\"mark\">Tokendesk <span>{mark}</span></p>\n\
         <nav aria-label=\"{pages}\">{front} {mailbox}</nav>\n<nav aria-label=\"{languages}\">{language}</nav>\n</header>\n\
         <main id=\"main\">\n{main}</main>\n</body>\n</html>\n",
        code = lang.code(),
        title = escape(title),
        skip = escape(&tr!(lang, "sandbox-page-skip")),
        mark = escape(&tr!(lang, "sandbox-page-mark")),
        pages = escape(&tr!(lang, "sandbox-page-pages")),
        front = link(&format!("/?lang={}", lang.code()), &tr!(lang, "sandbox-page-front"), path == "/"),
        mailbox = link(&format!("/mailbox?lang={}", lang.code()), &tr!(lang, "sandbox-mailbox-title"), path == "/mailbox"),
        languages = escape(&tr!(lang, "sandbox-page-languages")),
        language = match lang {
            Lang::Ru => other("en", "English"),
            Lang::En => other("ru", "Русский"),
        },
    );
    let mut answer = Html(html).into_response();
    for (name, value) in GUARDS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}

/// `?lang=` first, then what the browser asks for.
fn language(query: Option<&str>, headers: &HeaderMap) -> Lang {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Lang::of_tag(parameter(query, "lang").as_deref().unwrap_or(accepted))
}

fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query?.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Text as it stands in HTML, also between quotes.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Cow::Owned(text.replace('"', "&quot;").replace('\'', "&#39;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stands_in_html_as_it_was_written() {
        assert_eq!(escape("<b title='x'>\"&lt;\""), "&lt;b title=&#39;x&#39;&gt;&quot;&amp;lt;&quot;");
        assert!(matches!(escape("plain · простой"), Cow::Borrowed(_)));
    }
}
