//! From the text of a regular expression to a tree.

use alloc::{boxed::Box, vec, vec::Vec};
use core::{iter::Peekable, str::Chars};

use super::PatternError;

/// Most times one `{n,m}` may repeat.
const REPEATS_MAX: u32 = 1_000;

/// A regular expression.
#[derive(Debug, Clone)]
pub(super) enum Tree {
    Sign(char),
    AnySign,
    Class(Class),
    Start,
    End,
    Boundary(Expected),
    Sequence(Vec<Tree>),
    Choice(Vec<Tree>),
    Repeat { tree: Box<Tree>, least: u32, most: Option<u32> },
}

/// Whether something must be there or must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Present,
    Absent,
}

/// `[a-z\d]`: one sign out of several.
#[derive(Debug, Clone)]
pub(super) struct Class {
    pub(super) expected: Expected,
    pub(super) items: Vec<ClassItem>,
}

/// One part of a class.
#[derive(Debug, Clone, Copy)]
pub(super) enum ClassItem {
    Range(char, char),
    Digit(Expected),
    Word(Expected),
    Space(Expected),
}

/// What a backslash and the next sign stand for.
enum Escape {
    Sign(char),
    Set(ClassItem),
    Boundary(Expected),
}

/// Parses the whole of `source`.
pub(super) fn parse(source: &str) -> Result<Tree, PatternError> {
    let mut parser = Parser { rest: source.chars().peekable(), at: 0 };
    let tree = parser.choice()?;
    match parser.rest.peek() {
        None => Ok(tree),
        Some(_) => Err(parser.malformed("a bracket is closed that was not opened")),
    }
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    at: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        self.at = self.at.saturating_add(1);
        self.rest.next()
    }

    fn skip(&mut self, signs: usize) {
        for _ in 0..signs {
            self.next();
        }
    }

    fn take(&mut self, sign: char) -> bool {
        let is_next = self.rest.peek() == Some(&sign);
        if is_next {
            self.next();
        }
        is_next
    }

    fn malformed(&self, what: &'static str) -> PatternError {
        PatternError::Malformed { what, at: self.at }
    }

    fn unsupported(&self, what: &'static str) -> PatternError {
        PatternError::Unsupported { what, at: self.at }
    }

    fn choice(&mut self) -> Result<Tree, PatternError> {
        let mut branches = vec![self.sequence()?];
        while self.take('|') {
            branches.push(self.sequence()?);
        }
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            last => {
                branches.extend(last);
                Tree::Choice(branches)
            }
        })
    }

    fn sequence(&mut self) -> Result<Tree, PatternError> {
        let mut parts = Vec::new();
        while let Some(&sign) = self.rest.peek() {
            if sign == '|' || sign == ')' {
                break;
            }
            let atom = self.atom()?;
            parts.push(self.quantified(atom)?);
        }
        Ok(Tree::Sequence(parts))
    }

    fn atom(&mut self) -> Result<Tree, PatternError> {
        let Some(sign) = self.next() else {
            return Err(self.malformed("the expression ends too early"));
        };
        match sign {
            '.' => Ok(Tree::AnySign),
            '^' => Ok(Tree::Start),
            '$' => Ok(Tree::End),
            '[' => self.class(),
            '(' => self.group(),
            '\\' => self.escape().map(|escape| match escape {
                Escape::Sign(sign) => Tree::Sign(sign),
                Escape::Boundary(expected) => Tree::Boundary(expected),
                Escape::Set(item) => {
                    Tree::Class(Class { expected: Expected::Present, items: vec![item] })
                }
            }),
            '*' | '+' | '?' => Err(self.malformed("nothing to repeat")),
            '{' if self.counts().is_some() => Err(self.malformed("nothing to repeat")),
            _ => Ok(Tree::Sign(sign)),
        }
    }

    fn group(&mut self) -> Result<Tree, PatternError> {
        if self.take('?') {
            match self.next() {
                Some(':') => {}
                Some('=' | '!') => return Err(self.unsupported("look-ahead")),
                Some('<') => return Err(self.unsupported("a named group or look-behind")),
                _ => return Err(self.malformed("unknown kind of group")),
            }
        }
        let tree = self.choice()?;
        if self.take(')') { Ok(tree) } else { Err(self.malformed("a bracket is not closed")) }
    }

    fn quantified(&mut self, tree: Tree) -> Result<Tree, PatternError> {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let mut ahead = self.rest.clone();
                ahead.next();
                let Some((least, most, signs)) = counts(&mut ahead) else { return Ok(tree) };
                // All but the opening brace, which is taken below for every kind.
                self.skip(signs);
                (least, most)
            }
            _ => return Ok(tree),
        };
        self.next();
        // A lazy quantifier finds the same texts.
        self.take('?');
        if matches!(tree, Tree::Start | Tree::End | Tree::Boundary(_)) {
            return Err(self.malformed("nothing to repeat"));
        }
        if most.is_some_and(|most| most < least) {
            return Err(self.malformed("a repetition counts downwards"));
        }
        if REPEATS_MAX < least || most.is_some_and(|most| REPEATS_MAX < most) {
            return Err(PatternError::TooLarge);
        }
        Ok(Tree::Repeat { tree: Box::new(tree), least, most })
    }

    /// The counts after an opening brace that has just been read, without taking them.
    fn counts(&self) -> Option<(u32, Option<u32>, usize)> {
        counts(&mut self.rest.clone())
    }

    fn escape(&mut self) -> Result<Escape, PatternError> {
        let Some(sign) = self.next() else {
            return Err(self.malformed("a backslash ends the expression"));
        };
        Ok(match sign {
            'd' => Escape::Set(ClassItem::Digit(Expected::Present)),
            'D' => Escape::Set(ClassItem::Digit(Expected::Absent)),
            'w' => Escape::Set(ClassItem::Word(Expected::Present)),
            'W' => Escape::Set(ClassItem::Word(Expected::Absent)),
            's' => Escape::Set(ClassItem::Space(Expected::Present)),
            'S' => Escape::Set(ClassItem::Space(Expected::Absent)),
            'b' => Escape::Boundary(Expected::Present),
            'B' => Escape::Boundary(Expected::Absent),
            'n' => Escape::Sign('\n'),
            'r' => Escape::Sign('\r'),
            't' => Escape::Sign('\t'),
            'f' => Escape::Sign('\u{c}'),
            'v' => Escape::Sign('\u{b}'),
            'x' => Escape::Sign(self.hexadecimal(2)?),
            'u' => Escape::Sign(self.hexadecimal(4)?),
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => Escape::Sign('\0'),
            '0'..='9' | 'k' => return Err(self.unsupported("a back-reference")),
            'p' | 'P' | 'c' => return Err(self.unsupported("this escape")),
            other => Escape::Sign(other),
        })
    }

    fn hexadecimal(&mut self, digits: u8) -> Result<char, PatternError> {
        let mut code: u32 = 0;
        for _ in 0..digits {
            let Some(digit) = self.next().and_then(|sign| sign.to_digit(16)) else {
                return Err(self.malformed("an escape needs hexadecimal digits"));
            };
            code = code.wrapping_mul(16).wrapping_add(digit);
        }
        char::from_u32(code).ok_or_else(|| self.unsupported("half of a surrogate pair"))
    }

    fn class(&mut self) -> Result<Tree, PatternError> {
        let expected = if self.take('^') { Expected::Absent } else { Expected::Present };
        let mut items = Vec::new();
        while !self.take(']') {
            let first = self.class_sign()?;
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']');
            let ClassItem::Range(low, _) = first else {
                items.push(first);
                continue;
            };
            if !is_range {
                items.push(first);
                continue;
            }
            self.next();
            match self.class_sign()? {
                ClassItem::Range(high, _) if low <= high => items.push(ClassItem::Range(low, high)),
                ClassItem::Range(..) => {
                    return Err(self.malformed("a range of signs runs backwards"));
                }
                // [a-\d] is an a, a minus sign or a digit.
                set @ (ClassItem::Digit(_) | ClassItem::Word(_) | ClassItem::Space(_)) => {
                    items.extend([first, ClassItem::Range('-', '-'), set]);
                }
            }
        }
        Ok(Tree::Class(Class { expected, items }))
    }

    /// One sign or set inside a class; a sign comes back as a range of itself.
    fn class_sign(&mut self) -> Result<ClassItem, PatternError> {
        match self.next() {
            None => Err(self.malformed("a class is not closed")),
            Some('\\') => match self.escape()? {
                Escape::Set(item) => Ok(item),
                Escape::Sign(sign) => Ok(ClassItem::Range(sign, sign)),
                Escape::Boundary(Expected::Present) => Ok(ClassItem::Range('\u{8}', '\u{8}')),
                Escape::Boundary(Expected::Absent) => Ok(ClassItem::Range('B', 'B')),
            },
            Some(sign) => Ok(ClassItem::Range(sign, sign)),
        }
    }
}

/// Reads `n}`, `n,}` or `n,m}` and says how many signs that took. Any other text after an
/// opening brace means that the brace is a sign like others, as in a browser.
fn counts(signs: &mut Peekable<Chars<'_>>) -> Option<(u32, Option<u32>, usize)> {
    let (least, mut taken) = count(signs)?;
    let least = least?;
    let most = match signs.next()? {
        '}' => Some(least),
        ',' => {
            let (most, more) = count(signs)?;
            taken = taken.saturating_add(more).saturating_add(1);
            if signs.next()? != '}' {
                return None;
            }
            most
        }
        _ => return None,
    };
    Some((least, most, taken.saturating_add(1)))
}

/// A run of digits, perhaps empty, and its length. A count beyond reason stays beyond reason.
fn count(signs: &mut Peekable<Chars<'_>>) -> Option<(Option<u32>, usize)> {
    let mut number: Option<u32> = None;
    let mut taken: usize = 0;
    while let Some(digit) = signs.peek().and_then(|sign| sign.to_digit(10)) {
        signs.next();
        taken = taken.checked_add(1)?;
        number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
    }
    Some((number, taken))
}
