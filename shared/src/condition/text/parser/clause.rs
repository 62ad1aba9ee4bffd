//! One clause: an attribute, an operator, a value.

use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};

use serde_json::Value;

use super::{Keyword, Parsed, Parser, object};
use crate::condition::{
    json::Json,
    path::Path,
    pattern::Pattern,
    text::{
        Expected, TextError,
        lexer::{Sign, TokenKind},
    },
    tree::{Case, JsonType},
};

impl Parser {
    /// An attribute and what is asked of it, as the key and value of a condition object.
    pub(super) fn predicate(&mut self) -> Parsed<(String, Json)> {
        let counts = self.is_word(self.next, Keyword::Count)
            && self.tokens.get(self.next.saturating_add(1)).map(|token| &token.kind)
                == Some(&TokenKind::Sign(Sign::Open));
        if counts {
            self.skip();
            self.skip();
            let path = self.attribute(Expected::Attribute)?;
            self.need_sign(Sign::Close, Expected::CloseBracket)?;
            let test = self.negatable(Self::comparison)?;
            return Ok((path, object("$size", test)));
        }
        let path = self.attribute(Expected::Clause)?;
        let is_set = Path::new(&path).is_set_valued();
        let test = if is_set { self.membership()? } else { None };
        match test {
            Some(test) => Ok((path, test)),
            None => Ok((path, self.test()?)),
        }
    }

    pub(super) fn attribute(&mut self, expected: Expected) -> Parsed<String> {
        let name = match self.peek() {
            TokenKind::Name(name) => name.clone(),
            TokenKind::Word(word) if !Keyword::is_word_of_language(word) || self.is_name() => {
                word.clone()
            }
            _ => return Err(self.unexpected(expected)),
        };
        self.skip();
        Ok(name)
    }

    /// Whether the next word, though one of the language, can only be a name here: a sign of
    /// comparison follows, as in `version >= '2'`.
    fn is_name(&self) -> bool {
        let follower = self.tokens.get(self.next.saturating_add(1)).map(|token| &token.kind);
        matches!(
            follower,
            Some(TokenKind::Sign(
                Sign::Equal
                    | Sign::Same
                    | Sign::Different
                    | Sign::Less
                    | Sign::LessOrEqual
                    | Sign::Greater
                    | Sign::GreaterOrEqual
            ))
        )
    }

    /// `= 'label'` or `!= 'label'` for a set of labels.
    fn membership(&mut self) -> Parsed<Option<Json>> {
        let operator = match self.peek() {
            TokenKind::Sign(Sign::Equal | Sign::Same) => "$in",
            TokenKind::Sign(Sign::Different) => "$nin",
            _ => return Ok(None),
        };
        self.skip();
        Ok(Some(object(operator, Json::List(vec![self.value()?]))))
    }

    /// What may follow an attribute.
    fn test(&mut self) -> Parsed<Json> {
        if self.take_word(Keyword::Is) {
            return self.kind();
        }
        if self.take_word(Keyword::IsNull) {
            return Ok(null());
        }
        if self.take_word(Keyword::IsNotNull) {
            return Ok(object("$ne", null()));
        }
        if self.take_words(Keyword::Not, Keyword::Exists) || self.take_word(Keyword::NotExists) {
            return Ok(object("$exists", flag_false()));
        }
        if self.take_word(Keyword::Exists) {
            return Ok(object("$exists", flag_true()));
        }
        if self.take_words(Keyword::Not, Keyword::In) || self.take_word(Keyword::NotIn) {
            return self.listed("$notInGroup", "$nin", "$nini");
        }
        if self.take_word(Keyword::NotContains) {
            return self.contains().map(|test| object("$not", test));
        }
        self.negatable(Self::positive)
    }

    fn negatable(&mut self, test: fn(&mut Self) -> Parsed<Json>) -> Parsed<Json> {
        if self.take_word(Keyword::Not) {
            test(self).map(|test| object("$not", test))
        } else {
            test(self)
        }
    }

    fn positive(&mut self) -> Parsed<Json> {
        if self.take_word(Keyword::In) {
            return self.listed("$inGroup", "$in", "$ini");
        }
        if self.take_word(Keyword::Contains) {
            return self.contains();
        }
        if self.take_word(Keyword::Any) {
            self.need_sign(Sign::Open, Expected::OpenBracket)?;
            let clauses = self.bracket()?.into_json();
            return Ok(object("$elemMatch", clauses));
        }
        if self.take_word(Keyword::Matches) {
            return self.pattern();
        }
        if self.take_word(Keyword::Version) {
            return self.version();
        }
        self.comparison().map_err(|error| match error {
            TextError::Unexpected { at, expected: Expected::Comparison, found } => {
                TextError::Unexpected { at, expected: Expected::Operator, found }
            }
            other => other,
        })
    }

