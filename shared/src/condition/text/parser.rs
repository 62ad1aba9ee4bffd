//! From tokens to the JSON of a condition.
//!
//! `AND` binds more tightly than `OR`. Clauses that are joined by `AND` share one object, as
//! far as its keys allow; the rest, and what stands in brackets of its own, goes under `$and`.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a parser names what it understands; every other token is an error"
)]

mod clause;
mod conjunction;
mod question;

use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};

use super::{
    Expected, TextError,
    lexer::{self, Sign, Token, TokenKind},
};
use crate::{condition::json::Json, limits::CONDITION_DEPTH_MAX};
use conjunction::{Operand, conjunction};

/// Parses a whole condition.
pub(super) fn parse(text: &str) -> Result<Json, TextError> {
    let mut parser = Parser { tokens: lexer::tokens(text)?, next: 0, depth: 0 };
    if parser.peek() == &TokenKind::End {
        return Ok(Json::Object(Vec::new()));
    }
    let expression = parser.expression()?;
    match parser.peek() {
        TokenKind::End => Ok(expression.into_json()),
        _ => Err(parser.unexpected(Expected::Connective)),
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

/// What an opening bracket, or the whole text, can hold.
enum Expression {
    All(Vec<Operand>),
    Any(Vec<Json>),
}

type Parsed<T> = Result<T, TextError>;

impl Expression {
    /// The condition object.
    fn into_json(self) -> Json {
        match self {
            Self::Any(branches) => object("$or", Json::List(branches)),
            Self::All(mut operands) => match operands.pop() {
                // Brackets around everything change nothing.
                Some(Operand::Group(only)) if operands.is_empty() => only,
                last => {
                    operands.extend(last);
                    conjunction(operands)
                }
            },
        }
    }
}

impl Parser {
    fn peek(&self) -> &TokenKind {
        self.tokens.get(self.next).map_or(&TokenKind::End, |token| &token.kind)
    }

    fn skip(&mut self) {
        self.next = self.next.saturating_add(1);
    }

    /// Takes the sign if it is next.
    fn take_sign(&mut self, sign: Sign) -> bool {
        let is_next = self.peek() == &TokenKind::Sign(sign);
        if is_next {
            self.skip();
        }
        is_next
    }

    fn need_sign(&mut self, sign: Sign, expected: Expected) -> Parsed<()> {
        if self.take_sign(sign) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    /// Takes the word if it is next, in English or Chinese.
    fn take_word(&mut self, word: Keyword) -> bool {
        let is_next = self.is_word(self.next, word);
        if is_next {
            self.skip();
        }
        is_next
    }

    /// Takes the two words if they are next.
    fn take_words(&mut self, first: Keyword, second: Keyword) -> bool {
        let are_next =
            self.is_word(self.next, first) && self.is_word(self.next.saturating_add(1), second);
        if are_next {
            self.skip();
            self.skip();
        }
        are_next
    }

    fn is_word(&self, place: usize, word: Keyword) -> bool {
        match self.tokens.get(place).map(|token| &token.kind) {
            Some(TokenKind::Word(written)) => word.is_spelled(written),
            _ => false,
        }
    }

    fn unexpected(&self, expected: Expected) -> TextError {
        let (at, found) = match self.tokens.get(self.next).or_else(|| self.tokens.last()) {
            Some(token) => (token.at, token.kind.found()),
            None => (super::Position::default(), String::new()),
        };
        TextError::Unexpected { at, expected, found }
    }

    fn expression(&mut self) -> Parsed<Expression> {
        let first = self.operands()?;
        if !self.take_word(Keyword::Or) {
            return Ok(Expression::All(first));
        }
        let mut branches = vec![Expression::All(first).into_json()];
        loop {
            branches.push(Expression::All(self.operands()?).into_json());
            if !self.take_word(Keyword::Or) {
                return Ok(Expression::Any(branches));
            }
        }
    }

    fn operands(&mut self) -> Parsed<Vec<Operand>> {
        let mut operands = Vec::new();
        loop {
            operands.extend(self.operand()?);
            if !self.take_word(Keyword::And) {
                return Ok(operands);
            }
        }
    }

    /// One part of an `AND`; none for `ALWAYS`, which adds nothing.
    fn operand(&mut self) -> Parsed<Option<Operand>> {
        if self.take_sign(Sign::Open) {
            return self.bracket().map(|expression| {
                Some(match expression {
                    Expression::Any(branches) => Operand::Choice(branches),
                    all @ Expression::All(_) => Operand::Group(all.into_json()),
                })
            });
        }
        if self.take_words(Keyword::None, Keyword::Of) {
            self.need_sign(Sign::Open, Expected::OpenBracket)?;
            return self.alternatives().map(|branches| Some(Operand::Neither(branches)));
        }
        if self.take_word(Keyword::Not) {
            let negated = self.operand()?;
            return Ok(Some(Operand::Not(match negated {
                Some(Operand::Group(clauses)) => clauses,
                other => conjunction(other),
            })));
        }
        if self.take_word(Keyword::Always) {
            return Ok(None);
        }
        if let Some(function) = self.take_function() {
            let (key, question) = self.question(function)?;
            return Ok(Some(Operand::Field(key.to_string(), question)));
        }
        self.predicate().map(|(path, test)| Some(Operand::Field(path, test)))
    }

    /// What stands between brackets of which the first is taken.
    fn bracket(&mut self) -> Parsed<Expression> {
        self.enter()?;
        let expression = self.expression()?;
        self.need_sign(Sign::Close, Expected::CloseBracket)?;
        self.leave();
        Ok(expression)
    }

    fn alternatives(&mut self) -> Parsed<Vec<Json>> {
        self.enter()?;
        let mut branches = vec![self.expression()?.into_json()];
        while self.take_sign(Sign::Comma) {
            branches.push(self.expression()?.into_json());
        }
        self.need_sign(Sign::Close, Expected::CommaOrBracket)?;
        self.leave();
        Ok(branches)
    }

    fn enter(&mut self) -> Parsed<()> {
        self.depth = self.depth.saturating_add(1);
        // Brackets may be doubled without making the condition deeper.
        if CONDITION_DEPTH_MAX.saturating_mul(3) < self.depth {
            let at = self.tokens.get(self.next).map(|token| token.at).unwrap_or_default();
            return Err(TextError::TooDeep { at });
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

fn object(key: &str, value: Json) -> Json {
    Json::Object(vec![(key.to_string(), value)])
}

/// The words of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    And,
    Or,
    Not,
    In,
    NotIn,
    Group,
    Is,
    Null,
    IsNull,
    IsNotNull,
    Exists,
    NotExists,
    Contains,
    NotContains,
    All,
    Any,
    Of,
    None,
    Always,
    Count,
    Matches,
    Version,
    Ignore,
    Case,
    True,
    False,
    Where,
    After,
    Before,
    Has,
}

impl Keyword {
    /// Every word with its spellings; the first is the one that is printed.
    const SPELLED: &'static [(Self, &'static [&'static str])] = &[
        (Self::And, &["AND", "且", "并且", "和"]),
        (Self::Or, &["OR", "或", "或者"]),
        (Self::Not, &["NOT", "非", "不是"]),
        (Self::In, &["IN", "属于"]),
        (Self::NotIn, &["不属于"]),
        (Self::Group, &["GROUP", "名单"]),
        (Self::Is, &["IS"]),
        (Self::Null, &["NULL", "空"]),
        (Self::IsNull, &["为空"]),
        (Self::IsNotNull, &["不为空"]),
        (Self::Exists, &["EXISTS", "存在"]),
        (Self::NotExists, &["不存在"]),
        (Self::Contains, &["CONTAINS", "包含"]),
        (Self::NotContains, &["不包含"]),
        (Self::All, &["ALL", "全部"]),
        (Self::Any, &["ANY", "任一"]),
        (Self::Of, &["OF"]),
        (Self::None, &["NONE"]),
        (Self::Always, &["ALWAYS", "所有人"]),
        (Self::Count, &["COUNT", "数量"]),
        (Self::Matches, &["MATCHES", "匹配"]),
        (Self::Version, &["VERSION", "版本"]),
        (Self::Ignore, &["IGNORE"]),
        (Self::Case, &["CASE"]),
        (Self::True, &["TRUE", "真", "是"]),
        (Self::False, &["FALSE", "假", "否"]),
        (Self::Where, &["WHERE", "其中"]),
        (Self::After, &["AFTER", "晚于"]),
        (Self::Before, &["BEFORE", "早于"]),
        (Self::Has, &["HAS", "带有"]),
    ];

    fn is_spelled(self, written: &str) -> bool {
        Self::SPELLED
            .iter()
            .filter(|(word, _)| *word == self)
            .any(|(_, spellings)| spellings.iter().any(|word| word.eq_ignore_ascii_case(written)))
    }

    /// Whether a name must stand in back-quotes because the language has this word.
    pub(super) fn is_word_of_language(name: &str) -> bool {
        Self::SPELLED
            .iter()
            .any(|(_, spellings)| spellings.iter().any(|word| word.eq_ignore_ascii_case(name)))
    }
}
