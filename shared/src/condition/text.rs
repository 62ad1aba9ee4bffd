//! A condition as a marketer types and reads it: `segment = '高价值流失用户' AND last_active_days > 30`.
//!
//! Text and JSON are two spellings of one condition. What [`Condition::to_text`] prints,
//! [`Condition::from_text`] reads back as the same condition, clause for clause; where the
//! text form has no words for something it says so and the JSON form must be shown.
//!
//! | text | JSON |
//! |---|---|
//! | `cart_value >= 2000` | `{"cart_value":{"$gte":2000}}` |
//! | `cart_abandoned = true` | `{"cart_abandoned":true}` |
//! | `segment = 'vip'`, `intent != 'x'` (sets) | `{"segment":{"$in":["vip"]}}`, `{"intent":{"$nin":["x"]}}` |
//! | `locale IN ('zh-CN', 'en')`, `NOT IN` | `$in`, `$nin`; with `IGNORE CASE` `$ini`, `$nini` |
//! | `email EXISTS`, `email NOT EXISTS` | `{"email":{"$exists":true}}` |
//! | `email IS NULL`, `email IS NOT NULL` | `{"email":null}`, `{"email":{"$ne":null}}` |
//! | `email == 'a'` (no conversion), `email != 'a'` | `$eq`, `$ne` |
//! | `tags CONTAINS 'a'`, `tags CONTAINS ALL ('a', 'b')` | `$elemMatch` with `$eq`, `$all` |
//! | `items ANY (price > 100)` | `{"items":{"$elemMatch":{"price":{"$gt":100}}}}` |
//! | `COUNT(tags) > 2` | `{"tags":{"$size":{"$gt":2}}}` |
//! | `page.url MATCHES '^/phones'` | `$regex`; with `IGNORE CASE` `$regexi` |
//! | `app.version VERSION >= '2.1.0'` | `$vgte` |
//! | `id IN GROUP 'staff'` | `{"id":{"$inGroup":"staff"}}` |
//! | `score IS NUMBER` | `{"score":{"$type":"number"}}` |
//! | `a = 1 AND (b = 2 OR c = 3)`, `NOT (a = 1)` | `$or`, `$not` |
//! | `NONE OF (a = 1, b = 2)`, `ALWAYS` | `$nor`, `{}` |
//! | `performed('Order Completed', 30d) >= 2`, `age(traits.since) < 7d` | `$events`, `$age` (see `question.rs`) |
//!
//! Words may be written in any case, or in Chinese (且 或 非 属于 包含 存在 为空 …), signs and
//! quotes full-width. A name that is a word of this language, or has unusual signs, stands in
//! back-quotes.
//!
//! There are no words for: comparing with an array or object, several operators inside one
//! `$not`, `$size` or `$elemMatch`, `$not` around `$in` or `$exists`, `"$type": "null"`, and
//! an `$or` or `$and` of a single branch.

mod lexer;
mod parser;
mod printer;

use alloc::{
    format,
    string::{String, ToString},
};

use thiserror::Error;

use super::{Condition, error::ConditionError, pattern::PatternError, read, read::Reading};
use crate::text::Locale;

/// A place in a typed condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Bytes before it, for a program.
    pub byte: usize,
    /// Characters before it, for a person.
    pub char: usize,
}

/// Why a typed condition is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TextError {
    /// Something else was expected.
    #[error("expected {} at character {}, found {found}", expected.describe(Locale::En), at.char)]
    Unexpected {
        /// Where.
        at: Position,
        /// What would be understood there.
        expected: Expected,
        /// What stands there; empty at the end.
        found: String,
    },
    /// A quote or back-quote is opened and never closed.
    #[error("the quote at character {} is not closed", at.char)]
    Unclosed {
        /// Where it is opened.
        at: Position,
    },
    /// Brackets inside brackets, too often.
    #[error("too many brackets inside each other at character {}", at.char)]
    TooDeep {
        /// The first one too many.
        at: Position,
    },
    /// The regular expression after `MATCHES` is refused.
    #[error("the pattern at character {} {reason}", at.char)]
    Pattern {
        /// Where it begins.
        at: Position,
        /// Why.
        reason: PatternError,
    },
    /// Understood, but over a bound of every condition.
    #[error("{0}")]
    Refused(ConditionError),
}

/// What would have been understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// A condition: an attribute, `NOT`, or an opening bracket.
    Clause,
    /// The name of an attribute.
    Attribute,
    /// `=`, `>`, `IN` and so on.
    Operator,
    /// A comparison: `=`, `>` and so on.
    Comparison,
    /// A text in quotes, a number, true or false.
    Value,
    /// A text in quotes.
    Text,
    /// `(`.
    OpenBracket,
    /// `)`.
    CloseBracket,
    /// A comma, or the end of the list.
    CommaOrBracket,
    /// `AND`, `OR`, or the end.
    Connective,
    /// `NULL`, `NOT NULL` or the name of a type.
    Kind,
    /// A length of time, or another part of a question about events.
    Part,
    /// A number with a unit of time.
    Span,
}

/// The text form has no words for a part of the condition; show its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the text form has no words for {what}")]
pub struct NotExpressible {
    /// The part.
    pub what: String,
}

