//! What a file says: the names it uses, the methods it calls, its strings and numbers, the texts it asks for.
//!
//! What is inside `cfg(test)` is left out of every fact: a test may name what it likes. Imports are followed, so that
//! `use crate::net; net::Transport` is known as `crate::net::Transport`, and arguments of macros are read as expressions.

use std::collections::{BTreeMap, BTreeSet};

use syn::buffer::{Cursor, TokenBuffer};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, ImplItem, Item, Lit, Meta, Stmt, Token, UseTree};

/// What a file says outside its tests.
#[derive(Default)]
pub struct Facts {
    /// Every path in full: a name of the house begins with `crate`, an imported one with the crate that it comes from.
    pub names: BTreeSet<Vec<String>>,
    /// Method calls: the method and how many arguments it is given, and whether one of them is a bare number.
    pub calls: Vec<Call>,
    pub strings: BTreeSet<String>,
    /// Numbers as written, but for those that a `const` gives a name to.
    pub numbers: BTreeSet<String>,
    pub texts: Vec<TextUse>,
}

pub struct Call {
    pub method: String,
    pub arguments: usize,
    pub bare_number: bool,
}

/// A place where a text of `assets/i18n` is asked for.
pub struct TextUse {
    /// The keys that are written there: more than one where an expression chooses.
    pub keys: Vec<String>,
    /// The names of the values put in; `None` where they cannot be read (`t_with`).
    pub values: Option<BTreeSet<String>>,
}

/// Collects the facts of one file.
#[derive(Default)]
pub struct Reader {
    module: Vec<String>,
    /// Names as written, with the module they are written in.
    written: Vec<(Vec<String>, Vec<String>)>,
    /// What an import calls a name here.
    imports: BTreeMap<String, Vec<String>>,
    inside_const: usize,
    inside_attribute: bool,
    facts: Facts,
}

impl Reader {
    /// Reads a file that is this module.
    pub fn of(module: Vec<String>) -> Self {
        Self { module, ..Self::default() }
    }

    fn name(&mut self, segments: Vec<String>) {
        self.written.push((self.module.clone(), segments));
    }

    fn import(&mut self, tree: &UseTree, mut before: Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(&path.tree, before);
            }
            UseTree::Name(name) if name.ident == "self" => self.imported(before.last().cloned().unwrap_or_default(), before),
            UseTree::Name(name) => {
                before.push(name.ident.to_string());
                self.imported(name.ident.to_string(), before);
            }
            UseTree::Rename(rename) => {
                if rename.ident != "self" {
                    before.push(rename.ident.to_string());
                }
                self.imported(rename.rename.to_string(), before);
            }
            UseTree::Glob(_) => {
                before.push("*".to_owned());
                self.name(before);
            }
            UseTree::Group(group) => group.items.iter().for_each(|item| self.import(item, before.clone())),
        }
    }

    fn imported(&mut self, called: String, target: Vec<String>) {
        self.imports.insert(called, from_root(&self.module, target.clone()));
        self.name(target);
    }

    /// Reads what no expression can be made of: paths and strings, token by token.
    fn tokens(&mut self, mut cursor: Cursor<'_>) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        while !cursor.eof() {
            if let Some((ident, after)) = cursor.ident() {
                if colons != 2 && !path.is_empty() {
                    self.name(std::mem::take(&mut path));
                }
                path.push(ident.to_string());
                (cursor, colons) = (after, 0);
                continue;
            }
            if let Some((punct, after)) = cursor.punct()
                && punct.as_char() == ':'
            {
                (cursor, colons) = (after, colons + 1);
                continue;
            }
            colons = 0;
            if !path.is_empty() {
                self.name(std::mem::take(&mut path));
            }
            if let Some((inside, _, _, after)) = cursor.any_group() {
                self.tokens(inside);
                cursor = after;
            } else if let Some((literal, after)) = cursor.literal() {
                self.visit_lit(&Lit::new(literal));
                cursor = after;
            } else if let Some((_, after)) = cursor.token_tree() {
                cursor = after;
            }
        }
        if !path.is_empty() {
            self.name(path);
        }
    }

    /// The facts, with every import followed: to be called when the whole file has been visited.
    pub fn finish(mut self) -> Facts {
        for (module, segments) in self.written {
            let name = from_root(&module, segments);
            let followed = match name.split_first() {
                Some((first, rest)) if self.imports.contains_key(first) => [&self.imports[first], rest].concat(),
                _ => name,
            };
            self.facts.names.insert(followed);
        }
        self.facts
    }
}

