//! Reads the texts of one language as data: keys, what they say, which values they want and which plural forms they know.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;

use crate::floors::source;

/// All texts of a language, by key.
pub type Texts = BTreeMap<String, Text>;

/// What stands under one key.
#[derive(Default)]
pub struct Text {
    /// The file that it stands in, without its folder: both languages keep a key in the same one.
    pub file: String,
    /// The words, piece by piece: every variant, without what is put in.
    pub words: Vec<String>,
    /// The whole text, when nothing is put in and nothing chosen.
    pub label: Option<String>,
    /// The values that it wants.
    pub values: BTreeSet<String>,
    /// The variants of each choice.
    pub choices: Vec<BTreeSet<String>>,
    /// Other keys that it takes in.
    pub refers_to: BTreeSet<String>,
}

/// The texts of `assets/i18n/LANGUAGE`.
pub fn language(code: &str) -> Result<Texts, String> {
    let mut files = Vec::new();
    for path in source::paths_below(&format!("assets/i18n/{code}"), "ftl")? {
        files.push((path.clone(), source::text_of(&path)?));
    }
    texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// The texts of these files; a file that Fluent cannot read or a key that is given twice is an error.
pub fn texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Texts, String> {
    let mut all = Texts::new();
    for (path, text) in files {
        let resource = parser::parse(text).map_err(|(_, errors)| format!("{path} is not Fluent: {errors:?}"))?;
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let file = path.rsplit('/').next().unwrap_or(path).to_owned();
            let mut found = Text { file, ..Text::default() };
            match &message.value {
                Some(pattern) => found.take(pattern),
                None => return Err(format!("{path}: {} says nothing", message.id.name)),
            }
            if !message.attributes.is_empty() {
                return Err(format!("{path}: {} has attributes, which nobody looks up", message.id.name));
            }
            found.label = found.words.first().filter(|_| found.is_plain()).cloned();
            if all.insert(message.id.name.to_owned(), found).is_some() {
                return Err(format!("{path}: {} is given twice", message.id.name));
            }
        }
    }
    Ok(all)
}

impl Text {
    fn is_plain(&self) -> bool {
        self.words.len() == 1 && self.values.is_empty() && self.choices.is_empty() && self.refers_to.is_empty()
    }

    fn take(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words.push((*value).to_owned()),
                PatternElement::Placeable { expression } => self.take_expression(expression),
            }
        }
    }

    fn take_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.take_inline(inline),
            Expression::Select { selector, variants } => {
                self.take_inline(selector);
                let keys = variants.iter().map(|variant| match &variant.key {
                    VariantKey::Identifier { name } => (*name).to_owned(),
                    VariantKey::NumberLiteral { value } => (*value).to_owned(),
                });
                self.choices.push(keys.collect());
                for variant in variants {
                    self.take(&variant.value);
                }
            }
        }
    }

    fn take_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.values.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.refers_to.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. } => arguments.positional.iter().for_each(|given| self.take_inline(given)),
            InlineExpression::Placeable { expression } => self.take_expression(expression),
            InlineExpression::StringLiteral { value } => self.words.push((*value).to_owned()),
            InlineExpression::NumberLiteral { .. } | InlineExpression::TermReference { .. } => {}
        }
    }
}
