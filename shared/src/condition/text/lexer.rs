//! From a line of text to words, signs, texts and numbers, each with its place.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::{iter::Peekable, str::Chars};

use serde_json::Number;

use super::{END, Position, TextError};

/// One word, sign or value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) at: Position,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// A name or a word of the language.
    Word(String),
    /// A name in back-quotes, never a word of the language.
    Name(String),
    /// A text in quotes.
    Text(String),
    Number(Number),
    Sign(Sign),
    /// A sign that means nothing here.
    Unknown(char),
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Open,
    Close,
    Comma,
    Equal,
    Same,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl TokenKind {
    /// The token as it may stand in a message.
    pub(super) fn found(&self) -> String {
        match self {
            Self::Word(word) | Self::Name(word) => word.clone(),
            Self::Text(text) => alloc::format!("'{text}'"),
            Self::Number(number) => number.to_string(),
            Self::Sign(sign) => sign.written().to_string(),
            Self::Unknown(sign) => sign.to_string(),
            Self::End => END.to_string(),
        }
    }
}

impl Sign {
    /// The sign in its usual spelling.
    pub(super) const fn written(self) -> &'static str {
        match self {
            Self::Open => "(",
            Self::Close => ")",
            Self::Comma => ",",
            Self::Equal => "=",
            Self::Same => "==",
            Self::Different => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// Splits `text` into tokens; the last one is the end.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, TextError> {
    let mut lexer = Lexer { rest: text.chars().peekable(), at: Position::default() };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.token()?;
        let is_end = token.kind == TokenKind::End;
        tokens.push(token);
        if is_end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    rest: Peekable<Chars<'a>>,
    at: Position,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<char> {
        let sign = self.rest.next()?;
        self.at.byte = self.at.byte.saturating_add(sign.len_utf8());
        self.at.char = self.at.char.saturating_add(1);
        Some(sign)
    }

    /// Takes the sign if it is next, in its usual or its wide form.
    fn take_wide(&mut self, wanted: char) -> bool {
        let is_next = self.rest.peek().is_some_and(|sign| half_width(*sign) == wanted);
        if is_next {
            self.next();
        }
        is_next
    }

    fn token(&mut self) -> Result<Token, TextError> {
        while self.rest.peek().is_some_and(|sign| sign.is_whitespace()) {
            self.next();
        }
        let at = self.at;
        let kind = match self.rest.peek().copied() {
            None => TokenKind::End,
            Some(sign) if is_name_start(sign) => TokenKind::Word(self.word()),
            Some(sign) if self.begins_number(sign) => self.number(),
            Some(sign) => {
                self.next();
                match closing_quote(sign) {
                    Some('`') => TokenKind::Name(self.quoted(at, '`')?),
                    Some(closing) => TokenKind::Text(self.quoted(at, closing)?),
                    None => self.sign(sign),
                }
            }
        };
        Ok(Token { kind, at })
    }

    fn begins_number(&self, sign: char) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next();
        sign.is_ascii_digit()
            || (matches!(sign, '-' | '+' | '.')
                && ahead.peek().is_some_and(|next| next.is_ascii_digit() || *next == '.'))
    }

    /// A name goes on over letters, digits and joining signs. It ends where Latin and other
    /// letters meet, so that `true且visits > 3` is three words.
    ///
    /// The Chinese connectives are words of their own wherever they stand; a name that has one
    /// of them stands in back-quotes.
    fn word(&mut self) -> String {
        let mut word = String::new();
        for connective in ["且", "非", "或者", "或", "并且"] {
            if self.take_connective(connective) {
                return connective.to_string();
            }
        }
        while let Some(&sign) = self.rest.peek() {
            let joins = matches!(sign, '.' | '_' | '-' | '$');
            let meets = match word.chars().last() {
                Some(last) if last.is_alphanumeric() && sign.is_alphanumeric() => {
                    last.is_ascii() != sign.is_ascii()
                }
                _ => false,
            };
            if !joins && (!sign.is_alphanumeric() || meets || matches!(sign, '且' | '或')) {
                break;
            }
            word.push(sign);
            self.next();
        }
        word
    }

