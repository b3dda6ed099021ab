//! Holds the words: both languages say the same things, nothing is missing, nothing is left over, the fixed names stand as they are.

mod ftl;
mod labels;

use std::collections::BTreeSet;

use crate::floors::facts::TextUse;
use crate::floors::source;
use ftl::{Text, Texts};

/// Both languages.
struct Both {
    ru: Texts,
    en: Texts,
}

impl Both {
    fn of_the_house() -> Result<Self, String> {
        Ok(Self { ru: ftl::language("ru")?, en: ftl::language("en")? })
    }

    /// The pairs of texts that stand under one key.
    fn pairs(&self) -> impl Iterator<Item = (&str, &Text, &Text)> {
        self.en.iter().filter_map(|(key, en)| self.ru.get(key).map(|ru| (key.as_str(), ru, en)))
    }

    /// What one language says and the other does not, or says in another file, or with other values.
    fn differences(&self) -> Vec<String> {
        let only = |these: &Texts, those: &Texts, name: &str| -> Vec<String> {
            these.keys().filter(|key| !those.contains_key(*key)).map(|key| format!("{key} is only in {name}")).collect()
        };
        let unlike = self.pairs().filter(|(_, ru, en)| ru.values != en.values || ru.file != en.file);
        let unlike = unlike.map(|(key, ru, en)| format!("{key}: ru {} {:?}, en {} {:?}", ru.file, ru.values, en.file, en.values));
        [only(&self.en, &self.ru, "en"), only(&self.ru, &self.en, "ru"), unlike.collect()].concat()
    }

    /// The keys that nothing names: no string of the source, no string of the data files, no other text.
    fn unused(&self, strings: &BTreeSet<String>) -> Vec<&String> {
        let referred = |key: &String| self.en.values().chain(self.ru.values()).any(|text| text.refers_to.contains(key));
        self.en.keys().filter(|key| !strings.contains(*key) && !referred(key)).collect()
    }

    /// What is wrong with a place that asks for a text.
    fn wrong_with(&self, asked: &TextUse) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut wanted = BTreeSet::new();
        for key in &asked.keys {
            let Some(text) = self.en.get(key) else {
                wrong.push(format!("{key} is no text"));
                continue;
            };
            wanted.extend(text.values.iter().cloned());
        }
        if let Some(given) = &asked.values
            && wrong.is_empty()
            && !asked.keys.is_empty()
            && *given != wanted
        {
            wrong.push(format!("{} wants {wanted:?} and is given {given:?}", asked.keys.join(" or ")));
        }
        wrong
    }

    /// Words in a screen that look like a key and are none: a key may travel in a table or a `match` before it is asked for.
    fn unknown_keys(&self, file: &source::File) -> Vec<String> {
        let drawn = matches!(file.floor().as_str(), "screens" | "widgets");
        let strings = if drawn { file.facts().strings } else { BTreeSet::new() };
        let unknown = strings.into_iter().filter(|word| word.contains('-') && is_kebab_case(word) && !self.en.contains_key(word));
        unknown.map(|word| format!("{word} looks like a key and is no text")).collect()
    }

    /// Fixed names that are missing, or that stand for something else in the other language.
    fn wrong_labels(&self) -> Vec<String> {
        let says = |text: &Text, label: &str| text.label.as_deref() == Some(label);
        let missing =
            labels::SHOWN.iter().filter(|(english, russian)| !self.pairs().any(|(_, ru, en)| says(en, english) && says(ru, russian)));
        let missing = missing.map(|(english, russian)| format!("no key says “{english}” and “{russian}”"));
        let unlike = labels::SHOWN.iter().chain(labels::LATER).flat_map(|(english, russian)| {
            let alone = self.pairs().filter(|(_, ru, en)| says(en, english) && !says(ru, russian));
            alone.map(move |(key, ru, _)| format!("{key} says “{english}” and in Russian {:?} instead of “{russian}”", ru.label))
        });
        missing.chain(unlike).collect()
    }

    /// What the style of the words forbids, in either language.
    fn wrong_style(&self) -> Vec<String> {
        let both = self.ru.iter().map(|text| ("ru", text)).chain(self.en.iter().map(|text| ("en", text)));
        both.flat_map(|(language, (key, text))| {
            let words = text.words.iter().flat_map(|words| wrong_words(words)).map(str::to_owned);
            let choices = text.choices.iter().filter_map(|choice| missing_plural(language, choice));
            let name = (!is_kebab_case(key)).then(|| "a key is lower-case words with hyphens".to_owned());
            // The value may be foreign words, and the marks in those are no markup.
            let is_marked = text.words.iter().any(|words| words.contains('`') || words.contains("**"));
            let marked = (is_marked && !text.values.is_empty()).then(|| "marks beside a value".to_owned());
            words.chain(choices).chain(name).chain(marked).map(move |wrong| format!("{language} {key}: {wrong}")).collect::<Vec<_>>()
        })
        .collect()
    }
}