impl Condition {
    /// Reads what a marketer typed. Nothing at all means everybody.
    ///
    /// # Errors
    ///
    /// [`TextError`] with the place and what would have been understood there.
    ///
    /// # Examples
    ///
    /// ```
    /// use serde_json::json;
    /// use shared::condition::Condition;
    ///
    /// let typed = "segment = '高价值流失用户' AND last_active_days > 30";
    /// let condition = Condition::from_text(typed)?;
    /// assert_eq!(
    ///     condition.to_value(),
    ///     json!({ "segment": { "$in": ["高价值流失用户"] }, "last_active_days": { "$gt": 30 } }),
    /// );
    /// assert_eq!(condition.to_text().as_deref(), Ok(typed));
    ///
    /// let unfinished = Condition::from_text("cart_value >");
    /// assert_eq!(
    ///     unfinished.unwrap_err().to_string(),
    ///     "expected a text in quotes, a number, true or false at character 12, found the end",
    /// );
    /// # Ok::<(), shared::condition::TextError>(())
    /// ```
    pub fn from_text(text: &str) -> Result<Self, TextError> {
        let json = parser::parse(text)?;
        let clauses = read::read(&json, Reading::Strict).map_err(TextError::Refused)?;
        Ok(Self { clauses })
    }

    /// The condition as a marketer reads it.
    ///
    /// # Errors
    ///
    /// [`NotExpressible`] if the text would not be read back as this same condition.
    pub fn to_text(&self) -> Result<String, NotExpressible> {
        printer::print(&self.clauses)
    }
}

impl TextError {
    /// Where it is; none if it is about the whole.
    #[must_use]
    pub const fn position(&self) -> Option<Position> {
        match self {
            Self::Unexpected { at, .. }
            | Self::Unclosed { at }
            | Self::TooDeep { at }
            | Self::Pattern { at, .. } => Some(*at),
            Self::Refused(_) => None,
        }
    }

    /// The message in the language of the person who typed.
    #[must_use]
    pub fn describe(&self, locale: Locale) -> String {
        match (locale, self) {
            (Locale::ZhCn, Self::Unexpected { at, expected, found }) => {
                let found = if found == END { "已到结尾" } else { found };
                format!("第 {} 个字符处应为{}，实际为：{found}", at.char, expected.describe(locale))
            }
            (Locale::ZhCn, Self::Unclosed { at }) => {
                format!("第 {} 个字符处的引号没有结束", at.char)
            }
            (Locale::ZhCn, Self::TooDeep { at }) => format!("第 {} 个字符处括号嵌套过多", at.char),
            (Locale::ZhCn, Self::Pattern { at, reason }) => {
                format!("第 {} 个字符处的匹配模式不可用：{reason}", at.char)
            }
            (Locale::ZhCn, Self::Refused(reason)) => format!("条件超出限制：{reason}"),
            (Locale::En, _) => self.to_string(),
        }
    }
}

/// What is found where there is nothing more.
const END: &str = "the end";

impl Expected {
    /// The words for it.
    #[must_use]
    pub const fn describe(self, locale: Locale) -> &'static str {
        match (locale, self) {
            (Locale::En, Self::Clause) => "an attribute, NOT or a bracket",
            (Locale::En, Self::Attribute) => "the name of an attribute",
            (Locale::En, Self::Operator) => "an operator such as = > IN CONTAINS EXISTS",
            (Locale::En, Self::Comparison) => "a comparison: = == != < <= > >=",
            (Locale::En, Self::Value) => "a text in quotes, a number, true or false",
            (Locale::En, Self::Text) => "a text in quotes",
            (Locale::En, Self::OpenBracket) => "(",
            (Locale::En, Self::CloseBracket) => ")",
            (Locale::En, Self::CommaOrBracket) => "a comma or )",
            (Locale::En, Self::Connective) => "AND, OR or the end",
            (Locale::En, Self::Kind) => "NULL, STRING, NUMBER, BOOLEAN, ARRAY or OBJECT",
            (Locale::En, Self::Part) => "a length of time such as 30d, AFTER, BEFORE or WHERE",
            (Locale::En, Self::Span) => "a length of time such as 30d, 12h or 90s",
            (Locale::ZhCn, Self::Part) => "时长（例如 30天）、“晚于”、“早于”或“其中”",
            (Locale::ZhCn, Self::Span) => "时长，例如 30天、12小时 或 90秒",
            (Locale::ZhCn, Self::Clause) => "属性名、“非”或括号",
            (Locale::ZhCn, Self::Attribute) => "属性名",
            (Locale::ZhCn, Self::Operator) => "运算符，例如 = > 属于 包含 存在",
            (Locale::ZhCn, Self::Comparison) => "比较符：= == != < <= > >=",
            (Locale::ZhCn, Self::Value) => "带引号的文本、数字、true 或 false",
            (Locale::ZhCn, Self::Text) => "带引号的文本",
            (Locale::ZhCn, Self::OpenBracket) => "左括号",
            (Locale::ZhCn, Self::CloseBracket) => "右括号",
            (Locale::ZhCn, Self::CommaOrBracket) => "逗号或右括号",
            (Locale::ZhCn, Self::Connective) => "“且”、“或”或结尾",
            (Locale::ZhCn, Self::Kind) => "NULL、STRING、NUMBER、BOOLEAN、ARRAY 或 OBJECT",
        }
    }
}

#[cfg(test)]
mod tests;
