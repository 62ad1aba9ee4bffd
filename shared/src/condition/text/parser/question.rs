//! Questions about time: `performed('Order Completed', 30d) >= 2`.

use alloc::{
    string::{String, ToString},
    vec,
};

use serde_json::{Number, Value};

use super::{Keyword, Parsed, Parser};
use crate::condition::{
    json::Json,
    question::{Aggregate, Comparison, Relation, Unit},
    text::{
        Expected,
        lexer::{Sign, TokenKind},
    },
};

/// What stands before the bracket of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Performed,
    Of(Aggregate),
    First,
    Last,
    Age,
}

impl Function {
    /// Every function with its spellings.
    const SPELLED: &'static [(Self, &'static [&'static str])] = &[
        (Self::Performed, &["performed", "做过", "发生"]),
        (Self::Of(Aggregate::Sum), &["sum", "合计"]),
        (Self::Of(Aggregate::Min), &["min", "最小"]),
        (Self::Of(Aggregate::Max), &["max", "最大"]),
        (Self::Of(Aggregate::Avg), &["avg", "平均"]),
        (Self::Of(Aggregate::Distinct), &["distinct", "种数"]),
        (Self::First, &["first", "首次"]),
        (Self::Last, &["last", "最近"]),
        (Self::Age, &["age", "距今"]),
    ];
}

/// A number, with the unit where it is a length of time.
struct Amount {
    number: Number,
    unit: Option<Unit>,
}

impl Parser {
    /// Takes the name of a function and its opening bracket, if they are next.
    pub(super) fn take_function(&mut self) -> Option<Function> {
        let TokenKind::Word(word) = self.peek() else { return None };
        let function = Function::SPELLED.iter().find(|(_, spellings)| {
            spellings.iter().any(|spelling| spelling.eq_ignore_ascii_case(word))
        })?;
        let follower = self.tokens.get(self.next.saturating_add(1)).map(|token| &token.kind);
        if follower != Some(&TokenKind::Sign(Sign::Open)) {
            return None;
        }
        self.skip();
        self.skip();
        Some(function.0)
    }

    /// The question, as the key and value of a condition object.
    pub(super) fn question(&mut self, function: Function) -> Parsed<(&'static str, Json)> {
        if function == Function::Age {
            let of = self.attribute(Expected::Attribute)?;
            self.need_sign(Sign::Close, Expected::CloseBracket)?;
            let (unit, asked) = self.compared_span()?;
            let fields = vec![("of".to_string(), text(of)), (unit.plural().to_string(), asked)];
            return Ok(("$age", Json::Object(fields)));
        }
        let mut fields = vec![("name".to_string(), text(self.text()?))];
        let of = if let Function::Of(_) = function {
            self.need_sign(Sign::Comma, Expected::CommaOrBracket)?;
            Some(self.attribute(Expected::Attribute)?)
        } else {
            None
        };
        while self.take_sign(Sign::Comma) {
            fields.push(self.part()?);
        }
        self.need_sign(Sign::Close, Expected::CommaOrBracket)?;
        fields.push(self.asked(function, of)?);
        Ok(("$events", Json::Object(fields)))
    }

    /// One part between the commas: a window, a date, a filter.
    fn part(&mut self) -> Parsed<(String, Json)> {
        if self.take_word(Keyword::After) {
            return Ok(("after".to_string(), text(self.text()?)));
        }
        if self.take_word(Keyword::Before) {
            return Ok(("before".to_string(), text(self.text()?)));
        }
        if self.take_word(Keyword::Where) {
            self.enter()?;
            let filter = self.expression()?.into_json();
            self.leave();
            return Ok(("where".to_string(), filter));
        }
        match self.amount()? {
            Some(Amount { number, unit: Some(unit) }) => {
                let key = alloc::format!("within_{}", unit.plural());
                Ok((key, Json::Scalar(Value::Number(number))))
            }
            Some(Amount { unit: None, .. }) => Err(self.unexpected(Expected::Span)),
            None => Err(self.unexpected(Expected::Part)),
        }
    }