fn wrong_words(words: &str) -> Vec<&'static str> {
    let unwanted = [
        ("  ", "two spaces"),
        ("\t", "a tab"),
        ("!", "an exclamation mark"),
        ("...", "three dots instead of …"),
        (" ,", "a space before a comma"),
        (" .", "a space before a full stop"),
        ("\"", "straight quotes"),
    ];
    unwanted.iter().filter(|(sign, _)| words.contains(sign)).map(|(_, what)| *what).collect()
}

/// A choice between plural forms must know all that the language has: 1 клиент, 2 клиента, 5 клиентов.
fn missing_plural(language: &str, choice: &BTreeSet<String>) -> Option<String> {
    let is_plural = choice.iter().any(|form| matches!(form.as_str(), "one" | "few" | "many" | "two" | "zero"));
    let forms: &[&str] = if language == "ru" { &["one", "few", "many"] } else { &["one", "other"] };
    let missing: Vec<&&str> = forms.iter().filter(|form| !choice.contains(**form)).collect();
    (is_plural && !missing.is_empty()).then(|| format!("no plural form for {missing:?}"))
}

fn is_kebab_case(key: &str) -> bool {
    key.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
}

/// Every string of the house outside its tests, and of its data files.
fn strings_of_the_house() -> Result<BTreeSet<String>, String> {
    let mut strings: BTreeSet<String> = source::house()?.iter().flat_map(|file| file.facts().strings).collect();
    strings.extend(strings_of_the_data()?.into_iter().map(|(_, text)| text));
    Ok(strings)
}

/// Every string of `assets/*.toml` with the name of the field that it stands in.
fn strings_of_the_data() -> Result<Vec<(String, String)>, String> {
    let mut strings = Vec::new();
    for path in source::paths_below("assets", "toml")? {
        let data: toml::Table = source::text_of(&path)?.parse().map_err(|error| format!("{path}: {error}"))?;
        let mut fields: Vec<(&str, &toml::Value)> = data.iter().map(|(name, value)| (name.as_str(), value)).collect();
        while let Some((name, value)) = fields.pop() {
            match value {
                toml::Value::String(text) => strings.push((name.to_owned(), text.clone())),
                toml::Value::Array(inside) => fields.extend(inside.iter().map(|value| (name, value))),
                toml::Value::Table(inside) => fields.extend(inside.iter().map(|(name, value)| (name.as_str(), value))),
                _ => {}
            }
        }
    }
    Ok(strings)
}

fn lines(wrong: &[String]) -> String {
    format!("{}:\n{}", wrong.len(), wrong.join("\n"))
}

#[test]
fn both_languages_say_the_same_things_with_the_same_values() {
    let wrong = Both::of_the_house().unwrap().differences();
    assert!(wrong.is_empty(), "{}", lines(&wrong));
}

#[test]
fn no_text_is_left_over() {
    let both = Both::of_the_house().unwrap();
    let unused = both.unused(&strings_of_the_house().unwrap());
    assert!(unused.is_empty(), "nobody says {unused:#?}");
}