    /// `= 5`, `> 5`, `!= 'x'`.
    fn comparison(&mut self) -> Parsed<Json> {
        let TokenKind::Sign(sign) = *self.peek() else {
            return Err(self.unexpected(Expected::Comparison));
        };
        let operator = match sign {
            Sign::Equal => {
                self.skip();
                return self.value();
            }
            Sign::Same => "$eq",
            Sign::Different => "$ne",
            Sign::Less => "$lt",
            Sign::LessOrEqual => "$lte",
            Sign::Greater => "$gt",
            Sign::GreaterOrEqual => "$gte",
            Sign::Open | Sign::Close | Sign::Comma => {
                return Err(self.unexpected(Expected::Comparison));
            }
        };
        self.skip();
        Ok(object(operator, self.value()?))
    }

    fn version(&mut self) -> Parsed<Json> {
        let TokenKind::Sign(sign) = *self.peek() else {
            return Err(self.unexpected(Expected::Comparison));
        };
        let operator = match sign {
            Sign::Equal | Sign::Same => "$veq",
            Sign::Different => "$vne",
            Sign::Less => "$vlt",
            Sign::LessOrEqual => "$vlte",
            Sign::Greater => "$vgt",
            Sign::GreaterOrEqual => "$vgte",
            Sign::Open | Sign::Close | Sign::Comma => {
                return Err(self.unexpected(Expected::Comparison));
            }
        };
        self.skip();
        Ok(object(operator, self.value()?))
    }

    /// After `IN`: a list, or the name of a group.
    fn listed(&mut self, group: &str, exact: &str, any_case: &str) -> Parsed<Json> {
        if self.take_word(Keyword::Group) {
            return Ok(object(group, text(self.text()?)));
        }
        let values = self.list()?;
        let operator = if self.ignores_case() { any_case } else { exact };
        Ok(object(operator, Json::List(values)))
    }

    /// After `CONTAINS`: a value, a comparison, or `ALL` and a list.
    fn contains(&mut self) -> Parsed<Json> {
        if self.take_word(Keyword::All) {
            let values = self.list()?;
            let operator = if self.ignores_case() { "$alli" } else { "$all" };
            return Ok(object(operator, Json::List(values)));
        }
        let check = match self.peek() {
            TokenKind::Sign(sign) if !matches!(sign, Sign::Open | Sign::Equal) => {
                self.comparison()?
            }
            _ => object("$eq", self.value()?),
        };
        Ok(object("$elemMatch", check))
    }

    fn pattern(&mut self) -> Parsed<Json> {
        let at = self.tokens.get(self.next).map(|token| token.at).unwrap_or_default();
        let source = self.text()?;
        if let Err(reason) = Pattern::compile(&source, Case::Exact) {
            return Err(TextError::Pattern { at, reason });
        }
        let operator = if self.ignores_case() { "$regexi" } else { "$regex" };
        Ok(object(operator, text(source)))
    }

    fn ignores_case(&mut self) -> bool {
        self.take_words(Keyword::Ignore, Keyword::Case)
    }

    /// After `IS`.
    fn kind(&mut self) -> Parsed<Json> {
        let is_negated = self.take_word(Keyword::Not);
        if self.take_word(Keyword::Null) {
            return Ok(if is_negated { object("$ne", null()) } else { null() });
        }
        let TokenKind::Word(name) = self.peek() else {
            return Err(self.unexpected(Expected::Kind));
        };
        let Some(kind) = JsonType::named(&name.to_ascii_lowercase()) else {
            return Err(self.unexpected(Expected::Kind));
        };
        self.skip();
        let test = object("$type", text(kind.name().to_string()));
        Ok(if is_negated { object("$not", test) } else { test })
    }

    fn list(&mut self) -> Parsed<Vec<Json>> {
        self.need_sign(Sign::Open, Expected::OpenBracket)?;
        let mut values = Vec::new();
        if self.take_sign(Sign::Close) {
            return Ok(values);
        }
        loop {
            values.push(self.value()?);
            if self.take_sign(Sign::Close) {
                return Ok(values);
            }
            self.need_sign(Sign::Comma, Expected::CommaOrBracket)?;
        }
    }

    fn value(&mut self) -> Parsed<Json> {
        if self.take_word(Keyword::True) {
            return Ok(flag_true());
        }
        if self.take_word(Keyword::False) {
            return Ok(flag_false());
        }
        if self.take_word(Keyword::Null) {
            return Ok(null());
        }
        let value = match self.peek() {
            TokenKind::Text(text) => Value::String(text.clone()),
            TokenKind::Number(number) => Value::Number(number.clone()),
            _ => return Err(self.unexpected(Expected::Value)),
        };
        self.skip();
        Ok(Json::Scalar(value))
    }

    pub(super) fn text(&mut self) -> Parsed<String> {
        let TokenKind::Text(text) = self.peek() else {
            return Err(self.unexpected(Expected::Text));
        };
        let text = text.clone();
        self.skip();
        Ok(text)
    }
}

fn text(text: String) -> Json {
    Json::Scalar(Value::String(text))
}

const fn null() -> Json {
    Json::Scalar(Value::Null)
}

const fn flag_true() -> Json {
    Json::Scalar(Value::Bool(true))
}

const fn flag_false() -> Json {
    Json::Scalar(Value::Bool(false))
}