    /// What follows the closing bracket.
    fn asked(&mut self, function: Function, of: Option<String>) -> Parsed<(String, Json)> {
        if function == Function::Last && self.take_word(Keyword::Has) {
            self.need_sign(Sign::Open, Expected::OpenBracket)?;
            return Ok(("last".to_string(), self.bracket()?.into_json()));
        }
        match function {
            Function::First | Function::Last | Function::Age => {
                let (unit, asked) = self.compared_span()?;
                let which = if function == Function::First { "first" } else { "last" };
                Ok((alloc::format!("{which}_{}", unit.plural()), asked))
            }
            Function::Performed if !self.compares() => {
                Ok(("count".to_string(), Comparison::at_least_once().to_json()))
            }
            Function::Performed => Ok(("count".to_string(), self.compared()?)),
            Function::Of(aggregate) => {
                let fields = vec![
                    ("of".to_string(), text(of.unwrap_or_default())),
                    ("is".to_string(), self.compared()?),
                ];
                Ok((aggregate.name().to_string(), Json::Object(fields)))
            }
        }
    }

    /// Whether a comparison is next.
    fn compares(&self) -> bool {
        matches!(self.peek(), TokenKind::Sign(sign)
            if !matches!(sign, Sign::Open | Sign::Close | Sign::Comma))
    }

    fn relation(&mut self) -> Parsed<Relation> {
        let TokenKind::Sign(sign) = *self.peek() else {
            return Err(self.unexpected(Expected::Comparison));
        };
        let operator = match sign {
            Sign::Equal | Sign::Same => "$eq",
            Sign::Different => "$ne",
            Sign::Less => "$lt",
            Sign::LessOrEqual => "$lte",
            Sign::Greater => "$gt",
            Sign::GreaterOrEqual => "$gte",
            Sign::Open | Sign::Close | Sign::Comma => "",
        };
        let Some(relation) = Relation::of_operator(operator) else {
            return Err(self.unexpected(Expected::Comparison));
        };
        self.skip();
        Ok(relation)
    }

    /// `>= 2`.
    fn compared(&mut self) -> Parsed<Json> {
        let relation = self.relation()?;
        match self.amount()? {
            Some(Amount { number, unit: None }) => {
                Ok(Comparison { relation, bound: number, unit: None }.to_json())
            }
            Some(Amount { .. }) | None => Err(self.unexpected(Expected::Value)),
        }
    }

    /// `< 7d`.
    fn compared_span(&mut self) -> Parsed<(Unit, Json)> {
        let relation = self.relation()?;
        match self.amount()? {
            Some(Amount { number, unit: Some(unit) }) => {
                Ok((unit, Comparison { relation, bound: number, unit: Some(unit) }.to_json()))
            }
            Some(Amount { .. }) | None => Err(self.unexpected(Expected::Span)),
        }
    }

    /// A number, with a unit where one follows; minutes are written in seconds.
    fn amount(&mut self) -> Parsed<Option<Amount>> {
        let TokenKind::Number(number) = self.peek() else { return Ok(None) };
        let number = number.clone();
        self.skip();
        let unit = match self.peek() {
            TokenKind::Word(word) => match word.to_ascii_lowercase().as_str() {
                "d" | "day" | "days" | "天" | "日" => Some(Unit::Days),
                "h" | "hour" | "hours" | "小时" => Some(Unit::Hours),
                "s" | "sec" | "secs" | "second" | "seconds" | "秒" => Some(Unit::Secs),
                "m" | "min" | "minute" | "minutes" | "分" | "分钟" => {
                    let secs = number.as_i64().map(|minutes| minutes.saturating_mul(60));
                    let Some(secs) = secs else { return Err(self.unexpected(Expected::Span)) };
                    self.skip();
                    return Ok(Some(Amount { number: secs.into(), unit: Some(Unit::Secs) }));
                }
                _ => None,
            },
            _ => None,
        };
        if unit.is_some() {
            self.skip();
        }
        Ok(Some(Amount { number, unit }))
    }
}

fn text(words: String) -> Json {
    Json::Scalar(Value::String(words))
}