#[test]
fn no_text_is_missing_where_it_is_asked_for() {
    let both = Both::of_the_house().unwrap();
    let house = source::house().unwrap();
    let wrong = house.iter().flat_map(|file| {
        let asked = file.facts().texts.into_iter().flat_map(|asked| both.wrong_with(&asked));
        asked.chain(both.unknown_keys(file)).map(|wrong| format!("{}: {wrong}", file.path)).collect::<Vec<_>>()
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", lines(&wrong));
}

#[test]
fn the_data_files_name_texts_that_exist() {
    let both = Both::of_the_house().unwrap();
    let data = strings_of_the_data().unwrap();
    let keys: Vec<&String> = data.iter().filter(|(field, _)| matches!(field.as_str(), "text" | "object")).map(|(_, key)| key).collect();
    assert!(keys.len() > 20, "the table of rights was not found");
    let missing: Vec<&&String> = keys.iter().filter(|key| !both.en.contains_key(**key)).collect();
    assert!(missing.is_empty(), "no texts: {missing:?}");
}

#[test]
fn the_fixed_names_stand_as_people_are_taught_them() {
    let wrong = Both::of_the_house().unwrap().wrong_labels();
    assert!(wrong.is_empty(), "{}", lines(&wrong));
}

#[test]
fn the_words_keep_their_style() {
    let wrong = Both::of_the_house().unwrap().wrong_style();
    assert!(wrong.is_empty(), "{}", lines(&wrong));
}

/// Both languages from one file each.
fn both(ru: &str, en: &str) -> Both {
    let (Ok(ru), Ok(en)) = (ftl::texts([("ru/a.ftl", ru)]), ftl::texts([("en/a.ftl", en)])) else {
        unreachable!("the snippets are not Fluent: {ru} {en}")
    };
    Both { ru, en }
}

#[test]
fn a_difference_is_seen() {
    assert_eq!(both("a = А", "a = A").differences(), [""; 0]);
    assert_eq!(both("a = А\nb = Б", "a = A").differences(), ["b is only in ru"]);
    assert_eq!(both("a = А", "a = A\nb = B").differences(), ["b is only in en"]);
    assert_eq!(both("a = { $n } А", "a = { $m } A").differences().len(), 1);
    assert_eq!(both("a = { NUMBER($n) } А", "a = { $n ->\n *[other] A\n }").differences(), [""; 0]);
    let moved = Both { ru: ftl::texts([("ru/a.ftl", "a = А")]).unwrap(), en: ftl::texts([("en/b.ftl", "a = A")]).unwrap() };
    assert_eq!(moved.differences().len(), 1);
}

#[test]
fn a_file_that_fluent_cannot_read_or_that_says_a_thing_twice_is_refused() {
    for bad in ["a = { $n", "a", "a = А\na = Б", "a = А\n    .tooltip = Б"] {
        assert!(ftl::texts([("ru/a.ftl", bad)]).is_err(), "not seen: {bad}");
    }
}

#[test]
fn a_text_left_over_is_seen() {
    let both = both("a = А\nb = { c }\nc = В", "a = A\nb = { c }\nc = C");
    assert_eq!(both.unused(&BTreeSet::from(["b".to_owned()])), ["a"]);
}

#[test]
fn a_missing_text_or_value_is_seen() {
    let both = both("a = А\nb = { $n }", "a = A\nb = { $n }");
    let said = |code: &str| {
        let file = source::File::read("src/screens/clients.rs", &format!("fn f() {{ {code}; }}")).unwrap();
        file.facts().texts.iter().flat_map(|asked| both.wrong_with(asked)).collect::<Vec<_>>()
    };
    for right in [
        "tr!(l, \"a\")",
        "l.t(\"a\")",
        "tr!(l, \"b\", n = 1)",
        "l.t_with(\"b\", &v)",
        "tr!(l, if x { \"a\" } else { \"b\" }, n = 1)",
        "tr!(l, key)",
    ] {
        assert_eq!(said(right), [""; 0], "{right}");
    }
    for wrong in [
        "tr!(l, \"z\")",
        "l.t(\"z\")",
        "l.t_with(\"z\", &v)",
        "tr!(l, \"b\")",
        "tr!(l, \"b\", m = 1)",
        "tr!(l, \"a\", n = 1)",
        "l.t(\"b\")",
        "format!(\"{}\", tr!(l, \"z\"))",
        "l.t(match x { 1 => \"a\", _ => \"z\" })",
    ] {
        assert_eq!(said(wrong).len(), 1, "not seen: {wrong}");
    }
}

#[test]
fn a_key_that_travels_is_seen() {
    let both = both("nav-clients = А", "nav-clients = A");
    let said = |path: &str, code: &str| both.unknown_keys(&source::File::read(path, code).unwrap());
    let code = "fn f() { for name in [\"nav-clients\", \"nav-clint\", \"email\", \"a-\", \"x y-z\"] { l.t(name); } }";
    assert_eq!(said("src/screens/shell.rs", code), ["nav-clint looks like a key and is no text"]);
    assert_eq!(said("src/app/options.rs", code), [""; 0]);
}

#[test]
fn a_changed_name_is_seen() {
    let all: (Vec<String>, Vec<String>) =
        labels::SHOWN.iter().enumerate().map(|(n, (en, ru))| (format!("k{n} = {ru}"), format!("k{n} = {en}"))).unzip();
    let (ru, en) = (all.0.join("\n"), all.1.join("\n"));
    assert_eq!(both(&ru, &en).wrong_labels(), [""; 0]);
    assert_eq!(both(&ru.replace("Войти\n", "Вход\n"), &en).wrong_labels().len(), 2);
    assert_eq!(both(&ru, &en.replace("= Sign in\n", "= Log in\n")).wrong_labels().len(), 1);
    assert_eq!(both(&format!("{ru}\nz = Послать"), &format!("{en}\nz = Send")).wrong_labels().len(), 1);
}

#[test]
fn a_breach_of_style_is_seen() {
    for (ru, what) in [
        ("a = Готово!", "an exclamation mark"),
        ("a = Ждём...", "three dots instead of …"),
        ("a = Два  пробела", "two spaces"),
        ("a = { $n ->\n [one] клиент\n *[other] клиентов\n }", "no plural form for [\"few\", \"many\"]"),
        ("aB = А", "a key is lower-case words with hyphens"),
        ("a = Нажмите **F12** в { $name }", "marks beside a value"),
    ] {
        let wrong = both(ru, "").wrong_style();
        assert!(wrong.len() == 1 && wrong[0].ends_with(what), "{ru}: {wrong:?}");
    }
    assert_eq!(both("", "a = { $n ->\n [one] client\n *[many] clients\n }").wrong_style().len(), 1);
    let right = "a = { $n ->\n [one] клиент\n [few] клиента\n *[many] клиентов\n } и { $kind ->\n [web] веб\n *[standalone] автономный\n }";
    assert_eq!(both(right, "").wrong_style(), [""; 0]);
}