/// `self::`, `super::` and the library's own name become `crate::…`; anything else stays as it is.
fn from_root(module: &[String], segments: Vec<String>) -> Vec<String> {
    let ups = segments.iter().take_while(|segment| *segment == "super").count();
    match segments.first().map(String::as_str) {
        Some("tokendesk") => [vec!["crate".to_owned()], segments[1..].to_vec()].concat(),
        Some("self") if segments.len() > 1 => [vec!["crate".to_owned()], module.to_vec(), segments[1..].to_vec()].concat(),
        Some("super") => [vec!["crate".to_owned()], module[..module.len().saturating_sub(ups)].to_vec(), segments[ups..].to_vec()].concat(),
        _ => segments,
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        if !for_tests(attributes_of(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Const(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !for_tests(attributes) {
            self.inside_const += usize::from(matches!(item, ImplItem::Const(_)));
            visit::visit_impl_item(self, item);
            self.inside_const -= usize::from(matches!(item, ImplItem::Const(_)));
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !for_tests(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.inside_const += 1;
        visit::visit_item_const(self, item);
        self.inside_const -= 1;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.name(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.inside_attribute = true;
            self.tokens(TokenBuffer::new2(list.tokens.clone()).begin());
            self.inside_attribute = false;
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        visit::visit_macro(self, mac);
        let Ok(arguments) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone()) else {
            return self.tokens(TokenBuffer::new2(mac.tokens.clone()).begin());
        };
        if mac.path.segments.last().is_some_and(|last| last.ident == "tr") {
            self.name(vec!["crate".to_owned(), "tr".to_owned()]);
            let values = arguments.iter().skip(2).filter_map(value_name).collect();
            let keys = arguments.get(1).map(strings_in).unwrap_or_default();
            self.facts.texts.push(TextUse { keys, values: Some(values) });
        }
        arguments.iter().for_each(|argument| self.visit_expr(argument));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let method = call.method.to_string();
        if let ("t" | "t_with", Some(key)) = (method.as_str(), call.args.first()) {
            let values = (method == "t").then(BTreeSet::new);
            self.facts.texts.push(TextUse { keys: strings_in(key), values });
        }
        let bare_number =
            call.args.iter().any(|argument| matches!(argument, Expr::Lit(lit) if matches!(lit.lit, Lit::Float(_) | Lit::Int(_))));
        self.facts.calls.push(Call { method, arguments: call.args.len(), bare_number });
        visit::visit_expr_method_call(self, call);
    }

    fn visit_lit(&mut self, literal: &'ast Lit) {
        match literal {
            // `#[serde(with = "crate::…")]` is a name; other words of an attribute are not the program's.
            Lit::Str(text) if self.inside_attribute => self.name(text.value().split("::").map(str::to_owned).collect()),
            Lit::Str(text) => {
                self.facts.strings.insert(text.value());
            }
            Lit::Int(number) if self.inside_const == 0 => {
                self.facts.numbers.insert(number.to_string());
            }
            Lit::Float(number) if self.inside_const == 0 => {
                self.facts.numbers.insert(number.to_string());
            }
            _ => {}
        }
    }
}

/// Collects the attributes of one file, those inside its tests too.
#[derive(Default)]
pub struct Attributes {
    /// The name and, where it has one, the first word inside: `allow`, `cfg_attr allow`.
    pub found: Vec<String>,
}

impl<'ast> Visit<'ast> for Attributes {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let mut words = Reader::default();
        if let Meta::List(list) = &attribute.meta {
            words.tokens(TokenBuffer::new2(list.tokens.clone()).begin());
        }
        let name = attribute.path().segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let inside = words.written.into_iter().map(|(_, segments)| segments.join("::"));
        self.found.push([vec![name], inside.collect()].concat().join(" "));
    }
}

/// Whether the item exists in tests only: `cfg(test)`, alone or as one of `all(…)`.
pub fn for_tests(attributes: &[Attribute]) -> bool {
    let only_in_tests = |meta: &Meta| match meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => Punctuated::<Meta, Token![,]>::parse_terminated
            .parse2(list.tokens.clone())
            .is_ok_and(|conditions| conditions.iter().any(|condition| condition.path().is_ident("test"))),
        _ => false,
    };
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg") && attribute.parse_args().is_ok_and(|meta| only_in_tests(&meta))
    })
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The strings that an expression can come out as: one for a literal, several where it chooses.
fn strings_in(expression: &Expr) -> Vec<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => vec![text.value()],
            _ => Vec::new(),
        },
        Expr::Paren(inner) => strings_in(&inner.expr),
        Expr::Reference(inner) => strings_in(&inner.expr),
        Expr::Block(inner) => last_strings(&inner.block),
        Expr::Match(choice) => choice.arms.iter().flat_map(|arm| strings_in(&arm.body)).collect(),
        Expr::If(choice) => {
            let otherwise = choice.else_branch.iter().flat_map(|(_, other)| strings_in(other));
            last_strings(&choice.then_branch).into_iter().chain(otherwise).collect()
        }
        _ => Vec::new(),
    }
}

fn last_strings(block: &Block) -> Vec<String> {
    match block.stmts.last() {
        Some(Stmt::Expr(last, None)) => strings_in(last),
        _ => Vec::new(),
    }
}

/// The name of a value given to `tr!`: `count = clients.len()` is `count`.
fn value_name(argument: &Expr) -> Option<String> {
    match argument {
        Expr::Assign(given) => match &*given.left {
            Expr::Path(name) => name.path.get_ident().map(ToString::to_string),
            _ => None,
        },
        _ => None,
    }
}