    fn take_connective(&mut self, connective: &str) -> bool {
        let mut ahead = self.rest.clone();
        let is_next = connective.chars().all(|sign| ahead.next() == Some(sign));
        if is_next {
            for _ in connective.chars() {
                self.next();
            }
        }
        is_next
    }

    fn number(&mut self) -> TokenKind {
        let mut digits = String::new();
        while let Some(&sign) = self.rest.peek() {
            let is_exponents_sign = matches!(sign, '+' | '-')
                && digits.chars().last().is_none_or(|last| matches!(last, 'e' | 'E'));
            if !(sign.is_ascii_digit() || matches!(sign, '.' | 'e' | 'E') || is_exponents_sign) {
                break;
            }
            digits.push(sign);
            self.next();
        }
        number(&digits).map_or(TokenKind::Word(digits), TokenKind::Number)
    }

    /// The text up to `closing`, which stands for itself when written twice.
    fn quoted(&mut self, at: Position, closing: char) -> Result<String, TextError> {
        let mut text = String::new();
        while let Some(sign) = self.next() {
            let is_closing = sign == closing;
            if is_closing && self.rest.peek() != Some(&closing) {
                return Ok(text);
            }
            if is_closing {
                self.next();
            }
            text.push(sign);
        }
        Err(TextError::Unclosed { at })
    }

    fn sign(&mut self, sign: char) -> TokenKind {
        let sign = match half_width(sign) {
            '(' => Sign::Open,
            ')' => Sign::Close,
            ',' | '、' => Sign::Comma,
            '=' if self.take_wide('=') => Sign::Same,
            '=' => Sign::Equal,
            '!' if self.take_wide('=') => Sign::Different,
            '<' if self.take_wide('>') => Sign::Different,
            '≠' => Sign::Different,
            '<' if self.take_wide('=') => Sign::LessOrEqual,
            '>' if self.take_wide('=') => Sign::GreaterOrEqual,
            '<' => Sign::Less,
            '>' => Sign::Greater,
            '≤' | '≦' => Sign::LessOrEqual,
            '≥' | '≧' => Sign::GreaterOrEqual,
            _ => return TokenKind::Unknown(sign),
        };
        TokenKind::Sign(sign)
    }
}

/// The usual form of a sign that a Chinese keyboard writes as wide as a character.
fn half_width(sign: char) -> char {
    match sign {
        '\u{ff08}' => '(',
        '\u{ff09}' => ')',
        '\u{ff0c}' => ',',
        '\u{ff1d}' => '=',
        '\u{ff01}' => '!',
        '\u{ff1c}' => '<',
        '\u{ff1e}' => '>',
        '\u{ff07}' => '\'',
        '\u{ff02}' => '"',
        other => other,
    }
}

fn is_name_start(sign: char) -> bool {
    sign.is_alphabetic() || sign == '_' || sign == '$'
}

/// The quote that closes what `opening` opens; none if it opens nothing.
fn closing_quote(opening: char) -> Option<char> {
    match half_width(opening) {
        '\'' | '"' | '`' => Some(opening),
        '\u{2018}' | '\u{2019}' => Some('\u{2019}'),
        '\u{201c}' | '\u{201d}' => Some('\u{201d}'),
        '「' => Some('」'),
        '『' => Some('』'),
        _ => None,
    }
}

/// A number as JSON knows it. Whole numbers stay whole.
fn number(digits: &str) -> Option<Number> {
    let unsigned = digits.strip_prefix('+').unwrap_or(digits);
    if let Ok(whole) = unsigned.parse::<u64>() {
        return Some(whole.into());
    }
    match unsigned.parse::<i64>() {
        // There is no minus zero among whole numbers.
        Ok(whole) if whole != 0 => Some(whole.into()),
        _ => unsigned.parse().ok().and_then(Number::from_f64),
    }
}
