//! Turns a request into the headers and bytes that leave this computer.

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::request::{ApiRequest, Body, Field};

/// All headers of a request, or nothing when a value cannot stand in one.
pub(super) fn headers_of(request: &ApiRequest) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    match &request.body {
        Body::None => {}
        Body::Json(_) => drop(headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"))),
        Body::Form(_) => drop(headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))),
    }
    for (name, value) in &request.headers {
        headers.insert(HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    let mut insert_secret = |name: &str, value: Zeroizing<String>| {
        let mut value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_bytes(name.as_bytes()).ok()?, value);
        Some(())
    };
    for (name, value) in &request.secret_headers {
        insert_secret(name, Zeroizing::new(value.secret().expose().to_owned()))?;
    }
    if let Some((token, form)) = &request.token {
        insert_secret(form.name(), Zeroizing::new(format!("{}{}", form.scheme(), token.secret().expose())))?;
    }
    if headers.get(USER_AGENT).is_some_and(HeaderValue::is_empty) {
        headers.remove(USER_AGENT);
    }
    Some(headers)
}

/// The bytes of a request's body.
pub(super) fn body_of(request: &ApiRequest) -> Option<Vec<u8>> {
    match &request.body {
        Body::None => None,
        Body::Json(json) => Some(json.clone()),
        Body::Form(fields) => {
            let mut form = form_urlencoded::Serializer::new(String::new());
            for (name, value) in fields {
                match value {
                    Field::Plain(value) => form.append_pair(name, value),
                    Field::Secret(value) => form.append_pair(name, value.secret().expose()),
                };
            }
            Some(form.finish().into_bytes())
        }
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::model::origin::Origin;
    use crate::net::{BoundSecret, HeaderForm};

    #[test]
    fn headers_with_a_secret_say_so_to_the_library_and_no_other_does() {
        let url = Url::parse("https://dev.example/").unwrap();
        let secret = |text: &str| BoundSecret::new(text.into(), vec![Origin::of(&url)]);
        let request = ApiRequest::get(url.clone())
            .header("accept", "text/plain")
            .token(secret("MARKER-1"), HeaderForm::XBearer)
            .secret_header("2fa_confirmation", secret("MARKER-2"));
        let headers = headers_of(&request).unwrap();
        let sensitive: Vec<&str> = headers.iter().filter(|(_, value)| value.is_sensitive()).map(|(name, _)| name.as_str()).collect();
        assert_eq!((sensitive.len(), headers.len()), (2, 3));
        assert!(sensitive.contains(&"x-authorization") && sensitive.contains(&"2fa_confirmation"));
        assert!(!format!("{headers:?}").contains("MARKER"));
    }
}
